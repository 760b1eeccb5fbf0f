"""/api/v2/users: one user at a time, and lists of them."""

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from ninja import Query, Router

from crewdesk.core.api.description import answers
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.paging import ids_of
from crewdesk.core.api.rows import SORTS, count_json, page_of, row_or_404, several, words_of
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.sideloads import wanted as wanted_beside
from crewdesk.core.clock import now

from ..models import Role, User, UserIdentity
from ..models.user import RANK
from ..rights import can, require
from .custom_roles import role_numbered, roles_json
from .present import ROLES, identity_json, user_json
from .related import OPEN_TICKETS, open_tickets_of, related_to
from .saving_users import create, create_or_update, delete, update
from .schemas import NamedRows, UserBody, UserFilter
from .searching import named, searched

router = Router(tags=["Users"])
SORTED = SORTS | {"name": "name_key"}


@router.get("", url_name="users", summary="List users")
def list_users(request: HttpRequest, wanted: Query[UserFilter]) -> dict:
    """Users, by `role`, `role[]`, `permission_set` or `external_id` where these are given."""
    require(request.member, "user.read")
    return _page(request, _filtered(request, wanted))


@router.post("", url_name="users", summary="Create a user")
def create_user(request: HttpRequest, body: UserBody) -> JsonResponse:
    """Make a customer; or a member, who gets an invitation by e-mail."""
    return _created(request, create(body.user, by=request.member, at=now()))


@router.get("/count", url_name="users-count", summary="Count users")
def count_users(request: HttpRequest, wanted: Query[UserFilter]) -> dict:
    """How many the same list has."""
    require(request.member, "user.read")
    return count_json(_filtered(request, wanted))


@router.get("/search", url_name="users-search", summary="Search users")
def search(request: HttpRequest, query: str = "", external_id: str = "") -> dict:
    """By `query` (beginnings of names and addresses, `role:`, `email:`, `organization:`, `tags:` …) or by `external_id`."""
    require(request.member, "user.read")
    if external_id:
        return _page(request, _all_living(request).filter(external_id=external_id))
    if not query.strip():
        raise BadRequest("Invalid search", "query is missing")
    return _page(request, searched(_all_living(request), query))


@router.get("/autocomplete", url_name="users-autocomplete", summary="Autocomplete users")
def autocomplete(request: HttpRequest, name: str = "") -> dict:
    """Users whose name or address begins with `name`."""
    require(request.member, "user.read")
    return _page(request, named(_all_living(request), name))


@router.get("/show_many", url_name="users-show-many", summary="Show several users")
def show_many(request: HttpRequest, rows: Query[NamedRows]) -> dict:
    """Those of `ids` or `external_ids`."""
    if rows.are_external:
        found = _all_living(request).filter(external_id__in=words_of(request, "external_ids"))
    else:
        found = User.objects.visible_to(request.member).filter(pk__in=ids_of(request))
    answer = several(request, found, "users", user_json)
    return answer | _beside(request, answer["users"])


@router.post(
    "/create_or_update", url_name="users-create-or-update", summary="Create or update a user", openapi_extra=answers("200", "201")
)
def create_or_update_user(request: HttpRequest, body: UserBody) -> JsonResponse:
    """Change the user with this `external_id` or `email`, or make one."""
    user, is_new = create_or_update(body.user, by=request.member, at=now())
    return _created(request, user) if is_new else JsonResponse({"user": user_json(request, user)})


@router.get("/me", url_name="user-me", summary="Show the caller")
def show_me(request: HttpRequest) -> dict:
    """The user as whom the credentials act."""
    return _one(request, request.member)


@router.get("/{int:user_id}", url_name="user", summary="Show a user")
def show(request: HttpRequest, user_id: int) -> dict:
    """One user, one who is gone included: old tickets refer to them."""
    return _one(request, row_or_404(User.objects.visible_to(request.member), user_id))


@router.put("/{int:user_id}", url_name="user", summary="Update a user")
def update_user(request: HttpRequest, user_id: int, body: UserBody) -> dict:
    """Change what was sent. Another `email` is added beside the present ones."""
    return {"user": user_json(request, update(_living(request, user_id), body.user, by=request.member, at=now()))}


@router.delete("/{int:user_id}", url_name="user", summary="Delete a user", openapi_extra=answers("200"))
def delete_user(request: HttpRequest, user_id: int) -> dict:
    """Retire a customer, or take a member's seat away; what they wrote stays."""
    return {"user": user_json(request, delete(_living(request, user_id), by=request.member, at=now()))}


@router.get("/{int:user_id}/related", url_name="user-related", summary="Show what relates to a user")
def show_related(request: HttpRequest, user_id: int) -> dict:
    """Numbers of what the user asked for, has, and follows."""
    user = row_or_404(User.objects.visible_to(request.member), user_id)
    return {"user_related": {"organization_subscriptions": 0, **related_to("user", user.pk, request.member)}}


def _living(request: HttpRequest, user_id: int) -> User:
    return row_or_404(_all_living(request), user_id)


def _created(request: HttpRequest, user: User) -> JsonResponse:
    data = user_json(request, user)
    return JsonResponse({"user": data}, status=201, headers={"Location": data["url"]})


def _one(request: HttpRequest, user: User) -> dict:
    rows = [user_json(request, user)]
    return {"user": rows[0], **included(request, rows), **_beside(request, rows)}


def _page(request: HttpRequest, users: QuerySet[User]) -> dict:
    answer = page_of(request, users, "users", user_json, sorts=SORTED)
    return answer | _beside(request, answer["users"])


def _beside(request: HttpRequest, rows: list[dict]) -> dict:
    """What only lists of users have beside them."""
    ids, beside = {row["id"] for row in rows}, {}
    names = wanted_beside(request) if can(request.member, "user.read") else set()
    if "identities" in names:
        found = UserIdentity.objects.filter(user__in=ids).order_by("user_id", "id")
        beside["identities"] = [identity_json(request, identity) for identity in found]
    if "roles" in names:
        roles = {row["custom_role_id"] for row in rows if row["custom_role_id"]}
        beside["roles"] = roles_json(request, [role for role in RANK if RANK[role] in roles])
    if OPEN_TICKETS in names and (open_tickets := open_tickets_of("user", ids, request.member)) is not None:
        beside[OPEN_TICKETS] = open_tickets
    return beside


def _all_living(request: HttpRequest) -> QuerySet[User]:
    return User.objects.visible_to(request.member).filter(is_active=True)


def _filtered(request: HttpRequest, wanted: UserFilter) -> QuerySet[User]:
    users = _all_living(request)
    names = request.GET.getlist("role[]") or [name for name in wanted.role.split(",") if name]
    if names:
        if unknown := set(names) - set(ROLES.values()):
            raise BadRequest("Invalid attribute", f"role {min(unknown)[:40]!r} is not one of end-user, agent, admin")
        users = users.filter(role__in=[role for role in Role.values if ROLES[role] in names])
    if number := wanted.permission_set:
        users = users.filter(role=role_numbered(int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0))
    return users.filter(external_id=wanted.external_id) if wanted.external_id else users
