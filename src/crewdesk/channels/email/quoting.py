"""What of earlier messages goes out again below an answer."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from crewdesk.accounts.models import User
from crewdesk.tickets.models import Comment

MOST_QUOTED_CHARACTERS = 20_000
# Our cleaner's spelling of pictures (core/html.py).
_OWN_PICTURE = re.compile(r' data-cid="')
_REMOTE_PICTURE = re.compile(r' data-remote-src="')
_PICTURE = re.compile(r"<img[^>]*>")


@dataclass(frozen=True)
class Quotation:
    """An earlier message of the recipient's own."""

    name: str
    at: datetime
    lines: list[str]
    html: SafeString


def quotation_for(user: User, comment: Comment) -> Quotation | None:
    """The last thing that `user` said before `comment`, where it is proved to be theirs: nobody is sent a stranger's words as their own."""
    said = Comment.objects.filter(ticket=comment.ticket, author=user, public=True, pk__lt=comment.pk).order_by("-id").first()
    if said is None or not said.is_trusted or len(said.html_body) > MOST_QUOTED_CHARACTERS:
        return None
    return Quotation(user.name, said.created_at, said.body.splitlines(), mark_safe(_PICTURE.sub("", said.html_body)))


def mailable(html: str) -> str:
    """A comment's cleaned HTML as it goes out: its own pictures by Content-ID (RFC 2392), those from elsewhere by address."""
    return _REMOTE_PICTURE.sub(' src="', _OWN_PICTURE.sub(' src="cid:', html))
