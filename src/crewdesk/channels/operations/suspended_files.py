"""Copies of the files of a suspended message, as uploads of whoever asks. Nothing happens to the message."""

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via
from crewdesk.core.files.events import FileEvent
from crewdesk.core.files.store import store
from crewdesk.core.operations import operation
from crewdesk.tickets.models import Attachment
from crewdesk.tickets.operations.uploads import add_upload

from ..models import Suspension
from ..suspended_files import opened


@operation(FileEvent.FILE_STORED)
def copy_files(suspension: Suspension, *, by: User, via: str = Via.WEB) -> list[Attachment]:
    """Keep copies under one upload token that `by` alone may put on a comment, within its hour.

    Raises NotPermitted, UnreadableMail, or StorageFull.
    """
    require(by, "suspended.read")
    copies: list[Attachment] = []
    for file, content in opened(suspension):
        stored = store(content, name=file.name, content_type=file.content_type, by=by, via=via)
        token = copies[0].upload_token if copies else None
        copies.append(add_upload(stored, by=by, token=token, is_inline=file.inline))
    return copies
