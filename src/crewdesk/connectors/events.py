"""What comes in and goes out in bulk."""

from enum import StrEnum

from crewdesk.core.events import event_kinds


@event_kinds
class ConnectorEvent(StrEnum):
    """Kinds of event of this room."""

    IMPORT_STARTED = "import.started"
    IMPORT_CHANGED = "import.changed"
    IMPORT_FINISHED = "import.finished"
    IMPORT_FAILED = "import.failed"
    DESK_EXPORT_STARTED = "desk_export.started"
    DESK_EXPORT_FINISHED = "desk_export.finished"
    DESK_EXPORT_FETCHED = "desk_export.fetched"
    DESK_EXPORT_DISCARDED = "desk_export.discarded"
    DESK_EXPORTED = "desk.exported"
    DESK_IMPORTED = "desk.imported"
