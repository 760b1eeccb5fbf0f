"""German."""

from ...model import Voice
from ...prose import lines, texts
from . import access, money

VOICE = Voice(
    greetings=lines("""
        Hallo,
        Guten Tag,
        Hallo Harbor-Team,
        Sehr geehrte Damen und Herren,
        Moin,
        Guten Abend,
    """),
    closings=lines("""
        Viele Grüße
        Mit freundlichen Grüßen
        Danke und Gruß
        Beste Grüße
        Vielen Dank im Voraus
        LG
    """),
    angry_closings=lines("""
        Ich erwarte Ihre Antwort.
        Gruß
        Mit (noch) freundlichen Grüßen
    """),
    agent_greetings=("Hallo {first},", "Guten Tag {first},", "Hallo {first}, hier ist {agent}."),
    agent_openers=lines("""
        vielen Dank für Ihre Nachricht.
        danke, dass Sie uns schreiben.
        danke für die genaue Beschreibung.
    """),
    agent_apologies=lines("""
        ich kann Ihren Ärger gut verstehen und kümmere mich darum.
        es tut mir leid, dass Sie deswegen schreiben müssen.
    """),
    agent_closings=lines("""
        Antworten Sie einfach auf diese Nachricht, falls etwas unklar ist.
        Geben Sie mir gern kurz Bescheid, ob es geklappt hat.
        Wenn noch etwas ist, bin ich für Sie da.
    """),
    agent_sign_offs=("Viele Grüße", "Freundliche Grüße", "Herzliche Grüße"),
    holding=texts("""
        Das kann ich von hier aus nicht bis zum Ende klären und gebe es deshalb mit allen Einzelheiten an
        {team} weiter. Sie müssen nichts noch einmal erzählen.
        --
        Dafür brauche ich die Kollegen von {team}. Sie bekommen die Antwort hier im selben Gespräch, meist
        innerhalb eines Arbeitstages.
    """),
    chasers=lines("""
        Gibt es schon etwas Neues?
        Ich habe noch nichts gehört und wollte kurz nachfragen.
        Ist meine Nachricht angekommen?
        Entschuldigung, wenn ich drängle, aber das Problem besteht noch.
    """),
    chase_replies=(
        "Danke für Ihre Geduld, das hätte schneller gehen sollen.",
        "Entschuldigen Sie bitte die Wartezeit, heute ist viel los.",
    ),
    thanks=lines("""
        Super, vielen Dank!
        Danke für die schnelle Hilfe, {agent}!
        Perfekt, danke für die Erklärung.
        Alles klar, danke. Kann geschlossen werden.
        Besten Dank, schönes Wochenende!
    """),
    welcome=(
        "Sehr gern. Einen schönen Tag noch!",
        "Freut mich, wenn ich helfen konnte. Alles Gute!",
    ),
    quote_header="Am {today} schrieb {agent} (Harbor Support) <support@harbor.example>:",
    sent_from=("Von meinem Handy gesendet", "Von unterwegs gesendet"),
    good_comments=(
        "Schnell und freundlich.",
        "{agent} hat sich wirklich gekümmert.",
        "Beim ersten Mal gelöst, top.",
        "Verständlich erklärt.",
    ),
    bad_comments=(
        "Hat zu lange gedauert.",
        "Klingt nach Textbaustein.",
        "Freundlich, aber gelöst ist es nicht.",
    ),
    jobs=lines("""
        Neugestaltung Onlineshop
        Übersetzung Bedienungsanleitung
        Newsletter, monatlich
        Produktfotos freistellen
        Buchhaltung für zwei Läden
        Texte für Reiseseite
        Erklärvideo
        Umzug auf neuen Server
    """),
)

TEXTS = money.TEXTS | access.TEXTS
