"""French."""

from ...model import Voice
from ...prose import lines, texts
from . import access, money

VOICE = Voice(
    greetings=lines("""
        Bonjour,
        Bonsoir,
        Bonjour à toute l'équipe,
        Madame, Monsieur,
        Salut,
        Bonjour Harbor,
    """),
    closings=lines("""
        Merci d'avance
        Cordialement
        Bien à vous
        Merci et bonne journée
        Bien cordialement
    """),
    angry_closings=("J'attends une réponse aujourd'hui.", "Cordialement", "Dans l'attente, encore."),
    agent_greetings=("Bonjour {first},", "Bonjour {first}, c'est {agent}.", "Bonjour {first},"),
    agent_openers=(
        "Merci pour votre message.",
        "Merci de nous avoir écrit.",
        "Merci pour ces explications très claires.",
    ),
    agent_apologies=(
        "Je comprends votre agacement et je m'en occupe.",
        "Je regrette vraiment que vous ayez à nous écrire pour cela.",
    ),
    agent_closings=lines("""
        Si quelque chose n'est pas clair, répondez simplement à ce message.
        Dites-moi si cela a fonctionné.
        Je reste là si vous avez besoin d'autre chose.
    """),
    agent_sign_offs=("Bien à vous,", "Cordialement,", "Belle journée,"),
    holding=texts("""
        Je ne peux pas aller plus loin d'ici, je transmets donc votre dossier à {team} avec tous les
        détails. Vous n'aurez rien à répéter.
        --
        Pour cela j'ai besoin de {team}. La réponse arrivera dans cette même conversation, en général sous
        un jour ouvré.
    """),
    chasers=lines("""
        Avez-vous du nouveau ?
        Bonjour, quelqu'un a-t-il vu mon message ?
        Je n'ai toujours pas de réponse et le problème est toujours là.
        Pardon d'insister, mais c'est important pour moi.
    """),
    chase_replies=(
        "Merci pour votre patience, nous aurions dû répondre plus tôt.",
        "Pardon pour l'attente, la journée est chargée.",
    ),
    thanks=lines("""
        C'est noté, merci beaucoup !
        Merci {agent}, très efficace.
        Parfait, c'est clair.
        Un grand merci pour la rapidité :)
        Ok merci, vous pouvez fermer.
    """),
    welcome=("Avec plaisir. Bonne journée !", "Tant mieux si cela vous aide. À bientôt !"),
    quote_header="Le {today}, {agent} (Harbor Support) <support@harbor.example> a écrit :",
    sent_from=("Envoyé de mon téléphone", "Envoyé depuis mon mobile"),
    good_comments=(
        "Rapide et aimable.",
        "{agent} a tout expliqué clairement.",
        "Réglé du premier coup.",
        "Service au top.",
    ),
    bad_comments=(
        "Trop long.",
        "On dirait une réponse toute faite.",
        "Poli, mais le problème n'est pas réglé.",
    ),
    jobs=lines("""
        Refonte de boutique en ligne
        Traduction d'un manuel
        Lettre d'information mensuelle
        Montage de podcast
        Assistance virtuelle le matin
        Illustrations pour un album
        Textes pour un site de voyage
        Vidéo explicative
    """),
)

TEXTS = money.TEXTS | access.TEXTS
