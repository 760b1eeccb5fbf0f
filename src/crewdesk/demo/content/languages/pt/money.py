"""Portuguese: pay, contracts and what they cost."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, marked, texts

TEXTS = {
    "withdrawal_pending": Text(
        subjects=(
            "Saque pendente",
            "Meu dinheiro não caiu",
            "Saque {payment_ref}",
            "Saque de {date} não chegou",
        ),
        openings=calm("""
            Fiz um saque de {amount} no dia {date} para a minha conta no {bank} e [até agora nada|ainda
            consta como pendente]. Normalmente cai em dois dias. Podem verificar, por favor?
            --
            É o meu primeiro saque, talvez seja só ansiedade. Aí no site diz "enviado", no banco não tem
            nada. Quanto tempo é normal esperar?
            --
            O banco pediu um número de referência para localizar o saque de {amount}. O único que achei é
            {payment_ref}. É esse mesmo?
        """)
        + angry("""
            Já são {days} dias esperando {amount}. Fiz o trabalho, o cliente pagou, vocês descontaram a taxa
            e o meu dinheiro sumiu. Quero resposta de gente, não de robô.
        """)
        + terse("""
            saque {payment_ref} {amount} não caiu, verificar pf
        """),
        extras=marked("""
            Não mudei nada nos dados bancários.
            --
            Segue o print do extrato.
        """),
        asks=exchanges("""
            Vejo que {amount} saíram do seu saldo em {date}. Você pode me confirmar os quatro últimos
            dígitos da conta e se o banco avisou alguma coisa?
            >>
            Final {card}. O banco não avisou nada.
            >>
            {card}. Liguei lá hoje cedo e eles não veem nenhuma transferência.
        """),
        fixes=texts("""
            Verifiquei o saque {payment_ref}: saiu daqui em {date} e o {bank} já aceitou. A partir daí pode
            levar até quatro dias úteis. Deve cair até {soon}; se não cair, me responda que eu abro um
            rastreio com o banco.
            --
            Boa notícia: o pagamento estava numa conferência de rotina do nosso parceiro e foi liberado
            hoje. Está tudo certo com a sua conta, não precisa fazer nada. Previsão: {soon}.
        """),
        follow_ups=exchanges("""
            Entendi. Tem algum jeito mais rápido para a próxima vez?
            >>
            Tem, o pagamento instantâneo no cartão, que costuma levar menos de meia hora. Fica em
            Configurações > Recebimentos.
        """),
    ),
    "withdrawal_failed": Text(
        subjects=("Saque devolvido", "Banco recusou o saque", "Erro no saque {payment_ref}"),
        openings=calm("""
            Recebi um e-mail dizendo que o saque de {amount} foi "devolvido pelo banco". É a mesma conta de
            sempre. O que eu preciso mudar?
            --
            Troquei de banco, cadastrei a conta nova em {date} e desde então todo saque falha. Conferi os
            números mil vezes.
        """)
        + terse("""
            saque devolvido, qual o motivo?
        """),
        fixes=texts("""
            O banco não reconheceu o nome: ele precisa estar igualzinho ao do extrato, com todos os
            sobrenomes. Liberei os seus dados para edição, sem a espera de três dias, e devolvi a taxa.
            --
            Faltou um dígito na agência, o formulário antigo deixava passar. Os {amount} já voltaram para o
            seu saldo. Cadastre a conta completa de novo e vai funcionar.
        """),
    ),
    "card_declined": Text(
        subjects=("Cartão recusado", "Pagamento do contrato {contract_id} falhou", "Problema no pagamento"),
        openings=calm("""
            O cartão da empresa, final {card}, foi recusado em {date} no valor de {amount}. Tem limite e
            funciona em todo lugar. O que aparece para vocês?
            --
            O contrato {contract_id} foi pausado por problema de pagamento e {other} está no meio de uma
            entrega. Cadastrei outro cartão, mas não acho onde tentar de novo.
        """)
        + angry("""
            Pagamos por aqui há {years} anos e agora o cartão "não passa". O banco diz que está aprovado.
            Resolvam, por favor.
        """),
        asks=exchanges("""
            O banco só nos respondeu "não autorizado". Você pode perguntar se as compras internacionais pela
            internet estão liberadas nesse cartão?
            >>
            Não estavam! Já pedi para liberar.
        """),
        fixes=texts("""
            Reenviei a cobrança de {amount} e dessa vez passou. O contrato {contract_id} está ativo e nada
            foi cobrado em dobro.
            --
            Em Configurações > Formas de pagamento, defina o cartão novo como principal e clique em "Pagar
            agora" no aviso vermelho. Até {soon} deixei os contratos liberados, para ninguém ficar parado.
        """),
    ),
    "double_charge": Text(
        subjects=("Cobrança em dobro", "Cobrado duas vezes {invoice_id}", "Estorno"),
        openings=calm("""
            No extrato de {date} há duas cobranças de {amount}, mas só uma fatura ({invoice_id}). Por favor,
            estornem uma delas.
            --
            A página travou na hora de pagar e eu cliquei de novo. Agora aparece {amount} duas vezes no
            cartão. Como fica?
        """)
        + terse("""
            2x {amount} em {date}, o certo é 1x
        """),
        fixes=texts("""
            Só uma das duas é cobrança de verdade. A outra é uma reserva que o banco fez quando a primeira
            tentativa caiu, e some sozinha, em geral até {soon}.
            --
            Você tem razão, cobramos {amount} duas vezes. Acabei de estornar a segunda, referência
            {payment_ref}. O banco leva de três a cinco dias para mostrar.
        """),
    ),
    "payout_outage": Text(
        subjects=("Não consigo sacar", "Erro no saque hoje", "Pagamento semanal não veio"),
        openings=calm("""
            Desde cedo aparece "algo deu errado" quando tento sacar {amount} (ref. {error_ref}). É só comigo?
            --
            O meu saque automático sempre cai antes do almoço e hoje nada. Preciso fazer alguma coisa ou ele
            sai sozinho?
        """)
        + angry("""
            NENHUM PAGAMENTO HOJE e nenhum aviso. Tem gente que depende disso! O que está acontecendo?
        """),
        fixes=texts("""
            Não é com você: o nosso parceiro de pagamentos está fora do ar desde cedo e nenhum saque está
            saindo. O seu dinheiro está seguro. Não peça de novo, por favor; tudo o que está na fila sai
            sozinho quando voltar.
            --
            Voltou a funcionar e os saques estão saindo por ordem. O seu, de {amount}, está na próxima leva
            e sem taxa. Desculpe a demora e o aviso tardio.
        """),
    ),
    "milestone_release": Text(
        subjects=(
            "Cliente não libera o pagamento",
            "Etapa entregue sem resposta",
            "Quando o dinheiro é liberado?",
        ),
        openings=calm("""
            Entreguei a última etapa do {contract_id} em {earlier} e o cliente não responde. São {amount}.
            Existe um prazo?
            --
            {other} aprovou o trabalho em {date}, mas o dinheiro está "em período de segurança". Quanto
            tempo isso dura?
        """),
        fixes=texts("""
            O cliente tem 14 dias a partir da entrega; depois é liberado sozinho, e cinco dias mais tarde
            você pode sacar. Neste caso calculo {soon}. Já mandei um lembrete gentil para {other}.
        """),
        follow_ups=exchanges("""
            Acabou de liberar! Valeu pelo lembrete.
            >>
            Que bom! Sucesso no próximo projeto.
        """),
    ),
    "refund_request": Text(
        subjects=(
            "Reembolso do contrato {contract_id}",
            "Trabalho não entregue",
            "Quero meu dinheiro de volta",
        ),
        openings=calm("""
            Contratei {other} para "{job}" e paguei {amount} em {date}. O que recebi está longe do
            combinado, e já pedi ajustes duas vezes. Como peço reembolso?
            --
            {other} não responde há {days} dias e o prazo era {date}. O dinheiro está em garantia. Como
            recupero?
        """)
        + angry("""
            Paguei {amount} por NADA. Nem arquivo, nem resposta. Ou vocês devolvem, ou vou contestar no banco.
        """),
        fixes=texts("""
            Conversei com {other}, que aceita devolver a metade, {half}. Aparece no cartão em três a cinco
            dias úteis, e os arquivos ficam com você.
            --
            Abri um caso e {other} tem até {soon} para responder. Até lá o valor fica retido. Se não houver
            acordo, alguém da nossa equipe entra como mediador na mesma conversa.
        """),
    ),
    "client_not_paying": Text(
        subjects=("Cliente não paga", "Contrato pausado, horas em aberto", "Proteção de pagamento"),
        openings=calm("""
            O contrato {contract_id} foi pausado porque o pagamento do cliente falhou. Eu já tinha feito
            {hours} horas na semana. Vou receber?
            --
            O cliente diz que pagou e me mostra um comprovante de {amount}. Aqui não aparece nada. Alguém
            está enganado.
        """),
        fixes=texts("""
            Verifiquei o {contract_id}: as suas horas foram registradas com anotações e dentro do limite,
            então estão protegidas. A Harbor paga os {amount} mesmo que o cliente não pague; entra no saldo
            em {soon}.
        """),
    ),
    "service_fee": Text(
        subjects=("Dúvida sobre a taxa", "Por que {fee} de taxa?", "Quanto a Harbor cobra?"),
        openings=calm("""
            De uma etapa de {amount} recebi {net}. Podem me mostrar como se calcula a taxa de {fee}?
            --
            Estou começando e vou mandar a primeira proposta. Se eu pedir {rate} por hora, quanto chega para
            mim?
        """),
        fixes=texts("""
            São 10% do que o cliente paga. Com os seus números: {amount} menos {fee} dá {net}. Em Relatórios
            > Comprovante de rendimentos há um resumo do ano inteiro.
        """),
    ),
}
