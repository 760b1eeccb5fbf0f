"""Mails and a desk that takes them in."""

from email.message import EmailMessage

import pytest

from crewdesk.channels.email.intake import accept
from crewdesk.channels.email.processing import process_incoming
from crewdesk.channels.models import IncomingMail, SupportAddress

AUTHSERV = "mx.harbor.example"


def letter(*, sender="Cleo Marsh <cleo@customer.example>", to="support@harbor.example", subject="Where is my payout?", body="It has been three days.",
           vouched=True, message_id=None, **headers) -> bytes:  # fmt: skip
    """The bytes of a mail as our own MTA hands it over: its verdict stands on top, above its Received line."""
    mail = EmailMessage()
    domain = sender.rpartition("@")[2].strip("> ")
    if vouched is not None:
        mail["Authentication-Results"] = f"{AUTHSERV}; dmarc={'pass' if vouched else 'fail'} header.from={domain}"
    mail["Received"] = "from mail.customer.example by mx.harbor.example"
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = message_id or f"<{abs(hash((sender, to, subject, body)))}@{domain}>"
    mail["Date"] = "Mon, 04 May 2026 10:00:00 +0000"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail.as_bytes()


class MailDesk:
    """A desk with a support address; `take_in` accepts a mail and runs its job, as the worker would."""

    def __init__(self, cast):
        self.cast = cast
        self.id = cast.desk.pk
        self.scope = cast.scope
        self.address = f"support@{cast.desk.slug}.example"
        with cast.scope():
            SupportAddress.objects.create(address=self.address, is_default=True, display_name="Harbor Support")

    def __getattr__(self, name):
        return getattr(self.cast, name)

    def take_in(self, raw: bytes, **options) -> IncomingMail:
        row = accept(raw, desk_id=self.id, door="smtp", **options)
        process_incoming(desk_id=self.id, mail_id=row.pk)
        with self.scope():
            return IncomingMail.objects.select_related("ticket", "comment").get(pk=row.pk)


@pytest.fixture
def desk(committed_harbor, settings) -> MailDesk:
    settings.MAIL_AUTHSERV_ID = AUTHSERV
    return MailDesk(committed_harbor)
