"""What a desk has set up for its mail. Asked for with every message and seldom changed, so it is read again after some seconds only."""

import time
from dataclasses import dataclass
from itertools import chain

from django.conf import settings

from crewdesk.accounts.models import Brand, Desk
from crewdesk.core.tenancy import require_desk
from crewdesk.tickets.models import Ticket

from ..models import MailServer, SupportAddress

# How long other processes may go on with what was set up before.
SECONDS = 5.0
MOST_KEPT = 500
_kept: dict[int, tuple[float, "Configuration"]] = {}


@dataclass(frozen=True)
class Sender:
    """The From of a desk's mails about one ticket."""

    address: str
    name: str


@dataclass(frozen=True)
class Configuration:
    """The desk, its addresses (the default one first), its brands and the server by which its mail leaves, None for the installation's."""

    desk: Desk
    addresses: tuple[SupportAddress, ...]
    brands: tuple[Brand, ...]
    server: MailServer | None

    def sender_for(self, ticket: Ticket) -> Sender:
        """The address that the customer wrote to, else the brand's, else the default one, else the one that the desk was born with."""
        known = [each for each in self.addresses if each.is_active]
        by_brand = (each for each in known if each.brand_id is not None and each.brand_id == ticket.brand_id)
        found = next(chain((each for each in known if each.address == ticket.recipient), by_brand, known), None)
        return self._sender(found)

    @property
    def default_sender(self) -> Sender:
        """For mail about no ticket."""
        return self._sender(next((each for each in self.addresses if each.is_active), None))

    def _sender(self, found: SupportAddress | None) -> Sender:
        if found is None:
            return Sender(f"{self.desk.slug}@{settings.MAIL_DOMAIN}", self.desk.name)
        return Sender(found.address, found.display_name or self.desk.name)

    def brand_of(self, ticket: Ticket) -> Brand | None:
        """The ticket's brand, else the default one."""
        return next(
            (each for each in self.brands if each.pk == ticket.brand_id),
            next((each for each in self.brands if each.is_default), None),
        )


def configuration() -> Configuration:
    """The set-up of the desk in scope."""
    desk_id, present = require_desk(), time.monotonic()
    read_at, found = _kept.get(desk_id, (0.0, None))
    if found is None or present - read_at >= SECONDS:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _read(desk_id)
        _kept[desk_id] = (present, found)
    return found


def _read(desk_id: int) -> Configuration:
    return Configuration(
        desk=Desk.objects.get(pk=desk_id),
        addresses=tuple(SupportAddress.objects.select_related("group", "brand").order_by("-is_default", "id")),
        brands=tuple(Brand.objects.order_by("id")),
        server=MailServer.objects.order_by("id").first(),
    )
