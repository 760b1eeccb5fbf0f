"""A message that was read, with all that was found out about it."""

from dataclasses import dataclass

from django.conf import settings

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.events import Via

from ..models import IncomingMail, SupportAddress
from .configuration import configuration
from .reading.authenticity import Verdict
from .reading.classify import Classified, Kind, classify
from .reading.mail import Mailbox, ParsedMail
from .threads import Thread, thread_of, token_in


@dataclass(frozen=True)
class Envelope:
    """What can be said of a message before anybody is looked up by its sender."""

    row: IncomingMail
    mail: ParsedMail
    verdict: Verdict
    kind: Classified
    # The desk's own addresses among all that it has, and the one of them that this message came to.
    own: frozenset[str]
    address: SupportAddress | None

    @property
    def is_vouched_for(self) -> bool:
        """Whether the From domain itself stands behind the message."""
        return self.verdict.aligned

    @property
    def visible_addresses(self) -> tuple[Mailbox, ...]:
        """To and Cc."""
        return (*self.mail.to, *self.mail.cc)


@dataclass(frozen=True)
class Letter(Envelope):
    """A message whose sender and thread are known, as far as they can be."""

    sender: User | None
    thread: Thread | None

    @property
    def is_plausible(self) -> bool:
        """Not vouched for, but nothing speaks against it, and it came to the secret address of this very sender."""
        by_own_address = self.thread is not None and self.sender is not None and self.thread.user_id == self.sender.pk
        return by_own_address and self.verdict.dmarc != "fail"

    @property
    def is_recovered(self) -> bool:
        """Whether a person took it out of the suspended queue."""
        return self.row.recovered_by_id is not None

    @property
    def is_unproved_member(self) -> bool:
        """Whether it only claims to come from somebody who works here."""
        return self.sender is not None and self.sender.is_staff_member and not self.is_vouched_for


def envelope_of(row: IncomingMail, mail: ParsedMail, verdict: Verdict) -> Envelope:
    """Look at a message without looking anybody up."""
    supported = {each.address: each for each in configuration().addresses}
    named = [*row.envelope_to, *(box.address for box in (*mail.to, *mail.cc, *mail.delivered_to))]
    # Every address at the mail domain is ours: those of threads, and the one that each desk is born with.
    own = frozenset(supported) | {
        one.lower() for one in (*named, mail.sender or "") if one.lower().endswith(f"@{settings.MAIL_DOMAIN.lower()}")
    }
    address = next((supported[one.lower()] for one in named if one.lower() in supported), None)
    return Envelope(row, mail, verdict, _kind_of(mail, own), own, address)


def letter_of(envelope: Envelope) -> Letter:
    """Look up, or make, the user behind From, and find the thread."""
    mail = envelope.mail
    sender = None
    if mail.sender and mail.sender.lower() not in envelope.own:
        sender = find_or_create_requester(
            address=mail.sender, name=mail.sender_name, by=None, via=Via.EMAIL, locale=_locale_of(mail)
        )
    thread = thread_of(mail, envelope.row.envelope_to)
    return Letter(**vars(envelope), sender=sender, thread=thread)


def is_ours(address: str, own: frozenset[str]) -> bool:
    """Whether an address is one of the desk's or the reply address of a thread."""
    return address.lower() in own or token_in(address) is not None


def _kind_of(mail: ParsedMail, own: frozenset[str]) -> Classified:
    """A support address that is a group (Google Groups) stands in Sender and Return-Path of what it passes on: no loop, a list."""
    found = classify(mail, own_addresses=own)
    is_passed_on = found.kind is Kind.OWN_ADDRESS and mail.list_headers and (mail.sender or "").lower() not in own
    return classify(mail, own_addresses=frozenset()) if is_passed_on else found


def _locale_of(mail: ParsedMail) -> str:
    spoken = mail.content_language.partition(",")[0].strip().lower().partition("-")[0]
    return spoken if spoken in dict(settings.LANGUAGES) else ""
