"""How machines word their mails, in English, German, Spanish, French, Portuguese, Italian and Dutch."""

import re


def _any_of(lines: str, start: str = r"\b") -> re.Pattern:
    """Return a pattern that matches any of the lines, in either case, after `start`."""
    return re.compile(rf"(?i){start}(?:{'|'.join(line.strip() for line in lines.strip().splitlines())})")


VACATION = _any_of(r"""
    (out of|away from) (the )?office
    on (annual )?(leave|vacation|holiday)\b.*\buntil
    vacation (auto-?)?(reply|response)
    abwesenheits?(notiz|meldung|benachrichtigung|agent)
    nicht im (b[üu]ro|haus)
    urlaubs(vertretung|benachrichtigung)
    (fuera|ausente) de la oficina
    absente? du bureau|absence du bureau|message d['’]absence|en cong[ée]s?\b
    fora do escrit[óo]rio|aus[êe]ncia tempor[áa]ria|resposta de f[ée]rias
    fuori (sede|ufficio)|assenza dall['’]ufficio
    afwezigheidsbericht|niet op kantoor
""")
AUTO_REPLY = _any_of(
    r"""
    auto(matic|mated)?[ -]?(reply|response|responder)\b
    auto:
    (automatische|automatisch)[ -]?(antwort|antwoord|reactie)
    eingangsbest[äa]tigung
    respuesta autom[áa]tica
    r[ée]ponse automatique
    resposta autom[áa]tica
    risposta automatica
    """,
    start=r"^\W*",
)
BOUNCE = _any_of(
    r"""
    undeliver(able|ed)
    delivery (status notification|failure|has failed|notification|incomplete|delayed)
    mail delivery (failed|failure|subsystem)
    returned (mail|to sender)|failure notice|message not delivered|could not be delivered
    unzustellbar|nicht zugestellt|zustellung fehlgeschlagen
    no se puede entregar|no entregado|error de entrega
    non remis|[ée]chec de (la )?(remise|distribution)|non distribu
    n[ãa]o entregue|falha na entrega
    mancato recapito|mancata consegna|non recapitat
    onbestelbaar
    """,
    start="",
)
DAEMON = re.compile(r"(?i)^(mailer-?daemon|postmaster|mail-?daemon|mail-?delivery|bounces?([+=-].*)?)@")
NO_REPLY = _any_of(
    r"""
    (no|do-?_?not)-?_?\.?reply([._+-].*)?@
    (nicht-?antworten|noresponder|ne-?pas-?repondre)([._+-].*)?@
    """,
    start=r"^(?:.*[._+-])?",
)
VERIFICATION = _any_of(r"""
    (verification|security|confirmation|access|log-?in|sign-?in) ?(pass)?(code|password|pin|link)
    (one[- ]time|single-use|authenti[cf]ation|2fa) ?(pass)?(code|password|pin|link)
    passcode\b|otp\b|magic link|your ([\w-]+ ){0,4}code\b|(invited|invitation) (you )?to join
    (verify|confirm|validate|activate) (your|this|the) ([\w-]+ ){0,3}(e-?mail|address|account|identity)
    (verify|confirm|validate|activate) (your|this|the) ([\w-]+ ){0,3}(sign-?up|registration)
    e-?mail (address )?(verification|confirmation)
    (best[äa]tigungs|sicherheits|verifizierungs|verifikations)-?(code|kennwort|passwort|link)
    (zugangs|anmelde|einmal)-?(code|kennwort|passwort|link)
    best[äa]tigen sie ihre?n? ([\w-]+ ){0,2}(e-?mail|konto|adresse|registrierung)
    e-?mail-?adresse best[äa]tigen
    c[óo]digo de (un solo uso|\w+ci[óo]n|seguridad|acceso)
    c[óo]digo de (seguran[çc]a|confirma[çc][ãa]o|verifica[çc][ãa]o|acesso)
    (verifica|confirma|verifique|confirme) (tu|su) ([\w-]+ ){0,3}(correo|e-?mail|cuenta|direcci[óo]n)
    (verifique|confirme) (o seu|seu|sua) ([\w-]+ ){0,3}(e-?mail|conta|endere[çc]o)
    (verifica|conferma) (il tuo|la tua|tua) ([\w-]+ ){0,3}(e-?mail|account|indirizzo)
    code de (v[ée]rification|s[ée]curit[ée]|confirmation|connexion|validation)
    (v[ée]rifiez|confirmez|validez) votre ([\w-]+ ){0,3}(e-?mail|adresse|compte|inscription)
    codice di (verifica|sicurezza|conferma|accesso)
    verificatiecode|bevestigingscode|bevestig (je|uw) ([\w-]+ ){0,2}(e-?mail|account)
""")
# What a person in need writes and a machine does not.
HUMAN = _any_of(
    r"""
    \?(\s|$)
    \b(I|my|not|never|cannot|help)\b|\bproblem|n['’]t\b
    \b(ich|nicht|hilfe)\b|\b(kein|mein)
    \bno (me|he|recib|llega)|\b(mi|ayuda)\b
    \b(je|mon|ne|pas|aide)\b
    \b(não|meu|ajuda)\b
    \b(non|mio|aiuto)\b
    """,
    start="",
)
CODE = re.compile(r"(?<![\w.,/#-])(?:\d{4,8}|\d{3}[ -]\d{3}|[A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z]-\d{5,6})(?![\w/-])")
ACTION_LINK = re.compile(
    r"(?i)https?://[^\s<>\"']{0,300}"
    r"(?:verif|confirm|activat|validat|token|magic|sign-?in|log-?in|auth|invit|best(?:ae|%C3%A4)tig)"
)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
