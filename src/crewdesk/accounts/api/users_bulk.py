"""/api/v2/users: many at once, as jobs."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from ninja import Query, Router

from crewdesk.core.api.bulk import bulk, refuse_too_many
from crewdesk.core.clock import now

from ..models import User
from ..rights import require
from .bulk_items import begin, caller, named_items, patches, plain, row_of_item
from .saving_users import create, create_or_update, delete, update
from .schemas import NamedRows, UserIn, UsersBody, UsersPatch

router = Router(tags=["Users"])


@router.post("/create_many", url_name="users-create-many", summary="Create several users")
def create_many(request: HttpRequest, body: UsersBody) -> JsonResponse:
    """Make each of `users`."""
    require(request.member, "user.create")
    refuse_too_many(body.users)
    return begin(request, "user.create", [plain(user) for user in body.users])


@router.post("/create_or_update_many", url_name="users-create-or-update-many", summary="Create or update several users")
def create_or_update_many(request: HttpRequest, body: UsersBody) -> JsonResponse:
    """Make or change each of `users`, known by `external_id` or `email`."""
    require(request.member, "user.create")
    refuse_too_many(body.users)
    return begin(request, "user.create_or_update", [plain(user) for user in body.users])


@router.put("/update_many", url_name="users-update-many", summary="Update several users")
def update_many(request: HttpRequest, body: UsersPatch, rows: Query[NamedRows]) -> JsonResponse:
    """One `user` for all of `?ids=` or `?external_ids=`, or `users` with an id each."""
    require(request.member, "user.update")
    return begin(request, "user.update", patches(request, rows, body.user, body.users))


@router.delete("/destroy_many", url_name="users-destroy-many", summary="Delete several users")
def destroy_many(request: HttpRequest, rows: Query[NamedRows]) -> JsonResponse:
    """Delete those of `?ids=` or `?external_ids=`."""
    require(request.member, "user.suspend")
    return begin(request, "user.delete", named_items(request, rows))


@bulk("user.create")
def do_create(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Make one user."""
    user = create(UserIn(**item), by=caller(user_id), at=now())
    return {
        "id": user.pk,
        "action": "create",
        "status": "Created",
        "email": user.email or None,
        "external_id": user.external_id or None,
    }


@bulk("user.create_or_update")
def do_create_or_update(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Make or change one user."""
    user, is_new = create_or_update(UserIn(**item), by=caller(user_id), at=now())
    words = ("create", "Created") if is_new else ("update", "Updated")
    return {
        "id": user.pk,
        "action": words[0],
        "status": words[1],
        "email": user.email or None,
        "external_id": user.external_id or None,
    }


@bulk("user.update")
def do_update(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Change one user."""
    by = caller(user_id)
    user = update(row_of_item(_living(by), item), UserIn(**item["change"]), by=by, at=now())
    return {"id": user.pk, "action": "update", "status": "Updated"}


@bulk("user.delete")
def do_delete(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Delete one user."""
    by = caller(user_id)
    user = delete(row_of_item(_living(by), item), by=by, at=now())
    return {"id": user.pk, "action": "delete", "status": "Deleted"}


def _living(by: User) -> QuerySet[User]:
    return User.objects.visible_to(by).filter(is_active=True)
