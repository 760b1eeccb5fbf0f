"""Portuguese: getting in, getting hours recorded, getting out."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, texts

TEXTS = {
    "identity_check": Text(
        subjects=("Documento recusado", "Verificação de identidade", "Verificação em análise"),
        openings=calm("""
            O meu documento foi recusado [de novo|ontem] e a mensagem só diz "não foi possível verificar". A
            foto está nítida e o documento é válido. O que faço de diferente?
            --
            A verificação está "em análise" desde {date}. Enquanto isso não consigo mandar propostas. Quanto
            tempo costuma levar?
        """)
        + angry("""
            Mandei o documento quatro vezes e quatro vezes um robô recusou em dez segundos. Não tem uma
            pessoa aí que possa olhar?
        """),
        fixes=texts("""
            Abri um novo envio por 48 horas. Funciona melhor com a câmera do celular, os quatro cantos na
            foto e sem lâmpada em cima. Dessa vez uma pessoa vai conferir.
            --
            O seu documento estava esperando conferência manual. Acabei de fazer: está tudo certo e a sua
            conta foi verificada. Sinto muito pelos dias perdidos.
        """),
    ),
    "password_reset": Text(
        subjects=("Não consigo entrar", "E-mail de senha não chega", "Conta bloqueada"),
        openings=calm("""
            Esqueci a senha e pedi o link [três|várias] vezes, mas o e-mail não chega. No spam também não
            está.
            --
            A minha conta foi bloqueada por excesso de tentativas. Era eu, com um teclado novo. Podem
            desbloquear?
        """)
        + terse("""
            link de senha [sempre expirado|expira na hora], [{browser}|{os}]
        """),
        fixes=texts("""
            Tirei o bloqueio e mandei um link novo. Vale por uma hora e só o último funciona. O remetente é
            no-reply@harbor.example.
            --
            Isso é um cookie antigo. Apague no {browser} os dados do site "harbor", feche todas as abas e
            entre pelo link que acabei de enviar.
        """),
    ),
    "two_factor_lost": Text(
        subjects=("Perdi o celular", "Não recebo o código", "Verificação em duas etapas"),
        openings=calm("""
            Roubaram o meu celular em {date}, e com ele o aplicativo dos códigos. Sei a senha, mas não passo
            da segunda etapa. O que vocês precisam?
            --
            Mudei de número e esqueci que os códigos vão para o antigo. Não guardei os códigos de recuperação.
        """),
        fixes=texts("""
            Precisamos ter certeza de que é você, então fazemos uma chamada de vídeo curta com o documento
            na mão. São cinco minutos; mandei o link para escolher o horário. Depois tiramos a segunda
            etapa, e por segurança os saques ficam parados por 72 horas.
        """),
    ),
    "account_closure": Text(
        subjects=("Encerrar minha conta", "Apagar meus dados", "Fechar conta"),
        openings=calm("""
            Consegui um emprego fixo e quero encerrar a conta. Foram {years} anos muito bons! Preciso fazer
            algo antes?
            --
            O botão de encerrar está cinza. Diz que há um contrato aberto, mas o {contract_id} acabou faz
            tempo.
        """),
        fixes=texts("""
            Restam {net} de saldo. Faça o saque e baixe as suas faturas em Relatórios; o contrato
            {contract_id} eu já encerrei do outro lado. Depois é só clicar em encerrar. As faturas nós
            guardamos porque a lei manda, o resto é apagado.
        """),
    ),
    "tracker_not_recording": Text(
        subjects=("Horas faltando em {contract_id}", "Rastreador não registra", "Perdi {few_hours} horas"),
        openings=calm("""
            Em {date} trabalhei {few_hours} horas com o rastreador ligado e o diário do {contract_id} mostra
            só {minutes} minutos. {os}, versão {tracker_version}. Dá para recuperar?
            --
            A internet caiu e continuei trabalhando, porque a ajuda diz que depois ele envia sozinho. Já faz
            dois dias e nada:

            {log}
        """)
        + angry("""
            {few_hours} horas de trabalho perdidas, com o rastreador verde o tempo todo. Não vou trabalhar
            de graça porque o programa não sabe contar.
        """),
        asks=exchanges("""
            No rastreador, abra Ajuda > Salvar diagnóstico e anexe o arquivo aqui. Por favor, ainda não
            reinstale, o tempo pode estar no seu computador.
            >>
            Segue o arquivo. Não mexi em nada.
        """),
        fixes=texts("""
            O seu tempo ainda está aí. O rastreador parou de enviar quando o computador saiu do repouso. Já
            destravei: feche por completo, abra de novo com internet e deixe aberto por dez minutos.
            --
            A cópia local se perdeu, mas ninguém espera que você trabalhe de graça: lance as {few_hours}
            horas como tempo manual até domingo à meia-noite (UTC). Já avisei {other} que a falha foi nossa.
        """),
    ),
    "site_error": Text(
        subjects=("Erro 500", "Página não carrega", "Tela em branco"),
        openings=calm("""
            Desde [ontem|hoje cedo] aparece "algo deu errado" quando abro os meus contratos. A referência é
            {error_ref}. Uso {browser} no {os}.
            --
            Depois de entrar, a página fica em branco. No celular funciona. O console mostra:

            {trace}
        """),
        fixes=texts("""
            A referência ajudou muito: uma mudança de ontem quebrou a página para alguns contratos. Já
            desfizemos. Recarregue segurando a tecla Shift.
            --
            Parece uma cópia antiga da página no navegador. Apague os dados de harbor.example no {browser} e
            libere o nosso site no bloqueador de anúncios.
        """),
    ),
    "app_login_bug": Text(
        subjects=("App me desconecta", "Não entro no app", "Login quebrado depois da atualização"),
        openings=calm("""
            Atualizei o app e não consigo mais entrar. Aceita a senha, mostra o início por um segundo e me
            joga para fora. {device}.
            --
            O app diz "sessão expirada" toda vez. No computador está tudo certo. É a versão nova?
        """)
        + angry("""
            Quem liberou essa atualização? Ninguém consegue ENTRAR. Tenho clientes esperando.
        """),
        fixes=texts("""
            É a versão nova: em muitos celulares ela não guarda o login. Já a retiramos e a corrigida está
            saindo. Enquanto isso, use harbor.example no navegador do celular. Não precisa trocar a senha.
            --
            A versão corrigida já saiu. Atualize o app e entre mais uma vez. Desculpe o transtorno.
        """),
    ),
}
