"""What `Ticket.objects.visible_to` says, as filters for the search function; test_search_sight.py holds the
two together.
"""

from typing import Any

from crewdesk.accounts.models import User

Filter = dict[str, Any]


def sight_of(member: User) -> list[Filter]:
    """The filters that every search of `member` carries."""
    if not member.is_staff_member:
        own = _is("requester_id", member.pk)
        if member.organization_id and member.organization.shared_tickets:
            own = {"is": "any", "of": [own, _is("organization_id", member.organization_id)]}
        return [own, {"is": "public"}]
    match member.ticket_restriction:
        case "groups":
            groups = list(member.memberships.values_list("group_id", flat=True))
            return [{"is": "any", "of": [_is("group_id", *groups), _is("assignee_id", member.pk)]}]
        case "assigned":
            return [_is("assignee_id", member.pk)]
        case "organization":
            return [_is("organization_id", *filter(None, [member.organization_id]))]
        case "requested":
            return [_is("requester_id", member.pk)]
        case _:
            return []


def _is(column: str, *values: int) -> Filter:
    return {"is": "in", "column": column, "values": list(values)}
