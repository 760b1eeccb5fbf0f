"""The routers of tickets and of what hangs on a ticket, with the prefix of each."""

from .audits import all_audits
from .audits import router as audits
from .comments import router as comments
from .deleted import router as deleted
from .imports import router as imports
from .lists import router as lists
from .many import router as many
from .metrics import router as metrics
from .participants import router as participants
from .tags import router as tags
from .tickets import router as tickets

ROUTERS = (
    ("/tickets", tickets), ("/tickets", many), ("", lists), ("/tickets", comments), ("/tickets", audits), ("/ticket_audits", all_audits),
    ("/tickets", participants), ("/tickets", tags), ("", metrics), ("/deleted_tickets", deleted), ("/imports", imports),
)  # fmt: skip
