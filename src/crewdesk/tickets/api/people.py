"""Who else is to take part in a ticket, from the dialect's several ways to say so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Participation, Ticket
from .reading import users_of
from .schemas import NamedIn, ParticipantIn, TicketIn

Kind = Participation.Kind
# One call may not make people by the thousand.
MOST = 100


@dataclass
class People:
    """Whom to add and whom to take away; `only` means that no other CC stays."""

    add_followers: list[User] = field(default_factory=list)
    remove_followers: list[User] = field(default_factory=list)
    add_ccs: list[User] = field(default_factory=list)
    remove_ccs: list[User] = field(default_factory=list)
    only: bool = False

    def __bool__(self) -> bool:
        return bool(self.add_followers or self.remove_followers or self.add_ccs or self.remove_ccs or self.only)


def people_of(sent: TicketIn, by: User) -> People:
    """What the client says of followers and CCs. Addresses that nobody has become customers. Raises Refused."""
    people = People()
    people.add_followers, people.remove_followers = _named(sent.followers, "followers", by)
    people.add_ccs, people.remove_ccs = _named(sent.email_ccs, "email_ccs", by)
    if sent.collaborators is not None or sent.collaborator_ids is not None:
        people.only = True
        people.add_ccs += _collaborators([*(sent.collaborator_ids or ()), *(sent.collaborators or ())], by)
    people.add_ccs += _collaborators(sent.additional_collaborators or (), by)
    return people


def fit(people: People, ticket: Ticket) -> People:
    """`people` as they apply to `ticket`: collaborators replace the CCs that it has, and need not name who is there already."""
    if not people.only:
        return people
    rows = list(Participation.objects.filter(ticket=ticket).select_related("user"))
    wanted = {user.pk for user in people.add_ccs}
    present = {row.user_id for row in rows} | {ticket.requester_id}
    gone = [row.user for row in rows if row.kind == Kind.CC and row.user_id not in wanted]
    new = [user for user in people.add_ccs if user.pk not in present]
    return People(people.add_followers, people.remove_followers, new, [*people.remove_ccs, *gone])


def _named(sent: list[ParticipantIn] | None, member: str, by: User) -> tuple[list[User], list[User]]:
    sent = _few(sent or [], member)
    by_id = {user.pk: user for user in users_of((one.user_id for one in sent if one.user_id is not None), member)}
    chosen: dict[bool, list[User]] = {True: [], False: []}
    for one in sent:
        if one.user_id is None and one.user_email is None:
            raise Refused(f"{member}: user_id or user_email is missing", field=member, code="BlankValue")
        if one.action not in ("put", "delete"):
            raise Refused(f"{member}: {one.action} is not an action", field=member)
        if one.user_id is not None:
            chosen[one.action == "put"].append(by_id[one.user_id])
        elif one.action == "put":
            chosen[True].append(_with_address(one.user_email, one.user_name, by))
        else:
            chosen[False] += User.objects.with_address(one.user_email)
    return chosen[True], chosen[False]


def _collaborators(sent: Iterable[int | str | NamedIn], by: User) -> list[User]:
    sent = _few(list(sent), "collaborators")
    return [*users_of((one for one in sent if isinstance(one, int)), "collaborator_ids"), *_made(sent, by)]


def _made(sent: list[int | str | NamedIn], by: User) -> Iterator[User]:
    for one in sent:
        if not isinstance(one, int):
            address, name = (one, "") if isinstance(one, str) else (one.email, one.name)
            yield _with_address(address, name, by)


def _with_address(address: str, name: str, by: User) -> User:
    return find_or_create_requester(address=address, name=name, by=by, via=Via.API)


def _few(sent: list, member: str) -> list:
    if len(sent) > MOST:
        raise Refused(f"{member}: at most {MOST} can be given", field=member)
    return sent
