"""/api/v2/incremental: users and organizations that changed since, for those who may export."""

from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.exports import SAMPLE, Stream, by_cursor, by_time
from crewdesk.core.api.sideloads import included

from ..models import Organization, User
from ..rights import require
from .present import organization_json, user_json

router = Router(tags=["Incremental exports"])


@router.get("/users/cursor", url_name="incremental-users-cursor", summary="Export users by cursor")
def users_by_cursor(request: HttpRequest) -> dict:
    """Every user that changed since `start_time` or `cursor`."""
    return _users(request, by_cursor)


@router.get("/users", url_name="incremental-users", summary="Export users by time")
def users_by_time(request: HttpRequest) -> dict:
    """The same by time alone, up to a minute ago."""
    return _users(request, by_time)


@router.get("/users/sample", url_name="incremental-users-sample", summary="Try an export of users")
def users_sample(request: HttpRequest) -> dict:
    """The first fifty."""
    return _users(request, by_time, most=SAMPLE)


@router.get("/organizations/cursor", url_name="incremental-organizations-cursor", summary="Export organizations by cursor")
def organizations_by_cursor(request: HttpRequest) -> dict:
    """Every organization that changed since `start_time` or `cursor`."""
    return _organizations(request, by_cursor)


@router.get("/organizations", url_name="incremental-organizations", summary="Export organizations by time")
def organizations_by_time(request: HttpRequest) -> dict:
    """The same by time alone, up to a minute ago."""
    return _organizations(request, by_time)


@router.get("/organizations/sample", url_name="incremental-organizations-sample", summary="Try an export of organizations")
def organizations_sample(request: HttpRequest) -> dict:
    """The first fifty."""
    return _organizations(request, by_time, most=SAMPLE)


def _users(request: HttpRequest, cut, **options) -> dict:
    require(request.member, "ticket.export")
    stream: Stream = cut(request, User.objects.visible_to(request.member), **options)
    rows = [user_json(request, user) for user in stream.rows]
    return {"users": rows, **included(request, rows), **stream.envelope}


def _organizations(request: HttpRequest, cut, **options) -> dict:
    require(request.member, "ticket.export")
    stream: Stream = cut(request, Organization.objects.all(), **options)
    return {"organizations": [organization_json(request, one) for one in stream.rows], **stream.envelope}
