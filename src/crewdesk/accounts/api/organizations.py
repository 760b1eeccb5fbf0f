"""/api/v2/organizations: customers' companies."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router

from crewdesk.core.api.bulk import bulk, refuse_too_many
from crewdesk.core.api.description import answers
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.paging import ids_of
from crewdesk.core.api.rows import SORTS, count_json, page_of, row_or_404, several, words_of
from crewdesk.core.clock import now
from crewdesk.core.events import Via

from ..models import Organization, User
from ..operations.organizations import delete_organization, update_organization
from ..operations.tags import clean_tags
from ..queries import organizations_found
from ..rights import require
from .bulk_items import begin, caller, named_items, patches, plain, row_of_item
from .present import organization_json, user_json
from .related import related_to
from .saving_organizations import create, create_or_update, update
from .schemas import NamedRows, OrganizationBody, OrganizationIn, OrganizationsBody, OrganizationsPatch, TagsBody

router = Router(tags=["Organizations"])
SORTED = SORTS | {"name": "name_key"}
SHORTEST = 2


@router.get("", url_name="organizations", summary="List organizations")
def list_organizations(request: HttpRequest) -> dict:
    """All organizations."""
    require(request.member, "organization.read")
    return _page(request, Organization.objects.all())


@router.post("", url_name="organizations", summary="Create an organization")
def create_organization(request: HttpRequest, body: OrganizationBody) -> JsonResponse:
    """Make an organization."""
    return _created(request, create(body.organization, by=request.member, at=now()))


@router.get("/count", url_name="organizations-count", summary="Count organizations")
def count(request: HttpRequest) -> dict:
    """How many there are."""
    require(request.member, "organization.read")
    return count_json(Organization.objects.all())


@router.get("/search", url_name="organizations-search", summary="Search organizations")
def search(request: HttpRequest, external_id: str = "", name: str = "") -> dict:
    """Those with this `external_id`, or this whole `name`."""
    require(request.member, "organization.read")
    if not external_id and not name:
        raise BadRequest("Invalid search", "external_id or name is missing")
    found = (
        Organization.objects.filter(external_id=external_id)
        if external_id
        else Organization.objects.filter(name_key=name.lower())
    )
    return _page(request, found)


@router.get("/autocomplete", url_name="organizations-autocomplete", summary="Autocomplete organizations")
def autocomplete(request: HttpRequest, name: str = "") -> dict:
    """Those whose name begins with `name`."""
    require(request.member, "organization.read")
    if len(name.strip()) < SHORTEST:
        raise BadRequest("Invalid attribute", f"name must have at least {SHORTEST} characters")
    return _page(request, organizations_found(name))


@router.get("/show_many", url_name="organizations-show-many", summary="Show several organizations")
def show_many(request: HttpRequest, rows: Query[NamedRows]) -> dict:
    """Those of `ids` or `external_ids`."""
    require(request.member, "organization.read")
    wanted = {"external_id__in": words_of(request, "external_ids")} if rows.are_external else {"pk__in": ids_of(request)}
    return several(request, Organization.objects.filter(**wanted), "organizations", organization_json)


@router.post(
    "/create_or_update",
    url_name="organizations-create-or-update",
    summary="Create or update an organization",
    openapi_extra=answers("200", "201"),
)
def create_or_update_organization(request: HttpRequest, body: OrganizationBody) -> JsonResponse:
    """Change the organization with this `id` or `external_id`, or make one."""
    organization, is_new = create_or_update(body.organization, by=request.member, at=now())
    if is_new:
        return _created(request, organization)
    return JsonResponse({"organization": organization_json(request, organization)})


@router.post("/create_many", url_name="organizations-create-many", summary="Create several organizations")
def create_many(request: HttpRequest, body: OrganizationsBody) -> JsonResponse:
    """Make each of `organizations`."""
    require(request.member, "organization.update")
    refuse_too_many(body.organizations)
    return begin(request, "organization.create", [plain(one) for one in body.organizations])


@router.put("/update_many", url_name="organizations-update-many", summary="Update several organizations")
def update_many(request: HttpRequest, body: OrganizationsPatch, rows: Query[NamedRows]) -> JsonResponse:
    """One `organization` for all of `?ids=` or `?external_ids=`, or `organizations` with an id each."""
    require(request.member, "organization.update")
    return begin(request, "organization.update", patches(request, rows, body.organization, body.organizations))


@router.delete("/destroy_many", url_name="organizations-destroy-many", summary="Delete several organizations")
def destroy_many(request: HttpRequest, rows: Query[NamedRows]) -> JsonResponse:
    """Delete those of `?ids=` or `?external_ids=`."""
    require(request.member, "organization.delete")
    return begin(request, "organization.delete", named_items(request, rows))


@router.get("/{int:organization_id}", url_name="organization", summary="Show an organization")
def show(request: HttpRequest, organization_id: int) -> dict:
    """One organization; a customer's own is for them to see."""
    return {"organization": organization_json(request, _load(request, organization_id))}


@router.put("/{int:organization_id}", url_name="organization", summary="Update an organization")
def update_one(request: HttpRequest, organization_id: int, body: OrganizationBody) -> dict:
    """Change what was sent."""
    organization = update(_load(request, organization_id), body.organization, by=request.member, at=now())
    return {"organization": organization_json(request, organization)}


@router.delete("/{int:organization_id}", url_name="organization", summary="Delete an organization")
def delete(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Delete it; its users belong to none then."""
    delete_organization(_load(request, organization_id), by=request.member, at=now(), via=Via.API)
    return HttpResponse(status=204)


@router.get("/{int:organization_id}/related", url_name="organization-related", summary="Show what relates to an organization")
def show_related(request: HttpRequest, organization_id: int) -> dict:
    """Numbers of its users, and of what rooms above know."""
    require(request.member, "organization.read")
    organization = _load(request, organization_id)
    users = _users_of(request, organization).count()
    return {"organization_related": {"users_count": users, **related_to("organization", organization.pk, request.member)}}


@router.get("/{int:organization_id}/users", url_name="organization-users", summary="List an organization's users")
def list_users(request: HttpRequest, organization_id: int) -> dict:
    """Users who belong to it."""
    require(request.member, "user.read")
    return page_of(request, _users_of(request, _load(request, organization_id)), "users", user_json, sorts=SORTED)


@router.get("/{int:organization_id}/tags", url_name="organization-tags", summary="List an organization's tags")
def list_tags(request: HttpRequest, organization_id: int) -> dict:
    """Its tags."""
    require(request.member, "organization.read")
    return {"tags": _load(request, organization_id).tags}


@router.post("/{int:organization_id}/tags", url_name="organization-tags", summary="Set an organization's tags")
def set_tags(request: HttpRequest, organization_id: int, body: TagsBody) -> JsonResponse:
    """Put these in place of the present ones."""
    return JsonResponse({"tags": _tagged(request, organization_id, lambda _present: body.tags)}, status=201)


@router.put("/{int:organization_id}/tags", url_name="organization-tags", summary="Add tags to an organization")
def add_tags(request: HttpRequest, organization_id: int, body: TagsBody) -> dict:
    """Add these to the present ones."""
    return {"tags": _tagged(request, organization_id, lambda present: [*present, *body.tags])}


@router.delete("/{int:organization_id}/tags", url_name="organization-tags", summary="Remove tags from an organization")
def remove_tags(request: HttpRequest, organization_id: int, body: TagsBody) -> dict:
    """Take these away."""
    gone = set(clean_tags(body.tags))
    return {"tags": _tagged(request, organization_id, lambda present: [tag for tag in present if tag not in gone])}


@bulk("organization.create")
def do_create(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Make one organization."""
    organization = create(OrganizationIn(**item), by=caller(user_id), at=now())
    return {"id": organization.pk, "action": "create", "status": "Created", "external_id": organization.external_id or None}


@bulk("organization.update")
def do_update(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Change one organization."""
    organization = update(
        row_of_item(Organization.objects.all(), item), OrganizationIn(**item["change"]), by=caller(user_id), at=now()
    )
    return {"id": organization.pk, "action": "update", "status": "Updated"}


@bulk("organization.delete")
def do_delete(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Delete one organization."""
    organization = row_of_item(Organization.objects.all(), item)
    pk = organization.pk
    delete_organization(organization, by=caller(user_id), at=now(), via=Via.API)
    return {"id": pk, "action": "delete", "status": "Deleted"}


def _visible(request: HttpRequest) -> QuerySet[Organization]:
    everything = Organization.objects.all()
    return everything if request.member.is_staff_member else everything.filter(pk=request.member.organization_id)


def _load(request: HttpRequest, organization_id: int) -> Organization:
    return row_or_404(_visible(request), organization_id)


def _users_of(request: HttpRequest, organization: Organization) -> QuerySet[User]:
    return User.objects.visible_to(request.member).filter(organization=organization, is_active=True)


def _page(request: HttpRequest, organizations: QuerySet[Organization]) -> dict:
    return page_of(request, organizations, "organizations", organization_json, sorts=SORTED)


def _created(request: HttpRequest, organization: Organization) -> JsonResponse:
    data = organization_json(request, organization)
    return JsonResponse({"organization": data}, status=201, headers={"Location": data["url"]})


def _tagged(request: HttpRequest, organization_id: int, change) -> list[str]:
    require(request.member, "organization.update")
    organization = row_or_404(_visible(request).select_for_update(), organization_id)
    tags = clean_tags(change(organization.tags))
    return update_organization(organization, tags=tags, by=request.member, at=now(), via=Via.API).tags
