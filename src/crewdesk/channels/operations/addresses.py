"""Verbs on the addresses that customers write to."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import ChannelEvent
from ..models import SupportAddress
from ._changes import apply


class CannotUseAddress(Refused):
    """The address was not taken."""


@operation(ChannelEvent.ADDRESS_CHANGED)
def add_address(*, address: str, by: User | None, at: datetime, via: str = Via.WEB, **facts: Any) -> SupportAddress:
    """Give the desk an address; the first one becomes the default. Raises NotPermitted or CannotUseAddress.

    `facts`: display_name, group, brand.
    """
    require(by, "mail.update")
    address = address.strip().lower()
    if address.rpartition("@")[2] == settings.MAIL_DOMAIN.lower():
        raise CannotUseAddress(
            _("Addresses at %(domain)s belong to the installation.") % {"domain": settings.MAIL_DOMAIN}, field="address"
        )
    is_first = not SupportAddress.objects.exists()
    try:
        with transaction.atomic():
            row = SupportAddress.objects.create(address=address, is_default=is_first, **facts)
    except IntegrityError as problem:
        raise CannotUseAddress(_("This address is in use already."), field="address", code="DuplicateValue") from problem
    record(ChannelEvent.ADDRESS_CHANGED, row, by=by, via=via, at=at, changes={"address": [None, address]})
    return row


@operation(ChannelEvent.ADDRESS_CHANGED)
def update_address(row: SupportAddress, *, by: User | None, at: datetime, via: str = Via.WEB, **facts: Any) -> SupportAddress:
    """Change display_name, group, brand, is_default or is_active. Raises NotPermitted or CannotUseAddress."""
    require(by, "mail.update")
    if row.is_default and (facts.get("is_active") is False or facts.get("is_default") is False):
        raise CannotUseAddress(_("Make another address the default one first."), field="is_default")
    if facts.get("is_default"):
        SupportAddress.objects.exclude(pk=row.pk).filter(is_default=True).update(is_default=False)
    if changes := apply(row, facts):
        record(ChannelEvent.ADDRESS_CHANGED, row, by=by, via=via, at=at, changes=changes)
    return row


@operation(ChannelEvent.ADDRESS_CHANGED)
def remove_address(row: SupportAddress, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Give an address up: mail to it is no longer taken. Raises NotPermitted, or CannotUseAddress for the default one."""
    require(by, "mail.update")
    if row.is_default:
        raise CannotUseAddress(_("Make another address the default one first."), field="is_default")
    record(ChannelEvent.ADDRESS_CHANGED, row, by=by, via=via, at=at, changes={"address": [row.address, None]})
    row.delete()
