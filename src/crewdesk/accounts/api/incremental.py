"""/api/v2/incremental: users and organizations that changed since, for those who may export."""

from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.exports import by_cursor, by_time

from ..models import Organization, User
from ..rights import require
from .present import organization_json, user_json

router = Router(tags=["Incremental exports"])


@router.get("/users/cursor", url_name="incremental-users-cursor", summary="Export users by cursor")
def users_by_cursor(request: HttpRequest) -> dict:
    """Every user that changed since `start_time` or `cursor`."""
    require(request.member, "ticket.export")
    stream = by_cursor(request, User.objects.visible_to(request.member))
    return {"users": [user_json(request, user) for user in stream.rows], **stream.envelope}


@router.get("/users", url_name="incremental-users", summary="Export users by time")
def users_by_time(request: HttpRequest) -> dict:
    """The same by time alone, up to a minute ago."""
    require(request.member, "ticket.export")
    stream = by_time(request, User.objects.visible_to(request.member))
    return {"users": [user_json(request, user) for user in stream.rows], **stream.envelope}


@router.get("/organizations/cursor", url_name="incremental-organizations-cursor", summary="Export organizations by cursor")
def organizations_by_cursor(request: HttpRequest) -> dict:
    """Every organization that changed since `start_time` or `cursor`."""
    require(request.member, "ticket.export")
    stream = by_cursor(request, Organization.objects.all())
    return {"organizations": [organization_json(request, one) for one in stream.rows], **stream.envelope}


@router.get("/organizations", url_name="incremental-organizations", summary="Export organizations by time")
def organizations_by_time(request: HttpRequest) -> dict:
    """The same by time alone, up to a minute ago."""
    require(request.member, "ticket.export")
    stream = by_time(request, Organization.objects.all())
    return {"organizations": [organization_json(request, one) for one in stream.rows], **stream.envelope}
