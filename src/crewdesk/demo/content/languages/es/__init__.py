"""Spanish."""

from ...model import Voice
from ...prose import lines, texts
from . import access, money

VOICE = Voice(
    greetings=lines("""
        Hola,
        Buenas tardes,
        Buenos días:
        Hola, equipo de Harbor:
        Estimado equipo de soporte:
        Buenas,
    """),
    closings=lines("""
        Gracias
        Muchas gracias de antemano
        Saludos
        Un saludo
        Quedo a la espera. Gracias
        Saludos cordiales
    """),
    angry_closings=("Espero una respuesta hoy mismo.", "Saludos", "Sigo esperando."),
    agent_greetings=("Hola, {first}:", "Buenas, {first}:", "Hola, {first}, soy {agent}."),
    agent_openers=(
        "Gracias por escribirnos.",
        "Gracias por tu mensaje.",
        "Gracias por explicarlo con tanto detalle.",
    ),
    agent_apologies=lines("""
        Entiendo perfectamente tu enfado y siento lo ocurrido.
        Siento mucho que hayas tenido que escribirnos por esto.
    """),
    agent_closings=lines("""
        Si algo no queda claro, responde a este mensaje.
        Cuéntame si te funcionó.
        Aquí estoy para lo que necesites.
    """),
    agent_sign_offs=("Un saludo,", "Saludos cordiales,", "Un abrazo,"),
    holding=texts("""
        Desde aquí no puedo resolverlo del todo, así que lo paso a {team} con todos los detalles. No hace
        falta que repitas nada.
        --
        Para esto necesito la ayuda de {team}. Te contestarán en esta misma conversación, normalmente en un
        día hábil.
    """),
    chasers=lines("""
        ¿Hay alguna novedad?
        Hola, ¿alguien pudo ver mi mensaje?
        Sigo sin respuesta y el problema continúa.
        Perdón por insistir, pero es importante para mí.
    """),
    chase_replies=(
        "Gracias por la paciencia, debimos contestarte antes.",
        "Disculpa la espera, hoy hay mucho movimiento.",
    ),
    thanks=lines("""
        ¡Listo, muchas gracias!
        Gracias, {agent}, muy amable.
        Perfecto, quedó claro.
        Mil gracias por la rapidez :)
        Ok, gracias. Pueden cerrar el caso.
    """),
    welcome=("¡De nada! Que tengas un buen día.", "Me alegra haber ayudado. ¡Un saludo!"),
    quote_header="El {today}, {agent} (Harbor Support) <support@harbor.example> escribió:",
    sent_from=("Enviado desde mi celular", "Enviado desde mi móvil"),
    good_comments=(
        "Rápidos y amables.",
        "{agent} me explicó todo muy bien.",
        "Excelente atención.",
        "Lo resolvieron a la primera.",
    ),
    bad_comments=(
        "Tardaron demasiado.",
        "Parecía una respuesta automática.",
        "Amables, pero no lo solucionaron.",
    ),
    jobs=lines("""
        Rediseño de tienda en línea
        Traducción de un manual
        Boletín mensual
        Edición de pódcast
        Asistente virtual por las mañanas
        Ilustraciones para un cuento
        Contabilidad de dos tiendas
        Video explicativo
    """),
)

TEXTS = money.TEXTS | access.TEXTS
