"""/api/v2/deleted_users: users who are gone, and who can be erased for good."""

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.description import answers
from crewdesk.core.api.rows import count_json, page_of, row_or_404
from crewdesk.core.clock import now
from crewdesk.core.events import Via

from ..models import User
from ..operations.erase_user import erase_user
from ..rights import require
from .present import deleted_user_json

router = Router(tags=["Deleted users"])


@router.get("", url_name="deleted-users", summary="List deleted users")
def list_deleted(request: HttpRequest) -> dict:
    """Users who were deleted, or merged into others."""
    return page_of(request, _gone(request), "deleted_users", deleted_user_json)


@router.get("/count", url_name="deleted-users-count", summary="Count deleted users")
def count(request: HttpRequest) -> dict:
    """How many there are."""
    return count_json(_gone(request))


@router.get("/{int:user_id}", url_name="deleted-user", summary="Show a deleted user")
def show(request: HttpRequest, user_id: int) -> dict:
    """One of them."""
    return {"deleted_user": deleted_user_json(request, row_or_404(_gone(request), user_id))}


@router.delete("/{int:user_id}", url_name="deleted-user", summary="Permanently delete a user", openapi_extra=answers("200"))
def erase(request: HttpRequest, user_id: int) -> dict:
    """Erase name, addresses and all that was noted about somebody who was deleted before. Nothing brings it back."""
    user = erase_user(row_or_404(_gone(request), user_id), by=request.member, at=now(), via=Via.API)
    return {"deleted_user": deleted_user_json(request, user)}


def _gone(request: HttpRequest) -> QuerySet[User]:
    require(request.member, "user.suspend")
    return User.objects.visible_to(request.member).filter(is_active=False, erased_at=None)
