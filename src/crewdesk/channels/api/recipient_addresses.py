"""/api/v2/recipient_addresses: the addresses that customers write to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema

from crewdesk.accounts.models import Brand
from crewdesk.accounts.rights import require
from crewdesk.core.api.paging import listing
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.stamps import stamp, url_of
from crewdesk.core.api.typed import Address, Id, Line, given
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import SupportAddress
from ..operations.addresses import CannotUseAddress, add_address, remove_address, update_address

router = Router(tags=["Recipient addresses"])
RIGHT = "mail.update"
SORTS = {"id": "id", "email": "address", "created_at": "created_at"}
NAMES = {"name": "display_name", "default": "is_default"}
# Nothing looks after forwarding or the records of a domain by itself.
UNKNOWN = "unknown"


class AddressIn(Schema):
    name: Line | None = None
    email: Address | None = None
    brand_id: Id | None = None
    default: bool | None = None


class AddressBody(Schema):
    recipient_address: AddressIn


@router.get("", url_name="recipient-address-list", summary="List support addresses")
def list_addresses(request: HttpRequest) -> dict:
    """All addresses of the desk."""
    require(request.member, RIGHT)
    query = SupportAddress.objects.all()
    page = listing(request, query, sorts=SORTS, default="id", count=query.count)
    rows = _json(request, page.rows)
    return {"recipient_addresses": rows, **included(request, rows), **page.envelope}


@router.post("", url_name="recipient-address-create", summary="Add a support address")
def create(request: HttpRequest, body: AddressBody) -> JsonResponse:
    """Mail to the address opens tickets from now on."""
    require(request.member, RIGHT)
    sent = body.recipient_address
    facts = _facts(sent)
    is_default = facts.pop("is_default", False)
    try:
        row = add_address(address=_email(sent), **facts, **_by(request))
        if is_default:
            update_address(row, is_default=True, **_by(request))
    except CannotUseAddress as problem:
        raise _by_its_name(problem) from problem
    data = _json(request, [row])[0]
    return JsonResponse({"recipient_address": data}, status=201, headers={"Location": data["url"]})


@router.get("/{int:pk}", url_name="recipient-address-show", summary="Show a support address")
def show(request: HttpRequest, pk: int) -> dict:
    """One address."""
    return {"recipient_address": _json(request, [_load(request, pk)])[0]}


@router.put("/{int:pk}", url_name="recipient-address-update", summary="Update a support address")
def update(request: HttpRequest, pk: int, body: AddressBody) -> dict:
    """Change the name, the brand, or make it the default; the address itself stays."""
    row, sent = _load(request, pk), body.recipient_address
    if sent.email is not None and sent.email.lower() != row.address:
        raise Refused("email: cannot be changed", field="email")
    try:
        update_address(row, **_facts(sent), **_by(request))
    except CannotUseAddress as problem:
        raise _by_its_name(problem) from problem
    return {"recipient_address": _json(request, [row])[0]}


@router.delete("/{int:pk}", url_name="recipient-address-delete", summary="Remove a support address")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an address up, unless it is the default one."""
    row = _load(request, pk)
    try:
        remove_address(row, **_by(request))
    except CannotUseAddress as problem:
        raise _by_its_name(problem) from problem
    return HttpResponse(status=204)


def _json(request: HttpRequest, rows: list[SupportAddress]) -> list[dict[str, Any]]:
    default = Brand.objects.filter(is_default=True).values_list("pk", flat=True).first()
    return [
        {
            "id": row.pk, "url": url_of(request, "recipient_addresses", row.pk), "email": row.address, "name": row.display_name or request.desk.name,
            "brand_id": row.brand_id or default, "default": row.is_default, "forwarding_status": UNKNOWN, "spf_status": UNKNOWN,
            "cname_status": UNKNOWN, "domain_verification_status": UNKNOWN, "domain_verification_code": None,
            # Changes are on record as events; the row has no time of its own for them.
            "created_at": stamp(row.created_at), "updated_at": stamp(row.created_at),
        }
        for row in rows
    ]  # fmt: skip


def _load(request: HttpRequest, pk: int) -> SupportAddress:
    require(request.member, RIGHT)
    return row_or_404(SupportAddress.objects.all(), pk)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.member, "via": Via.API, "at": now()}


def _facts(sent: AddressIn) -> dict[str, Any]:
    facts = given(sent, NAMES)
    if sent.brand_id is not None:
        facts["brand"] = Brand.objects.filter(pk=sent.brand_id).first()
        if facts["brand"] is None:
            raise Refused(f"brand_id: {sent.brand_id} does not exist", field="brand_id")
    return facts


def _email(sent: AddressIn) -> str:
    if not sent.email:
        raise Refused("email: cannot be blank", field="email", code="BlankValue")
    try:
        validate_email(sent.email)
    except ValidationError as problem:
        raise Refused(f"email: {sent.email} is not an address", field="email") from problem
    return sent.email


def _by_its_name(problem: CannotUseAddress) -> Refused:
    """The same refusal under the dialect's name of the member."""
    names = {"address": "email", "is_default": "default"}
    return Refused(problem.message, field=names.get(problem.field, problem.field), code=problem.code)
