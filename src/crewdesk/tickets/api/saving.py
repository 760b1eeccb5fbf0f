"""What a client sent, saved: shared by single calls and bulk ones."""

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.events import Via

from ..models import Ticket
from ..operations.comments import Said
from ..operations.create import create_ticket
from ..operations.errors import StaleTicket
from ..operations.locking import locked
from ..operations.participants import change_participants
from ..operations.reply import reply
from ..operations.update import update_ticket
from .people import fit, people_of
from .reading import author_of, changes_of, metadata_of, row_of, said_of, ticket_numbered
from .schemas import NewTicketIn, TagsIn, TicketIn

# A client may say by which door a ticket came; whatever is not one of these words came by the API.
CHANNELS = {
    "api", "web", "email", "chat", "voice", "sms", "phone", "twitter", "facebook", "whatsapp", "messaging", "native_messaging",
    "web_service", "mobile", "mobile_sdk", "any_channel", "side_conversation", "line", "telegram", "instagram_dm", "sample_ticket",
}  # fmt: skip


def create_one(sent: NewTicketIn, by: User, *, number: int | None = None) -> Ticket:
    """Make the ticket. Raises whatever the verb refuses with."""
    require(by, "ticket.create_for")
    changes, people = changes_of(sent, by), people_of(sent, by)
    requester, submitter = changes.pop("requester", None) or by, row_of(User, sent.submitter_id, "submitter_id")
    return create_ticket(
        requester=requester, by=by, via=Via.API, at=now(), said=said_of(sent, by) or Said(metadata=metadata_of(sent)),
        author=author_of(sent) or submitter, submitter=submitter, channel=channel_of(sent),
        ccs=people.add_ccs, followers=people.add_followers, number=number,
        followup_of=ticket_numbered(sent.via_followup_source_id, "via_followup_source_id", by), **changes,
    )  # fmt: skip


def update_one(ticket: Ticket, sent: TicketIn, by: User) -> None:
    """Change fields, add a comment, or both in one save. Raises whatever the verbs refuse with, StaleTicket among it."""
    refuse_stale(ticket, sent)
    require(by, "ticket.update" if sent.comment is None else "ticket.note")
    changes, said = changes_of(sent, by), said_of(sent, by)
    # First, so that whoever is copied in now receives what is said now.
    if people := fit(people_of(sent, by), ticket):
        change_participants(
            ticket, add_followers=people.add_followers, remove_followers=people.remove_followers, add_ccs=people.add_ccs,
            remove_ccs=people.remove_ccs, by=by, via=Via.API, at=now(),
        )  # fmt: skip
    if said is not None:
        reply(ticket, by=by, said=said, via=Via.API, at=now(), changes=changes, author=author_of(sent))
    elif changes:
        update_ticket(ticket, by=by, via=Via.API, at=now(), changes=changes, metadata=metadata_of(sent))


def channel_of(sent: TicketIn) -> str:
    """The door that the client names, or ''."""
    channel = str(sent.via.channel) if sent.via is not None else ""
    return channel if channel in CHANNELS else ""


def refuse_stale(ticket: Ticket, sent: TicketIn | TagsIn) -> None:
    """`safe_update` with the `updated_stamp` that the client saw; stamps are whole seconds. Raises StaleTicket."""
    if not sent.safe_update or sent.updated_stamp is None:
        return
    locked(ticket)
    if stamp(ticket.updated_at) != stamp(sent.updated_stamp):
        raise StaleTicket("The ticket was changed in between.", since=[])
