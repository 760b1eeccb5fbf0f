"""Drafts. Private scratch of the writer, who alone reads it: nothing happens to the ticket, so no event tells
of it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.html import clean_html
from crewdesk.core.operations import NotPermitted

from ..models import Draft, Ticket
from .comments import MOST_CHARACTERS


def save_draft(ticket: Ticket, *, user: User, html_body: str, public: bool, upload_token: str = "") -> Draft:
    """Keep what `user` began to write on `ticket`, instead of what was kept before. Raises NotPermitted."""
    if not can(user, "ticket.note", ticket):
        raise NotPermitted(_("You may not write on this ticket."))
    html = clean_html(html_body).html.replace("\x00", "")[:MOST_CHARACTERS]
    draft = Draft(
        ticket=ticket,
        user=user,
        html_body=html,
        public=public,
        upload_token=upload_token[:64],
        updated_at=timezone.now(),
    )
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["desk_id", "ticket", "user"],
        update_fields=["html_body", "public", "upload_token", "updated_at"],
    )  # fmt: skip
    return draft


def discard_draft(ticket: Ticket, *, user: User) -> None:
    """Drop the draft of `user` on `ticket`, if there is one."""
    Draft.objects.filter(ticket=ticket, user=user).delete()
