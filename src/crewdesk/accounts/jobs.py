"""Jobs of this room: its e-mails, its bulk calls, and what the API keeps for a while only."""

from datetime import datetime

from crewdesk.core.api.bulk import forget_old_statuses
from crewdesk.core.api.calls import forget_old
from crewdesk.core.api.idempotency import forget_old_keys
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane, defer, job, periodic
from crewdesk.core.tenancy import desk_scope, require_desk

from .api import group_memberships, organizations, users_bulk  # noqa: F401 - registers what bulk calls do
from .mails import invitation_mail, magic_link_mail, open_mail
from .models import Desk, Invitation
from .operations.magic_links import LIFE, make_magic_link
from .secrets import seal_text, unseal_text

SECRET_PLACE = "invitation mail"


def sealed_secret(secret: str) -> str:
    """A secret as it may lie in the job table, which is part of every dump of the database."""
    return seal_text(secret, place=SECRET_PLACE)


@job(lane=Lane.OUTBOUND, in_desk=False)
def mail_invitation(*, desk_id: int, invitation_id: int, sealed: str) -> None:
    """Send an invitation, unless it was revoked or accepted meanwhile."""
    with desk_scope(desk_id):
        invitation = (
            Invitation.objects.select_related("invited_by").filter(pk=invitation_id, revoked_at=None, accepted_at=None).first()
        )
        mail = invitation and invitation_mail(Desk.objects.get(pk=desk_id), invitation, unseal_text(sealed, place=SECRET_PLACE))
    if mail:
        mail.send()


@job(lane=Lane.OUTBOUND, in_desk=False)
def mail_magic_link(*, desk_id: int, address: str, asked_at: str) -> None:
    """Make and send a magic link, if the address is a customer's. A second run sends a second link, and both work."""
    at = now()
    if at - datetime.fromisoformat(asked_at) > LIFE:
        return
    with desk_scope(desk_id):
        made = make_magic_link(address=address, at=at)
        mail = made and magic_link_mail(Desk.objects.get(pk=desk_id), *made)
    if mail:
        mail.send()


@job(lane=Lane.OUTBOUND, in_desk=False)
def mail_account(*, desk_id: int, sealed: str) -> None:
    """Send an e-mail about a person's account. It belongs to no desk: `desk_id` is 0."""
    open_mail(sealed).send()


@job(lane=Lane.BATCH)
def forget_old_api_calls() -> None:
    """Remove what the API keeps for a while only, batch by batch."""
    forget_old_keys()
    forget_old_statuses(at=now())
    if forget_old(at=now()):
        defer(forget_old_api_calls, desk_id=require_desk())


@periodic(cron="43 * * * *", lane=Lane.BATCH)
def tidy_api() -> None:
    """Leave that to be done, desk by desk."""
    for desk_id in Desk.objects.values_list("pk", flat=True):
        defer(forget_old_api_calls, desk_id=desk_id, queueing_lock=f"forget-api-{desk_id}")
