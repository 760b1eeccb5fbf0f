"""What happens to files."""

from enum import StrEnum

from ..events import event_kinds


@event_kinds
class FileEvent(StrEnum):
    """Kinds of event of stored files."""

    FILE_STORED = "file.stored"
    FILE_DISCARDED = "file.discarded"
