"""/api/v2/organizations/{id}/merge and organization_merges: a merge is done at once, and its event stands for it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.description import answers
from crewdesk.core.api.rows import named_row, page_of, row_or_404
from crewdesk.core.api.stamps import url_of
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.models import Event

from ..events import AccountEvent
from ..models import Organization
from ..operations.merge_organizations import merge_organizations
from ..rights import require
from .schemas import OrganizationMergeBody

router = Router(tags=["Organizations"])
of_organization = Router(tags=["Organizations"])


@of_organization.post(
    "/{int:organization_id}/merge", url_name="organization-merge-into", summary="Merge an organization into another",
    openapi_extra=answers("200"),
)  # fmt: skip
def merge(request: HttpRequest, organization_id: int, body: OrganizationMergeBody) -> dict:
    """Give people, tickets, domains, tags and notes of this organization to the one with the `winner_id`, and delete it."""
    require(request.member, "organization.delete")
    loser = row_or_404(Organization.objects.all(), organization_id)
    winner = named_row(Organization.objects.all(), body.organization_merge.winner_id, "winner_id")
    event = merge_organizations(winner, loser, by=request.member, at=now(), via=Via.API)
    return {"organization_merge": _merge_json(request, event)}


@of_organization.get("/{int:organization_id}/merges", url_name="organization-merges", summary="List an organization's merges")
def list_merges(request: HttpRequest, organization_id: int) -> dict:
    """What was merged into it."""
    require(request.member, "organization.read")
    organization = row_or_404(Organization.objects.all(), organization_id)
    return page_of(request, _merges().filter(subject_id=organization.pk), "organization_merges", _merge_json, sorts={"id": "id"})


@router.get("/{int:merge_id}", url_name="organization-merge", summary="Show an organization merge")
def show(request: HttpRequest, merge_id: int) -> dict:
    """One merge."""
    require(request.member, "organization.read")
    return {"organization_merge": _merge_json(request, row_or_404(_merges(), merge_id))}


def _merges() -> QuerySet[Event]:
    return Event.objects.filter(kind=AccountEvent.ORGANIZATION_MERGED, subject_type="organization")


def _merge_json(request: HttpRequest, event: Event) -> dict[str, Any]:
    return {
        "id": str(event.pk), "url": url_of(request, "organization_merges", event.pk), "status": "complete",
        "loser_id": event.changes["loser"][0], "winner_id": event.subject_id,
    }  # fmt: skip
