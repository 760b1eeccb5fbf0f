"""What was sent by the form becomes a ticket."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.events import Via
from crewdesk.core.operations import operation
from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Ticket, TicketField, TicketForm
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.errors import CannotUpdate

from ..email.filing import unknown_sender
from ..models import HeldFile, HeldRequest
from .files import attach


@dataclass(frozen=True)
class Sent:
    """A filled-in form. `address` is what the visitor says; `requester` is somebody who is signed in."""

    subject: str
    body: str
    address: str = ""
    name: str = ""
    priority: str = ""
    form: TicketForm | None = None
    custom_fields: dict[str, Any] = field(default_factory=dict)
    locale: str = ""
    requester: User | None = None


@operation(TicketEvent.CREATED)
def file_request(sent: Sent, files: list[HeldFile], *, at: datetime) -> Ticket:
    """Make the ticket of whoever is signed in or has the address, who is made as an unverified customer when new.

    Nothing of what is known about the address comes back. Raises CannotUpdate for a field that does not fit, naming it.
    """
    requester = sent.requester or find_or_create_requester(
        address=sent.address, name=sent.name, by=None, via=Via.WEB, locale=sent.locale
    )
    said = Said(body=sent.body, attachments=attach(files, by=requester), is_trusted=sent.requester is not None)
    # In the requester's own name, so that no field passes which is not for customers, and none is left out that they owe.
    return create_ticket(requester=requester, by=requester, said=said, at=at, **_facts(sent), **_category(sent))


@operation(TicketEvent.CREATED)
def file_held(held: HeldRequest, *, at: datetime) -> Ticket:
    """Make the ticket of a request that was let through."""
    sent = Sent(
        held.subject, held.body, held.address, held.name, held.priority, held.form, held.custom_fields, locale=held.locale
    )
    requester, is_known = _sender_of(held)
    said = Said(body=sent.body, attachments=attach(list(held.files.select_related("file")), by=requester), is_trusted=is_known)
    try:
        return create_ticket(requester=requester, by=None, said=said, at=at, **_facts(sent), **_category(sent))
    except CannotUpdate:
        # The desk has changed the field meanwhile: what was filled in is kept as words.
        said = Said(body=f"{sent.body}\n\n{_as_words(sent)}", attachments=said.attachments, is_trusted=is_known)
        return create_ticket(requester=requester, by=None, said=said, at=at, **_facts(sent))


def _sender_of(held: HeldRequest) -> tuple[User, bool]:
    """Who sent it, and whether that was proved. What names a member's address without a proof belongs to nobody."""
    user = held.requester
    # Neither deleted nor made a member meanwhile.
    if user is not None and user.is_active and not user.is_staff_member:
        return user, True
    user = find_or_create_requester(address=held.address, name=held.name, by=None, via=Via.WEB, locale=held.locale)
    return (unknown_sender() if user.is_staff_member else user), False


def _facts(sent: Sent) -> dict[str, Any]:
    source = {"from": {"address": sent.address, "name": sent.name} if sent.address else {}, "to": {}, "rel": "web_form"}
    return {"via": Via.WEB, "via_source": source, "subject": sent.subject, "priority": sent.priority, "locale": sent.locale}


def _category(sent: Sent) -> dict[str, Any]:
    return {"form": sent.form, "custom_fields": sent.custom_fields}


def _as_words(sent: Sent) -> str:
    titles = dict(TicketField.objects.filter(pk__in=sent.custom_fields).values_list("pk", "title"))
    return "\n".join(f"{titles.get(int(pk), pk)}: {value}" for pk, value in sent.custom_fields.items())
