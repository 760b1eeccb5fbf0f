"""/api/v2/deleted_users: users who are gone. Nothing erases them for good yet."""

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.rows import count_json, page_of, row_or_404

from ..models import User
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


def _gone(request: HttpRequest) -> QuerySet[User]:
    require(request.member, "user.suspend")
    return User.objects.visible_to(request.member).filter(is_active=False)
