"""Portuguese."""

from ...model import Voice
from ...prose import lines, texts
from . import access, money

VOICE = Voice(
    greetings=lines("""
        Olá,
        Oi,
        Bom dia,
        Boa tarde,
        Olá, equipe Harbor,
        Oi, tudo bem?
    """),
    closings=lines("""
        Desde já agradeço
        Atenciosamente
        Abraço
        Fico no aguardo
        Agradeço a atenção
        Um abraço
    """),
    angry_closings=("Aguardo resposta ainda hoje.", "Atenciosamente", "Continuo esperando."),
    agent_greetings=("Olá, {first},", "Oi, {first},", "Olá, {first}, aqui é {agent}."),
    agent_openers=(
        "Agradecemos o seu contato.",
        "Que bom que você escreveu.",
        "Agradeço a explicação detalhada.",
    ),
    agent_apologies=(
        "Entendo a sua irritação e sinto muito.",
        "Sinto muito que você tenha precisado escrever por causa disso.",
    ),
    agent_closings=lines("""
        Se algo não ficar claro, é só responder a esta mensagem.
        Me conte depois se deu certo.
        Estou por aqui se precisar de mais alguma coisa.
    """),
    agent_sign_offs=("Um abraço,", "Atenciosamente,", "Abraços,"),
    holding=texts("""
        Daqui eu não consigo resolver tudo, então passei o caso para {team} com todos os detalhes. Você não
        precisa repetir nada.
        --
        Para isso preciso da ajuda de {team}. A resposta chega nesta mesma conversa, em geral em um dia
        útil.
    """),
    chasers=lines("""
        Alguma novidade?
        Oi, alguém viu a minha mensagem?
        Ainda estou sem resposta e o problema continua.
        Desculpem insistir, mas isso é importante para mim.
    """),
    chase_replies=(
        "Agradeço a paciência, era para termos respondido antes.",
        "Desculpe a demora, o dia está bem movimentado.",
    ),
    thanks=lines("""
        Entendi, valeu demais!
        Valeu, {agent}!
        Perfeito, ficou claro.
        Agradeço muito a ajuda rápida :)
        Ok, pode encerrar.
    """),
    welcome=("Imagina! Tenha um ótimo dia.", "Que bom que pude ajudar. Um abraço!"),
    quote_header="Em {today}, {agent} (Harbor Support) <support@harbor.example> escreveu:",
    sent_from=("Enviado do meu celular",),
    good_comments=(
        "Rápido e atencioso.",
        "{agent} explicou tudo direitinho.",
        "Atendimento nota dez.",
        "Resolveram de primeira.",
    ),
    bad_comments=("Demorou demais.", "Pareceu resposta pronta.", "Educados, mas não resolveram."),
    jobs=lines("""
        Loja virtual, novo layout
        Tradução de manual
        Boletim mensal
        Edição de podcast
        Assistente virtual de manhã
        Ilustrações para livro infantil
        Textos para site de viagens
        Vídeo explicativo
    """),
)

TEXTS = money.TEXTS | access.TEXTS
