"""The files inside a mail, as far as they are told of."""

from typing import Any

from crewdesk.core.files.bytes_kept import HEAD_BYTES
from crewdesk.core.files.kinds import sniff
from crewdesk.core.files.names import shown_name

from .contents import MOST_ATTACHMENTS
from .reading.mail import Attachment, ParsedMail


def described(mail: ParsedMail) -> list[dict[str, Any]]:
    """Name, type, size and kind of each file, as they are noted when the mail is suspended."""
    return [
        {"name": shown_name(part.name), "content_type": kind_of(part), "size": part.size, "inline": part.inline}
        for part in mail.attachments[:MOST_ATTACHMENTS]
    ]


def kind_of(part: Attachment) -> str:
    """The content type of a file in a mail, by its own bytes."""
    return sniff(part.data[:HEAD_BYTES], part.content_type)
