"""Spanish: pay, contracts and what they cost."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, marked, texts

TEXTS = {
    "withdrawal_pending": Text(
        subjects=(
            "Retiro pendiente",
            "No me ha llegado el pago",
            "Retiro {payment_ref}",
            "¿Dónde está mi dinero?",
        ),
        openings=calm("""
            El {date} pedí un retiro de {amount} a mi cuenta de {bank} y [todavía aparece como pendiente|aún
            no ha llegado]. Normalmente tarda dos días. ¿Pueden revisar qué pasa?
            --
            Es mi primer retiro, así que quizá me estoy adelantando. En Harbor dice "enviado" y en el banco
            no hay nada. ¿Cuánto tengo que esperar?
            --
            Mi retiro {payment_ref} por {amount} no aparece en el banco. Ya llamé dos veces y me piden un
            número de referencia. ¿Es ese el correcto?

            Tengo que pagar el alquiler, por eso les escribo con un poco de prisa.
        """)
        + angry("""
            Van {days} días esperando {amount}. El trabajo está hecho, el cliente pagó, ustedes cobraron su
            comisión y mi dinero no aparece. ¿Me puede contestar una persona de verdad?
        """)
        + terse("""
            retiro {payment_ref} {amount} del {date}, no llegó
        """),
        extras=marked("""
            No he cambiado mis datos bancarios.
            --
            Adjunto una captura de la pantalla.
        """),
        asks=exchanges("""
            Veo que los {amount} salieron de tu saldo el {date}. ¿Me confirmas los últimos cuatro dígitos de
            la cuenta y si el banco te avisó de alguna retención?
            >>
            Termina en {card}. El banco no me avisó de nada.
            >>
            {card}. Dicen que con un número de rastreo lo pueden buscar.
        """),
        fixes=texts("""
            Revisé el retiro {payment_ref}: salió el {date} y {bank} lo aceptó. A partir de ahí puede tardar
            hasta cuatro días hábiles. Deberías verlo a más tardar el {soon}; si no, respóndeme y abro un
            rastreo con el banco.
            --
            Buenas noticias: el pago estaba en una revisión de rutina de nuestro proveedor y se liberó hoy.
            Tu cuenta está bien y no tienes que hacer nada. Los {amount} llegarán alrededor del {soon}.
        """),
        follow_ups=exchanges("""
            Gracias. ¿Hay un método más rápido para la próxima vez?
            >>
            Sí, el pago instantáneo a tarjeta, que suele tardar menos de media hora. Lo agregas en
            Configuración > Cobros.
        """),
    ),
    "withdrawal_failed": Text(
        subjects=("Retiro rechazado", "El banco devolvió mi retiro", "Error en el retiro {payment_ref}"),
        openings=calm("""
            Me llegó un correo que dice que mi retiro de {amount} fue "devuelto por el banco receptor". Es
            la misma cuenta de siempre. ¿Qué tengo que cambiar?
            --
            Cambié de banco y cargué la cuenta nueva el {date}. Desde entonces todos los retiros fallan.
            Revisé los números con lupa y están bien.
        """)
        + terse("""
            retiro rechazado {payment_ref}. motivo?
        """),
        fixes=texts("""
            El banco no reconoció el nombre. Tiene que estar escrito igual que en tu estado de cuenta, con
            los dos apellidos. Ya desbloqueé tus datos para que lo corrijas sin esperar tres días, y te
            devolví la comisión.
            --
            Al número de cuenta le falta un dígito; el formulario viejo lo dejaba pasar. Los {amount} ya
            están otra vez en tu saldo. Agrega la cuenta con el número completo y funcionará.
        """),
    ),
    "card_declined": Text(
        subjects=("Tarjeta rechazada", "No puedo pagar el contrato {contract_id}", "Problema con el pago"),
        openings=calm("""
            Nuestra tarjeta terminada en {card} fue rechazada el {date} por {amount}. Tiene saldo y funciona
            en todas partes. ¿Qué ven ustedes?
            --
            El contrato {contract_id} quedó en pausa por un problema de pago, y {other} está en plena
            entrega. Agregué otra tarjeta, pero no encuentro dónde reintentar el cobro.
        """)
        + angry("""
            Llevamos {years} años pagando por aquí y de repente la tarjeta "no es válida". El banco dice que
            está aprobada. Arréglenlo, por favor.
        """),
        asks=exchanges("""
            El banco solo nos respondió "no autorizada". ¿Puedes preguntarles si la tarjeta tiene
            habilitadas las compras internacionales por internet?
            >>
            No las tenía. Ya las habilitaron.
        """),
        fixes=texts("""
            Volví a enviar el cobro de {amount} y esta vez pasó. El contrato {contract_id} está activo y no
            se cobró nada dos veces.
            --
            En Configuración > Métodos de pago marca la tarjeta nueva como principal y luego pulsa "Pagar
            ahora" en el aviso rojo. Mientras tanto te di un plazo hasta el {soon} para que nadie deje de
            trabajar.
        """),
    ),
    "double_charge": Text(
        subjects=("Cobro duplicado", "Me cobraron dos veces", "Devolución del segundo cargo {invoice_id}"),
        openings=calm("""
            En el estado de cuenta del {date} hay dos cargos de {amount}, pero una sola factura
            ({invoice_id}). Por favor, devuelvan uno.
            --
            La página se quedó colgada al pagar y volví a pulsar el botón. Ahora veo {amount} dos veces. Sé
            que no debí hacerlo, pero ¿cómo lo arreglamos?
        """)
        + terse("""
            2 cargos de {amount} el {date}. Debe ser 1.
        """),
        fixes=texts("""
            Solo uno de los dos es un cargo real. El otro es una retención que hizo tu banco cuando falló el
            primer intento, y desaparece sola, normalmente antes del {soon}.
            --
            Tienes razón, cobramos {amount} dos veces, y lo siento. Acabo de devolver el segundo cargo,
            referencia {payment_ref}. El banco tarda de tres a cinco días en mostrarlo.
        """),
    ),
    "payout_outage": Text(
        subjects=("No puedo retirar", "Error al retirar", "Hoy no llegó mi pago semanal"),
        openings=calm("""
            Desde la mañana me sale "algo salió mal" cuando quiero retirar {amount} (ref. {error_ref}). ¿Es
            un problema general?
            --
            Mi retiro automático siempre llega antes del mediodía y hoy nada. ¿Tengo que hacer algo o sale
            solo?
        """)
        + angry("""
            NI UN PAGO HOY y ninguna explicación. Hay gente que vive de esto. ¿Qué está pasando?
        """),
        fixes=texts("""
            No es tu cuenta: nuestro proveedor de pagos tiene una falla desde esta mañana y no está saliendo
            ningún retiro. Tu dinero está seguro. Por favor, no lo pidas otra vez; todo lo pendiente sale
            automáticamente en cuanto se restablezca.
            --
            La falla ya está resuelta y los retiros salen por orden. El tuyo, de {amount}, va en la próxima
            tanda y no tendrá comisión. Perdón por la espera y por avisar tan tarde.
        """),
    ),
    "milestone_release": Text(
        subjects=(
            "El cliente no libera el pago",
            "Hito entregado sin respuesta",
            "¿Cuándo se libera el dinero?",
        ),
        openings=calm("""
            Entregué el último hito de {contract_id} el {earlier} y el cliente no responde. Son {amount}.
            ¿Tiene algún plazo?
            --
            {other} aprobó mi trabajo el {date}, hasta me puso "¡excelente!" en el chat, pero el dinero está
            "en período de seguridad". ¿Cuánto dura?
        """),
        fixes=texts("""
            El cliente tiene 14 días desde la entrega; después se libera solo, y cinco días más tarde lo
            puedes retirar. En este caso calculo el {soon}. Ya le mandé un recordatorio amable a {other}.
        """),
        follow_ups=exchanges("""
            ¡Lo acaba de liberar! Gracias por el recordatorio.
            >>
            Qué bueno leer eso. ¡Éxitos con el próximo proyecto!
        """),
    ),
    "refund_request": Text(
        subjects=(
            "Reembolso del contrato {contract_id}",
            "No entregaron el trabajo",
            "Quiero mi dinero de vuelta",
        ),
        openings=calm("""
            Contraté a {other} para "{job}" y pagué {amount} el {date}. Lo que recibí está muy lejos de lo
            acordado, y ya pedí cambios dos veces. ¿Cómo puedo pedir un reembolso?
            --
            {other} no contesta hace {days} días y la fecha de entrega era el {date}. El dinero está en
            depósito. ¿Cómo lo recupero?
        """)
        + angry("""
            Pagué {amount} por NADA. Ni archivos, ni respuesta. O me lo devuelven o reclamo en mi banco.
        """),
        fixes=texts("""
            Hablé con {other} y acepta devolverte la mitad, {half}. Lo verás en tu tarjeta en tres a cinco
            días hábiles, y los archivos son tuyos.
            --
            Abrí un caso y {other} tiene hasta el {soon} para responder. Mientras tanto el monto queda
            retenido. Si no se ponen de acuerdo, una persona de nuestro equipo media en la misma
            conversación.
        """),
    ),
    "client_not_paying": Text(
        subjects=("El cliente no paga", "Contrato en pausa, horas sin pagar", "Protección de pagos"),
        openings=calm("""
            Mi contrato {contract_id} quedó en pausa porque falló el pago del cliente. Ya había trabajado
            {hours} horas esa semana. ¿Me las van a pagar?
            --
            El cliente dice que pagó y me muestra un comprobante de {amount}. En mi cuenta no hay nada.
            ¿Estará en algún punto intermedio?
        """),
        fixes=texts("""
            Revisé {contract_id}: tus horas están registradas con notas y dentro del límite, así que están
            protegidas. Harbor te paga los {amount} aunque el cliente no lo haga; los verás en tu saldo el
            {soon}.
        """),
    ),
    "service_fee": Text(
        subjects=("Duda sobre la comisión", "¿Por qué {fee} de comisión?", "¿Cuánto cobra Harbor?"),
        openings=calm("""
            Por un hito de {amount} recibí {net}. ¿Me pueden mostrar cómo se calcula la comisión de {fee}?
            --
            Recién empiezo y voy a enviar mi primera propuesta. Si pido {rate} por hora, ¿cuánto me llega?
        """),
        fixes=texts("""
            Es el 10 % de lo que paga el cliente. Con tus números: {amount} menos {fee} son {net}. En
            Informes > Certificado de ingresos tienes un resumen de todo el año.
        """),
    ),
}
