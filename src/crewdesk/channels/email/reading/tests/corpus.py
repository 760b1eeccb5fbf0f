"""Mails made up to hurt, and the headers of mails that machines send."""

import base64
import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[6]


def shared_data(folder: str) -> Path:
    """Return a folder of real-life mails that the project does not carry; skip the test where it is
    absent.
    """
    path = Path(os.environ.get("CREWDESK_SHARED_DATA") or _ROOT.parent / "shared" / "data") / "mail" / folder
    if not path.is_dir():
        pytest.skip(f"no sample mails at {path}; set CREWDESK_SHARED_DATA")
    return path


def mail(*, body: str = "Hello, where is my parcel?", **headers: str) -> bytes:
    """Return a plain mail; keyword `in_reply_to` gives the header In-Reply-To."""
    fields = {
        "from": "Cleo <cleo@customer.example>",
        "to": "help@harbor.example",
        "subject": "Parcel",
        **headers,
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("utf-8", "surrogateescape")


def html_mail(html: str, **headers: str) -> bytes:
    """Return a mail whose only part is HTML."""
    return mail(body=html, mime_version="1.0", content_type="text/html; charset=utf-8", **headers)


def multipart(boundary: str, *parts: str, kind: str = "mixed", **headers: str) -> bytes:
    """Return a multipart mail; each part is its headers, an empty line and its content."""
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    return mail(body=body, content_type=f'multipart/{kind}; boundary="{boundary}"', **headers)


def _nested_multiparts(depth: int) -> bytes:
    opening = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    closing = "".join(f"\r\n--b{n}--" for n in reversed(range(depth)))
    return b"From: a@b.example\r\n" + opening.encode() + b"\r\nhello" + closing.encode()


def _nested_messages(depth: int) -> bytes:
    return b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"hello"


def hostile() -> dict[str, bytes]:
    """Return mails that stall, crash or bloat parsers, by name."""
    words = " ".join("=?utf-8?q?a?=" for _ in range(8_000))
    folded = "\r\n ".join("=?utf-8?b?YQ==?=" for _ in range(8_000))
    return {
        "50000 parts": multipart("x", *(["Content-Type: text/plain\r\n\r\nhi"] * 50_000)),
        "1500 nested multiparts": _nested_multiparts(1_500),
        "1500 nested messages": _nested_messages(1_500),
        "2000 nested comments in From": mail(**{"from": "(" * 2_000 + ")" * 2_000 + " a@b.example"}),
        "2000 nested comments in To": mail(to="(" * 2_000 + ")" * 2_000 + " a@b.example"),
        "8000 encoded words": mail(subject=words),
        "8000 encoded words folded": mail(subject=folded, **{"from": folded + " <a@b.example>"}),
        "open encoded words": mail(subject="=?a?q?" * 20_000),
        "40000 headers": b"".join(b"X-A%d: b\r\n" % n for n in range(40_000)) + b"\r\nhello",
        "a header of 8 MB": mail(subject="x" * 8_000_000),
        "8 MB of header lines": b"a:\n" * 2_700_000 + b"\nhello",
        "60000 recipients": mail(to=", ".join(f"a{n}@b.example" for n in range(60_000))),
        "100000 references": mail(references=" ".join(f"<{n}@b>" for n in range(100_000))),
        "parameters": mail(content_type="text/plain" + "; a=b" * 50_000),
        "quoted parameters": mail(content_type="text/plain; " + '"' * 3_900),
        "RFC 2231 pieces": mail(content_type="text/plain" + "".join(f"; name*{n}*=a" for n in range(300))),
        "a boundary that is a prefix": multipart("aa", "\r\n--aaa\r\n--a\r\nx", "\r\ny"),
        "divs nested 100000 deep": html_mail("<div>" * 100_000 + "x"),
        "misnested formatting": html_mail("<b><i><table><a href=x>" * 2_000 + "x"),
        "open tags": html_mail("<a " * 300_000),
        "open comments": html_mail("<!--" * 200_000),
        "attributes": html_mail("<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">"),
        "blockquotes": html_mail("<blockquote>" * 3_000 + "x"),
        "120000 line breaks": html_mail("<br>" * 120_000),
        "300000 empty lines of HTML": html_mail("<br>" * 300_000),
        "a line of 1 MB": mail(body="a" * 1_000_000),
        "blanks": mail(body=" " * 900_000 + "x"),
        "angles": mail(body=">" * 250_000 + "\n> " * 100_000),
        "colons": mail(body="On a@b 1:\n" * 90_000),
        "wrote": mail(body="On " + "x " * 200_000 + "\nwrote:"),
        "From lines": mail(body="From: \nSent: \n" * 60_000),
        "sign-offs": mail(body="\n\n--\nThanks,\n" * 60_000),
        "disclaimers": mail(body=("Disclaimer: " + "a " * 50 + "\n") * 5_000),
        "ats": mail(body="a@" * 400_000),
        "links": mail(body="http://a.b/( " * 30_000),
        "flowed": mail(body="> a \n" * 150_000, content_type="text/plain; format=flowed"),
        "base64 that is none": mail(body="=" * 900_000, content_transfer_encoding="base64"),
        "quoted-printable": mail(body="=" * 900_000, content_transfer_encoding="quoted-printable"),
        "uuencoded": mail(body="begin 644 x\n" * 50_000, content_transfer_encoding="x-uuencode"),
        "punycode as charset": mail(body="a-" * 300_000, content_type="text/plain; charset=punycode"),
        "zlib as charset": mail(body="x", content_type="text/plain; charset=zlib"),
        "bytes without charset": b"From: a@b.example\r\n\r\n" + bytes(range(128, 256)) * 3_000,
        "25 MB attached": multipart(
            "x",
            "Content-Type: text/plain\r\n\r\nsee attached",
            "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(b"x" * 19_000_000).decode(),
        ),
        "nothing": b"",
        "NUL": b"\0" * 1_000,
        "From line": b"From a@b.example Sat Jan  1 00:00:00 2000\n" * 1_000,
    }


# Well-known strings on which Python's releases disagree (CVE-2023-27043), and others that name more or less
# than one mailbox.
MALFORMED_FROM = (
    "alice@victim.example)bob@evil.example",
    "alice@victim.example(bob@evil.example",
    "alice@victim.example<bob@evil.example>",
    "alice@victim.example<bob@evil.example",
    "alice@victim.example>bob@evil.example",
    "alice@victim.example@bob@evil.example",
    "alice@victim.example,bob@evil.example",
    "alice@victim.example;bob@evil.example",
    "alice@victim.example:bob@evil.example",
    "alice@victim.example.bob@evil.example",
    'alice@victim.example"bob@evil.example',
    "alice@victim.example[bob@evil.example",
    "alice@victim.example]bob@evil.example",
    "alice@victim.example bob@evil.example",
    "alice@victim.example <bob@evil.example>",
    "alice@victim.example(<)bob@evil.example",
    "Alice <alice@victim.example> <bob@evil.example>",
    "Alice <alice@victim.example>, Bob <bob@evil.example>",
    "<<alice@victim.example>>",
    '"alice@victim.example" <bob@evil.example',
    '"Alice <alice@victim.example>',
    "team: alice@victim.example;",
    "alice@victim.example\\",
    '"alice@victim"@evil.example',
    "alice@[127.0.0.1]",
    "alice@localhost",
    "alice@victim(.evil).example",
    "@evil.example:alice@victim.example",
    "alice@victim.example\0",
    "alice@victim\u200b.example",
    "alice@-victim.example",
    ".alice@victim.example",
    "alice..b@victim.example",
    "alice",
    "",
    "<>",
    "=?utf-8?q?alice=40victim.example?=",
    "=?utf-8?q?Alice_=3Calice=40victim.example=3E?=",
)

# Header sets of mails that machines send; the kind each is.
AUTOMATIC_HEADERS = (
    ("auto_reply", {"auto_submitted": "auto-replied"}),
    ("auto_reply", {"auto_submitted": "auto-generated"}),
    ("auto_reply", {"auto_submitted": 'auto-notified; owner-email="x@y.example"'}),
    ("auto_reply", {"auto_submitted": "Auto-Replied (vacation)"}),
    ("auto_reply", {"x_auto_response_suppress": "All"}),
    ("auto_reply", {"x_auto_response_suppress": "DR, RN, NRN, OOF, AutoReply"}),
    ("auto_reply", {"precedence": "auto_reply"}),
    ("auto_reply", {"x_autoreply": "yes"}),
    ("auto_reply", {"x_autorespond": "Parcel"}),
    ("auto_reply", {"x_cron_env": "<SHELL=/bin/sh>"}),
    ("auto_reply", {"return_path": "<>"}),
    ("auto_reply", {"from": "No Reply <no-reply@shop.example>"}),
    ("auto_reply", {"subject": "Automatic reply: Parcel"}),
    ("auto_reply", {"subject": "Automatische Antwort: Paket"}),
    ("auto_reply", {"subject": "Respuesta automática: Paquete"}),
    ("auto_reply", {"subject": "Réponse automatique : colis"}),
    ("auto_reply", {"subject": "Resposta automática: encomenda"}),
    ("auto_reply", {"subject": "Risposta automatica: pacco"}),
    ("vacation", {"auto_submitted": "auto-replied", "subject": "Out of Office: Parcel"}),
    ("vacation", {"subject": "Abwesenheitsnotiz: Paket"}),
    ("vacation", {"subject": "Fuera de la oficina"}),
    ("vacation", {"subject": "Absence du bureau"}),
    ("vacation", {"subject": "Fora do escritório"}),
    ("vacation", {"subject": "Fuori sede fino a lunedì"}),
    ("bounce", {"from": "MAILER-DAEMON@mx.example", "subject": "Undelivered Mail Returned to Sender"}),
    ("bounce", {"from": "postmaster@mx.example", "subject": "Unzustellbar: Parcel"}),
    ("bounce", {"return_path": "<>", "subject": "Mail delivery failed: returning message to sender"}),
    ("bounce", {"x_failed_recipients": "cleo@customer.example"}),
    ("mailing_list", {"list_id": "Sailors <sailors.lists.example>"}),
    ("mailing_list", {"list_unsubscribe": "<https://news.example/u>"}),
    ("mailing_list", {"precedence": "bulk"}),
    ("mailing_list", {"precedence": "list"}),
    ("own_address", {"from": "Harbor <help@harbor.example>"}),
    ("own_address", {"from": "help+7f3@Harbor.example"}),
    ("own_address", {"return_path": "<help@harbor.example>"}),
)

VERIFICATIONS = (
    ("Slack <no-reply@slack.com>", "Slack confirmation code: X7K-9QD", "Enter it in the open window."),
    ("Slack <feedback@slack.com>", "Welcome", "Please confirm your email address to join the workspace."),
    ("Apple <noreply@email.apple.com>", "Your Apple Account code is: 491 203", "Do not share it."),
    ("GitHub <noreply@github.com>", "[GitHub] Please verify your email address", "Almost done"),
    ("Zoom <no-reply@zoom.us>", "Code for signing in", "Your one-time passcode: 332901"),
    ("Atlassian <noreply@id.atlassian.com>", "Finish signing up", "Verify your email to continue."),
    (
        "Notion <notify@mail.notion.so>",
        "Your temporary Notion login code is sofa-king-3",
        "Copy the login code.",
    ),
    ("Google <no-reply@accounts.google.com>", "Google verification code", "G-482910 is your code."),
    ("Tiny <hello@tiny-startup.example>", "Confirm your account", "https://tiny.example/confirm?t=8fa"),
    ("Tiny <hello@tiny-startup.example>", "Your sign-in code", "Code: 7731"),
    ("Dienst <noreply@dienst.example>", "Ihr Bestätigungscode", "Ihr Code lautet 559012."),
    ("Dienst <service@dienst.example>", "Ihr Sicherheitscode: 559012", "Gültig für zehn Minuten."),
    ("Dienst <hallo@dienst.example>", "E-Mail-Adresse bestätigen", "https://dienst.example/verify/abc"),
    ("Servicio <hola@servicio.example>", "Tu código de verificación", "Código: 118822"),
    (
        "Servicio <hola@servicio.example>",
        "Confirma tu correo electrónico",
        "https://servicio.example/confirmar",
    ),
    ("Service <bonjour@service.example>", "Votre code de vérification", "Code : 904411"),
    (
        "Service <bonjour@service.example>",
        "Confirmez votre adresse e-mail",
        "https://service.example/confirmer",
    ),
    ("Serviço <ola@servico.example>", "Seu código de segurança", "Código: 201777"),
    ("Servizio <ciao@servizio.example>", "Il codice di verifica", "Codice: 665544"),
    ("App <team@app.example>", "Your magic link", "https://app.example/magic/3f9a0c"),
    ("Dienst <team@dienst.example>", "Uw verificatiecode", "Code: 880011"),
    ("Acme <team@acme.example>", "123456 is your Acme security code", ""),
)

NO_VERIFICATIONS = (
    ("Cleo <cleo@customer.example>", "I never got your verification code", "Order 88123456, please help."),
    ("Cleo <cleo@customer.example>", "Verification code", "Hi, I do not receive it. My phone is 555 123."),
    ("Cleo <cleo@customer.example>", "Parcel 4711", "Where is order 123456?"),
    ("Cleo <cleo@customer.example>", "Kein Bestätigungscode", "Ich warte seit 2024 darauf."),
    ("GitHub <notifications@github.com>", "[desk] Build failed", "Job 12345 failed."),
    ("Shop <no-reply@shop.example>", "Your order 123456", "It will arrive on Monday."),
)
