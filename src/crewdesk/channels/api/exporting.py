"""The suspended queue as a file, mailed to whoever asked for it."""

import io

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, User
from crewdesk.accounts.rights import can
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane, defer, job
from crewdesk.core.spreadsheet import write_csv
from crewdesk.core.tenancy import desk_scope

from ..models import Suspension

MOST_ROWS = 10_000
HEADING = ("id", "created_at", "cause", "author_name", "author_email", "subject", "content")


def leave_export(user: User) -> None:
    """Leave the file to be made and mailed; once, however often it is asked for meanwhile."""
    defer(mail_export, desk_id=user.desk_id, user_id=user.pk, queueing_lock=f"suspended-export-{user.pk}")


@job(lane=Lane.BATCH, in_desk=False)
def mail_export(*, desk_id: int, user_id: int) -> None:
    """Send the newest suspended messages that the user may see as CSV."""
    with desk_scope(desk_id):
        user, desk = User.objects.get(pk=user_id), Desk.objects.get(pk=desk_id)
        # The right may be gone by now.
        message = _message(desk, user) if user.email and can(user, "suspended.read") else None
    if message:
        message.send()


def _message(desk: Desk, user: User) -> EmailMessage:
    held = io.BytesIO()
    rows = Suspension.objects.visible_to(user).waiting().defer("html_body").order_by("-id")[:MOST_ROWS]
    with translation.override(user.locale or desk.locale):
        write_csv(held, HEADING, (
            (row.pk, row.created_at.isoformat(), str(row.get_cause_display()), row.author_name, row.author_address, row.subject, row.excerpt)
            for row in rows
        ))  # fmt: skip
        subject = _("Suspended messages of %(desk)s") % {"desk": desk.name}
        text = _("Attached are the messages that wait in the suspended queue, as you asked.")
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email], headers={"Auto-Submitted": "auto-generated"})
    message.attach(f"suspended-{now():%Y-%m-%d}.csv", held.getvalue(), "text/csv")
    return message
