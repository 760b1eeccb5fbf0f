"""Spanish: getting in, getting hours recorded, getting out."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, texts

TEXTS = {
    "identity_check": Text(
        subjects=("Rechazaron mi documento", "Verificación de identidad", "Verificación en revisión"),
        openings=calm("""
            Rechazaron mi documento [por segunda vez|ayer] y el mensaje solo dice "no se pudo verificar". La
            foto se ve bien y está vigente. ¿Qué hago distinto?
            --
            Mi verificación está "en revisión" desde el {date}. Mientras tanto no puedo enviar propuestas y
            pierdo trabajos. ¿Cuánto tarda?
            --
            En mi documento figuran mis dos apellidos y en el perfil solo uno. ¿Será por eso que no pasa la
            verificación?
        """)
        + angry("""
            Cuatro veces subí mi documento y cuatro veces lo rechazó un robot en diez segundos. ¿No hay una
            persona que lo pueda mirar?
        """),
        fixes=texts("""
            Te abrí una nueva carga por 48 horas. Funciona mejor con la cámara del teléfono, con las cuatro
            esquinas dentro de la imagen y sin una lámpara encima. Esta vez la revisa una persona.
            --
            Tu documento estaba esperando una revisión manual. Acabo de hacerla: todo está en orden y tu
            cuenta quedó verificada. Siento los días que perdiste.
        """),
    ),
    "password_reset": Text(
        subjects=("No puedo entrar", "No llega el correo para cambiar la contraseña", "Cuenta bloqueada"),
        openings=calm("""
            Olvidé mi contraseña y pedí el enlace [tres|cuatro] veces, pero el correo no llega. Tampoco está
            en spam.
            --
            Mi cuenta está bloqueada por demasiados intentos. Fui yo, tenía activadas las mayúsculas. ¿La
            pueden desbloquear?
        """)
        + terse("""
            [no puedo entrar|no me deja entrar|imposible entrar], el enlace dice que
        [expiró|venció][| otra vez]
        """),
        fixes=texts("""
            Quité el bloqueo y te envié un enlace nuevo. Vale una hora y solo sirve el último. Llega desde
            no-reply@harbor.example.
            --
            Es una cookie vieja. Borra en {browser} los datos del sitio "harbor", cierra todas las pestañas
            y entra con el enlace que te acabo de mandar.
        """),
    ),
    "two_factor_lost": Text(
        subjects=("Perdí mi teléfono", "No recibo el código", "Verificación en dos pasos"),
        openings=calm("""
            Me robaron el teléfono el {date} y con él la aplicación de los códigos. Sé mi contraseña, pero
            no paso del segundo paso. ¿Qué necesitan?
            --
            Cambié de número y olvidé que Harbor manda los códigos al anterior. No tengo los códigos de
            recuperación.
        """),
        fixes=texts("""
            Tenemos que estar seguros de que eres tú, así que haremos una videollamada corta con tu
            documento en la mano. Son cinco minutos; te envié el enlace para elegir la hora. Después
            quitamos el segundo paso, y por precaución los retiros quedan en pausa 72 horas.
        """),
    ),
    "account_closure": Text(
        subjects=("Cerrar mi cuenta", "Eliminar mis datos", "Quiero dar de baja mi perfil"),
        openings=calm("""
            Encontré un trabajo fijo y quiero cerrar mi cuenta. Gracias por estos {years} años. ¿Hay algo
            que deba hacer antes?
            --
            El botón para cerrar la cuenta está gris. Dice que tengo un contrato abierto, pero {contract_id}
            terminó hace mucho.
        """),
        fixes=texts("""
            Queda un saldo de {net}. Retíralo y descarga tus facturas en Informes; el contrato {contract_id}
            ya lo cerré del otro lado. Después podrás cerrar la cuenta con un clic. Las facturas las
            conservamos porque la ley lo exige, lo demás se borra.
        """),
    ),
    "tracker_not_recording": Text(
        subjects=("Faltan horas en {contract_id}", "El rastreador no registra", "Perdí {few_hours} horas"),
        openings=calm("""
            El {date} trabajé {few_hours} horas con el rastreador encendido y en el diario de {contract_id}
            solo hay {minutes} minutos. Uso {os}, versión {tracker_version}. ¿Se puede recuperar el resto?
            --
            Se cortó internet en mi zona y seguí trabajando, porque la ayuda dice que luego se envía solo.
            Ya pasaron dos días y no se envió nada:

            {log}
        """)
        + angry("""
            {few_hours} horas de trabajo perdidas y el rastreador estaba en verde. No voy a trabajar gratis
            porque el programa no sabe contar.
        """),
        asks=exchanges("""
            En el rastreador abre Ayuda > Guardar diagnóstico y adjunta aquí el archivo. Por favor no lo
            reinstales todavía, el tiempo puede estar aún en tu computadora.
            >>
            Adjunto el archivo. No toqué nada.
        """),
        fixes=texts("""
            Tu tiempo sigue ahí. El rastreador dejó de subirlo cuando la computadora salió de reposo. Ya lo
            desbloqueé: ciérralo por completo, ábrelo de nuevo con conexión y déjalo diez minutos.
            --
            La copia local ya no existe, pero nadie espera que trabajes gratis: agrega las {few_hours} horas
            como tiempo manual antes del domingo a medianoche (UTC). Ya le avisé a {other} que fue una falla
            nuestra.
        """),
    ),
    "site_error": Text(
        subjects=("Error 500", "La página no carga", "Pantalla en blanco"),
        openings=calm("""
            Desde [ayer|esta mañana] me sale "algo salió mal" al abrir mis contratos. La referencia es
            {error_ref}. Uso {browser} en {os}.
            --
            Después de entrar la página queda en blanco. En el teléfono sí funciona. La consola dice:

            {trace}
        """),
        fixes=texts("""
            Gracias por la referencia, con eso lo encontramos enseguida: un cambio que publicamos ayer
            rompió la página para algunos contratos. Ya lo revertimos. Recarga con la tecla Mayús pulsada.
            --
            Parece una copia vieja de la página en la memoria del navegador. Borra los datos de
            harbor.example en {browser} y permite nuestro sitio en el bloqueador de anuncios.
        """),
    ),
    "app_login_bug": Text(
        subjects=(
            "La app me cierra la sesión",
            "No puedo entrar a la app",
            "Error de inicio de sesión tras actualizar",
        ),
        openings=calm("""
            Actualicé la app y ya no puedo entrar. Acepta la contraseña, muestra el inicio un segundo y me
            saca. {device}.
            --
            La app dice "sesión vencida" cada vez que la abro. En la computadora todo bien. ¿Es la versión
            nueva?
        """)
        + angry("""
            ¿Quién aprobó esta actualización? No deja ENTRAR a nadie. Tengo clientes esperando.
        """),
        fixes=texts("""
            Es la versión nueva: en muchos teléfonos no guarda la sesión. Ya la retiramos y la corregida
            está por salir. Mientras tanto puedes usar harbor.example en el navegador del teléfono. No hace
            falta cambiar la contraseña.
            --
            Ya está la versión corregida. Actualiza la app y entra una vez más. Disculpa las molestias.
        """),
    ),
}
