"""Mail to the installation: letters like those of the sample."""

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import count
from random import Random

from crewdesk.core.clock import now
from crewdesk.demo.content.conversation import opening_letter
from crewdesk.demo.content.people import customer

from .installation import AUTHSERV, DESK


class Postman:
    """Delivers letters over one SMTP connection, each written beforehand so that writing is not measured."""

    def __init__(self, port: int, *, seed: int):
        self.smtp, self.dice, self.numbers = smtplib.SMTP("127.0.0.1", port, timeout=60), Random(seed), count()

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.smtp.close()

    def letters(self, senders: list[tuple[str, str]]) -> list[tuple[str, bytes]]:
        """(subject, message) from each of `senders` (name, address) in turn."""
        return [self._letter(name, address) for name, address in senders]

    def deliver(self, raw: bytes) -> None:
        """Hand a message over; returning means that it is safe with the desk."""
        self.smtp.sendmail("bounces@mail.example", [f"support@{DESK}.example"], raw)

    def _letter(self, name: str, address: str) -> tuple[str, bytes]:
        subject, turn = opening_letter(self.dice, at=now(), requester=customer(self.dice, language="en"))
        number = f"{next(self.numbers)}.{self.dice.getrandbits(64):x}"
        message = EmailMessage(policy=SMTP)
        message["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from={address.rpartition('@')[2]}"
        message["Received"] = f"from mail.example by {AUTHSERV} with ESMTPS; {format_datetime(now())}"
        message["From"], message["To"] = f'"{name}" <{address}>', f"support@{DESK}.example"
        message["Subject"] = f"{subject} ({number})"
        message["Date"], message["Message-ID"] = format_datetime(now()), f"<{number}@bench.example>"
        message.set_content(turn.text)
        message.add_alternative(turn.html, subtype="html")
        return str(message["Subject"]), message.as_bytes()
