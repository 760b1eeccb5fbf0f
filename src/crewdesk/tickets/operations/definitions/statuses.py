"""Define statuses of the desk's own."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.events import record
from crewdesk.core.operations import operation

from ...events import TicketEvent
from ...models import CustomStatus, Status
from ..errors import CannotDefine
from .common import apply, require_right, require_text

ATTRIBUTES = {"agent_label", "end_user_label", "description", "is_default", "is_active"}


@operation(TicketEvent.STATUS_CHANGED)
def create_status(
    *, status_category: str, agent_label: str, by: User | None, via: str, at: datetime, **attributes: Any
) -> CustomStatus:
    """Make a status within a category; closed has none, since nobody chooses it. Raises NotPermitted or
    CannotDefine.
    """
    require_right(by)
    if status_category not in set(Status.values) - {Status.CLOSED}:
        raise CannotDefine(_("%(value)s is not valid.") % {"value": status_category}, field="status_category")
    status = CustomStatus(status_category=status_category)
    _save(status, {"agent_label": agent_label, **attributes}, by=by, via=via, at=at)
    return status


@operation(TicketEvent.STATUS_CHANGED)
def update_status(status: CustomStatus, *, by: User | None, via: str, at: datetime, **attributes: Any) -> CustomStatus:
    """Change a status; its category stays: tickets stand in it. Raises NotPermitted or CannotDefine."""
    require_right(by)
    _save(status, attributes, by=by, via=via, at=at)
    return status


def deactivate_status(status: CustomStatus, *, by: User | None, via: str, at: datetime) -> CustomStatus:
    """Take a status out of use; tickets that have it keep it."""
    return update_status(status, by=by, via=via, at=at, is_active=False, is_default=False)


def _save(status: CustomStatus, values: dict[str, Any], *, by: User | None, via: str, at: datetime) -> None:
    changes = apply(status, values, ATTRIBUTES)
    require_text(status.agent_label, "agent_label")
    if not changes:
        return
    status.save()
    if status.is_default:
        others = CustomStatus.objects.filter(status_category=status.status_category, is_default=True)
        others.exclude(pk=status.pk).update(is_default=False)
    record(TicketEvent.STATUS_CHANGED, status, by=by, via=via, at=at, changes=changes)
