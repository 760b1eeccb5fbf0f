"""The routers of this room, with the prefix of each."""

from . import counting  # noqa: F401 - registers numbers of tickets beside users and organizations
from .attachments import router as attachments
from .audits import all_audits
from .audits import router as audits
from .comments import router as comments
from .deleted import router as deleted
from .fields import router as ticket_fields
from .forms import router as ticket_forms
from .imports import router as imports
from .incremental import router as incremental
from .lists import router as lists
from .many import router as many
from .metrics import router as metrics
from .participants import router as participants
from .requests import by_owner as requests_by_owner
from .requests import router as requests
from .rules import NAMES as RULES
from .rules import router_of
from .search import router as search
from .statuses import router as custom_statuses
from .tags import router as tags
from .tags_index import router as all_tags
from .tickets import router as tickets
from .uploads import router as uploads
from .views import router as views

ROUTERS = (
    ("/tickets", tickets), ("/tickets", many), ("", lists), ("/tickets", comments), ("/tickets", audits), ("/ticket_audits", all_audits),
    ("/tickets", participants), ("/tickets", tags), ("", all_tags), ("", metrics), ("/deleted_tickets", deleted), ("/imports", imports),
    ("/incremental", incremental), ("/search", search), ("/requests", requests), ("", requests_by_owner), ("/uploads", uploads),
    ("/attachments", attachments), ("/ticket_fields", ticket_fields), ("/ticket_forms", ticket_forms),
    ("/custom_statuses", custom_statuses), ("/views", views), *((f"/{rule}", router_of(rule)) for rule in RULES),
)  # fmt: skip
