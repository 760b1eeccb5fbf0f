"""Taking tickets out of the desk."""

from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation
from crewdesk.core.spreadsheet import WRITERS

from ..events import TicketEvent
from ..queries.export import HEADING, export_rows
from ..queries.rows import DEFAULT_SORT
from ..queries.views import TicketView

KEPT_IN_MEMORY = 1024 * 1024


@operation(TicketEvent.EXPORTED)
def export_view(
    view: TicketView, *, kind: str, by: User, at: datetime, sort: str = DEFAULT_SORT, via: str = Via.WEB
) -> IO[bytes]:
    """The tickets of `view` that `by` may see as a file, at its beginning; `kind` is csv or xlsx. Who took
    what is on record.
    """
    require(by, "ticket.export")
    file = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115  (the response closes it)
    count = WRITERS[kind](file, [str(label) for label in HEADING], export_rows(view, by, sort=sort))
    file.seek(0)
    record(
        TicketEvent.EXPORTED,
        by,
        by=by,
        via=via,
        at=at,
        changes={"view": view.key, "format": kind, "rows": count},
    )
    return file
