"""Handing mail to an SMTP server."""

import base64
import ssl
import subprocess
from email import message_from_bytes
from email.message import EmailMessage

import dkim
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.mail import EmailMultiAlternatives

from crewdesk.core.mail import transport
from crewdesk.core.mail.backend import InstallationMail
from crewdesk.core.mail.dkim import CannotSign, Signer
from crewdesk.core.mail.transport import ServerOptions, TransportError, hang_up, send

RAW = b"From: desk@harbor.example\r\nTo: cleo@customer.example\r\nSubject: Hi\r\n\r\n.one line\r\n"


class Script:
    """Takes mail in, and answers what the test wants. `sessions` counts connections."""

    def __init__(self):
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.sessions: set[int] = set()
        self.answers: dict[str, str] = {}

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.sessions.add(id(session))
        self.session = session
        if answer := self.answers.get("MAIL"):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := self.answers.get("DATA"):
            return answer
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken over"


class Loopback(Controller):
    """A server on a port of its own choosing."""

    def __init__(self, handler, **options):
        super().__init__(handler, hostname="127.0.0.1", port=0, **options)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def serve():
    """`serve(**options of aiosmtpd)` returns (script, port)."""
    running = []

    def start(**options):
        script = Script()
        controller = Loopback(script, **options)
        controller.start()
        running.append(controller)
        return script, controller.port

    yield start
    hang_up()
    for controller in running:
        controller.stop()


@pytest.fixture
def plain(serve):
    script, port = serve()
    return script, ServerOptions("127.0.0.1", port, "none")


def _send(server, to=("cleo@customer.example",), **changes) -> None:
    send(RAW, **({"server": server, "envelope_from": "bounce@harbor.example", "to": list(to)} | changes))


def test_message_arrives_byte_for_byte(plain):
    script, server = plain
    _send(server)
    assert script.mails == [("bounce@harbor.example", ["cleo@customer.example"], RAW)]


def test_null_path_for_automatic_mail(plain):
    script, server = plain
    _send(server, envelope_from="")
    assert script.mails[0][0] in ("", "<>")


def test_burst_goes_over_one_connection(plain):
    script, server = plain
    for _time in range(5):
        _send(server)
    assert len(script.mails) == 5
    assert len(script.sessions) == 1


def test_connection_that_went_away_is_made_anew(plain, serve):
    script, server = plain
    _send(server)
    transport._kept.session.smtp.sock.close()
    _send(server)
    assert len(script.mails) == 2


@pytest.mark.parametrize(
    ("where", "answer", "permanent"),
    [
        ("MAIL", "550 no such sender", True),
        ("MAIL", "451 later", False),
        ("cleo@customer.example", "550 5.1.1 unknown", True),
        ("cleo@customer.example", "450 4.2.0 greylisted", False),
        ("DATA", "554 spam", True),
        ("DATA", "452 full", False),
    ],
)
def test_refusal_says_whether_it_is_for_good(plain, where, answer, permanent):
    script, server = plain
    script.answers[where] = answer
    with pytest.raises(TransportError) as refusal:
        _send(server)
    assert refusal.value.permanent is permanent
    assert answer.split()[-1] in str(refusal.value)
    script.answers.clear()
    _send(server)
    assert len(script.mails) == 1


def test_one_refused_recipient_refuses_the_message_for_all(plain):
    script, server = plain
    script.answers["gone@customer.example"] = "550 unknown"
    with pytest.raises(TransportError):
        _send(server, to=["cleo@customer.example", "gone@customer.example"])
    assert script.mails == []


def test_line_break_in_an_address_sends_nothing(plain):
    script, server = plain
    with pytest.raises(TransportError) as refusal:
        _send(server, to=["cleo@customer.example>\r\nRCPT TO:<eve@evil.example"])
    assert refusal.value.permanent
    assert script.mails == []


def test_server_that_is_not_there_is_asked_again_later(plain):
    with pytest.raises(TransportError) as refusal:
        _send(ServerOptions("127.0.0.1", 1, "none"))
    assert not refusal.value.permanent


def test_without_a_server_mail_waits():
    with pytest.raises(TransportError, match="EMAIL_HOST") as refusal:
        _send(ServerOptions("", 25, "none"))
    assert not refusal.value.permanent


def test_letters_beyond_ascii_need_a_server_that_takes_them(serve):
    script, port = serve(enable_SMTPUTF8=True)
    _send(ServerOptions("127.0.0.1", port, "none"), to=["jürgen@customer.example"])
    assert script.mails[0][1] == ["jürgen@customer.example"]
    _script, port = serve(enable_SMTPUTF8=False)
    with pytest.raises(TransportError) as refusal:
        _send(ServerOptions("127.0.0.1", port, "none"), to=["jürgen@customer.example"])
    assert refusal.value.permanent


def test_server_without_encryption_gets_no_mail_that_asks_for_it(plain):
    script, server = plain
    with pytest.raises(TransportError):
        _send(ServerOptions(server.host, server.port, "starttls", "desk", "secret"))
    assert script.mails == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    subprocess.run([*command, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)
    return folder


def _tls(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def _authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"desk", b"secret"), handled=False)


def test_starttls_then_sign_in(serve, certificate, monkeypatch):
    script, port = serve(tls_context=_tls(certificate), require_starttls=True, auth_required=True, authenticator=_authenticate)
    with pytest.raises(TransportError, match="certificate"):
        _send(ServerOptions("127.0.0.1", port, "starttls", "desk", "secret"))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    _send(ServerOptions("127.0.0.1", port, "starttls", "desk", "secret"))
    assert len(script.mails) == 1
    with pytest.raises(TransportError, match="refuses our sign-in") as refusal:
        _send(ServerOptions("127.0.0.1", port, "starttls", "desk", "wrong"))
    assert not refusal.value.permanent
    assert "wrong" not in str(refusal.value)


def test_tls_from_the_first_byte(serve, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    script, port = serve(ssl_context=_tls(certificate))
    _send(ServerOptions("127.0.0.1", port, "tls"))
    assert len(script.mails) == 1


def test_password_is_not_shown():
    assert "secret" not in repr(ServerOptions("mail.example", password="secret"))


def test_unknown_security_is_refused():
    with pytest.raises(ValueError, match="starttls, tls, none"):
        ServerOptions("mail.example", 25, "ssl")


def test_account_mail_goes_by_the_installation_s_server(plain, settings):
    script, server = plain
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY = server.host, server.port, "none"
    mail = EmailMultiAlternatives("Grüße", "plain", "Crewdesk <crewdesk@harbor.example>", ["Ada <ada@harbor.example>"])
    mail.attach_alternative("<p>html</p>", "text/html")
    assert InstallationMail().send_messages([mail]) == 1
    (sender, to, raw) = script.mails[0]
    assert (sender, to) == ("crewdesk@harbor.example", ["ada@harbor.example"])
    assert message_from_bytes(raw).is_multipart()
    script.answers["MAIL"] = "451 later"
    assert InstallationMail(fail_silently=True).send_messages([mail]) == 0


def _dkim_pair(tmp_path) -> tuple[bytes, bytes]:
    private = subprocess.run(["openssl", "genrsa", "-traditional", "2048"], check=True, capture_output=True).stdout
    public = subprocess.run(
        ["openssl", "rsa", "-pubout", "-outform", "DER"], input=private, check=True, capture_output=True
    ).stdout
    return private, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_signature_holds_and_covers_the_reply_headers(tmp_path):
    private, record = _dkim_pair(tmp_path)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["In-Reply-To"] = "desk@harbor.example", "c@customer.example", "Re", "<1@x>"
    mail.set_content("Hello")
    signed = Signer("harbor.example", "crew", private).sign(mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")))
    look = {b"crew._domainkey.harbor.example.": record}
    assert dkim.verify(signed, dnsfunc=lambda name, timeout=5: look.get(name))
    assert not dkim.verify(signed.replace(b"<1@x>", b"<2@x>"), dnsfunc=lambda name, timeout=5: look.get(name))
    assert not dkim.verify(signed.replace(b"Hello", b"Hullo"), dnsfunc=lambda name, timeout=5: look.get(name))


def test_bad_key_signs_nothing():
    with pytest.raises(CannotSign, match=r"harbor\.example"):
        Signer("harbor.example", "crew", b"no key").sign(RAW)
