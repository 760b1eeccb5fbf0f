"""The workspace's standing views in the dialect's words: each an id that never changes, conditions, columns."""

from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.stamps import stamp, url_of

from ..queries.views import VIEWS, TicketView

# Part of the address of a view: a new view takes the next number, and none is given twice.
VIEW_IDS = {
    "mine": 9_000_000_001_001, "unassigned": 9_000_000_001_002, "unsolved": 9_000_000_001_003, "new": 9_000_000_001_004,
    "pending": 9_000_000_001_005, "hold": 9_000_000_001_006, "recent": 9_000_000_001_007, "solved": 9_000_000_001_008,
    "spam": 9_000_000_001_009, "deleted": 9_000_000_001_010,
}  # fmt: skip
COLUMNS = [
    {"id": "status", "title": "Status"}, {"id": "subject", "title": "Subject"}, {"id": "requester", "title": "Requester"},
    {"id": "assignee", "title": "Assignee"}, {"id": "group", "title": "Group"}, {"id": "priority", "title": "Priority"},
    {"id": "created", "title": "Requested"}, {"id": "updated", "title": "Updated"},
]  # fmt: skip
_UNSOLVED = {"field": "status", "operator": "less_than", "value": "solved"}
CONDITIONS: dict[str, list[dict[str, str]]] = {
    "mine": [_UNSOLVED, {"field": "assignee_id", "operator": "is", "value": "current_user"}],
    "unassigned": [
        _UNSOLVED,
        {"field": "assignee_id", "operator": "is", "value": ""},
        {"field": "group_id", "operator": "is", "value": "current_groups"},
    ],
    "unsolved": [_UNSOLVED],
    "recent": [],
    # The dialect knows its own two lists for these, and no condition.
    "spam": [],
    "deleted": [],
}


def view_json(request: HttpRequest, view: TicketView) -> dict[str, Any]:
    """A view with every key that clients count on."""
    pk, born, title = VIEW_IDS[view.key], stamp(request.desk.created_at), str(view.label)
    by_status = [{"field": "status", "operator": "is", "value": view.key}]
    return {
        "id": pk, "url": url_of(request, "views", pk), "title": title, "raw_title": title, "active": True, "default": True,
        "position": list(VIEWS).index(view.key), "description": str(view.when_empty), "restriction": None,
        "conditions": {"all": CONDITIONS.get(view.key, by_status), "any": []},
        "execution": {
            "group_by": None, "group_order": "asc", "sort_by": "updated", "sort_order": "desc", "group": None,
            "sort": {"id": "updated", "title": "Updated", "order": "desc"}, "columns": COLUMNS, "fields": COLUMNS, "custom_fields": [],
        },
        "created_at": born, "updated_at": born,
    }  # fmt: skip


def row_json(ticket: dict[str, Any]) -> dict[str, Any]:
    """A row of an executed view, out of the ticket as the API shows it."""
    short = ("id", "url", "subject", "description", "status", "type", "priority")
    return {
        "ticket": {name: ticket[name] for name in short}, "subject": ticket["subject"], "status": ticket["status"],
        "priority": ticket["priority"], "requester_id": ticket["requester_id"], "assignee_id": ticket["assignee_id"],
        "group_id": ticket["group_id"], "created": ticket["created_at"], "updated": ticket["updated_at"],
    }  # fmt: skip
