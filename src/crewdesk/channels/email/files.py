"""The files that go out with a reply."""

import re
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from crewdesk.tickets.models import Attachment, Comment

# More than this is refused by many servers once it is encoded; what is over it is named in the mail's text.
MOST_ATTACHED_BYTES = 18 * 1024 * 1024
_CONTENT_ID = re.compile(r' data-cid="([^"]*)"')


@dataclass(frozen=True)
class Enclosures:
    """`inline` are shown in the text, `attached` beside it, `left_out` are names of files that are too large."""

    inline: list[Attachment]
    attached: list[Attachment]
    left_out: list[str]


def enclosures_of(comment: Comment) -> Enclosures:
    """The files of `comment`, smallest first as long as there is room."""
    # Prefetched, so that queueing a mail and building it ask once.
    prefetch_related_objects([comment], Prefetch("attachments", Attachment.objects.select_related("file")))
    found = [each for each in comment.attachments.all() if each.redacted_at is None and each.file.deleted_at is None]
    shown = set(_CONTENT_ID.findall(comment.html_body))
    inline, attached, left_out, room = [], [], [], MOST_ATTACHED_BYTES
    for attachment in sorted(found, key=lambda each: (each.file.size, each.pk)):
        room -= attachment.file.size
        if room < 0:
            left_out.append(attachment.file.name)
        else:
            (inline if attachment.content_id and attachment.content_id in shown else attached).append(attachment)
    return Enclosures(inline, sorted(attached, key=lambda each: each.pk), left_out)
