"""The desk that stories play in: its people and things by the names that the content uses."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from crewdesk.accounts.models import Brand, Desk, Group, Membership, User
from crewdesk.channels.models import SupportAddress
from crewdesk.core.bulk import Ids
from crewdesk.tickets.models import TicketField, TicketForm

from ..content.model import FileHint
from .files import FileRoom


@dataclass
class World:
    """What is the same for all stories of a desk; read once, inside its scope."""

    desk: Desk
    until: datetime
    staff: dict[str, User]
    groups: dict[str, Group]
    members: set[tuple[int, int]]
    fields: dict[str, TicketField]
    form: TicketForm | None
    brand: Brand
    address: str
    ids: Ids
    files: FileRoom

    @classmethod
    def of(cls, desk: Desk, *, until: datetime) -> "World":
        """Read the desk in scope. Staff are known by the part of their address before the @."""
        ids = Ids()
        return cls(
            desk=desk, until=until,
            staff={user.email.partition("@")[0]: user for user in User.objects.staff().select_related("default_group")},
            groups={group.name: group for group in Group.objects.all()},
            members=set(Membership.objects.values_list("user_id", "group_id")),
            fields={field.key: field for field in TicketField.objects.prefetch_related("options")},
            form=TicketForm.objects.filter(is_default=True).first(),
            brand=Brand.objects.get(is_default=True),
            address=SupportAddress.objects.get(is_default=True).address,
            ids=ids, files=FileRoom(ids),
        )  # fmt: skip

    @cached_property
    def fields_by_id(self) -> dict[str, TicketField]:
        """The fields as `Ticket.custom_fields` names them."""
        return {str(one.pk): one for one in self.fields.values()}

    def member(self, address: str) -> User:
        """The member whom the content calls by `address`, at whatever domain this desk has them."""
        return self.staff[address.partition("@")[0]]

    def is_in(self, user: User, group: Group) -> bool:
        """Whether `user` is a member of `group`."""
        return (user.pk, group.pk) in self.members

    def files_of(self, hints: tuple[FileHint, ...]) -> list:
        """The stored files that a message brings along."""
        return [self.files.stored(hint) for hint in hints]
