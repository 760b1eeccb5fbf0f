"""/api/v2/users/{id}/identities: the addresses by which a user is known."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from crewdesk.core.api.rows import page_of, row_or_404, several
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import User, UserIdentity
from ..operations.identities import add_identity, change_identity, make_primary, remove_identity, verify_identity
from ..operations.magic_links import send_magic_link
from ..rights import require
from .kinds import identity_kind
from .present import identity_json
from .schemas import IdentityBody
from .text import fitting

router = Router(tags=["User identities"])
PATH = "/{int:user_id}/identities"
ONE = PATH + "/{int:identity_id}"


@router.get(PATH, url_name="user-identities", summary="List a user's identities")
def list_identities(request: HttpRequest, user_id: int) -> dict:
    """All addresses of the user."""
    return page_of(request, _of(_load(request, user_id)), "identities", identity_json)


@router.post(PATH, url_name="user-identities", summary="Create an identity")
def create(request: HttpRequest, user_id: int, body: IdentityBody) -> JsonResponse:
    """Add an address."""
    user, sent = row_or_404(User.objects.visible_to(request.member), user_id, is_active=True), body.identity
    kind, value = identity_kind(sent.type), sent.value or ""
    fitting(UserIdentity, {"value": value})
    identity = add_identity(user, kind=kind, value=value, verified=sent.verified, by=request.member, at=now(), via=Via.API)
    if sent.primary:
        make_primary(identity, by=request.member, at=now(), via=Via.API)
    data = identity_json(request, identity)
    return JsonResponse({"identity": data}, status=201, headers={"Location": data["url"]})


@router.get(ONE, url_name="user-identity", summary="Show an identity")
def show(request: HttpRequest, user_id: int, identity_id: int) -> dict:
    """One address."""
    return {"identity": identity_json(request, _one(request, user_id, identity_id))}


@router.put(ONE, url_name="user-identity", summary="Update an identity")
def update(request: HttpRequest, user_id: int, identity_id: int, body: IdentityBody) -> dict:
    """Correct the address, or note that it is verified; that is never taken back."""
    identity, sent = _one(request, user_id, identity_id), body.identity
    _require_right(request, identity)
    if sent.value is not None:
        fitting(UserIdentity, {"value": sent.value})
        change_identity(identity, value=sent.value, by=request.member, at=now(), via=Via.API)
    if sent.verified:
        verify_identity(identity, by=request.member, at=now(), via=Via.API)
    return {"identity": identity_json(request, identity)}


@router.delete(ONE, url_name="user-identity", summary="Delete an identity")
def delete(request: HttpRequest, user_id: int, identity_id: int) -> HttpResponse:
    """Take an address away."""
    remove_identity(_one(request, user_id, identity_id), by=request.member, at=now(), via=Via.API)
    return HttpResponse(status=204)


@router.put(ONE + "/make_primary", url_name="user-identity-primary", summary="Make an identity primary")
def make_first(request: HttpRequest, user_id: int, identity_id: int) -> dict:
    """Make it the address that the user is written to at."""
    identity = _one(request, user_id, identity_id)
    make_primary(identity, by=request.member, at=now(), via=Via.API)
    return several(request, _of(identity.user), "identities", identity_json)


@router.put(ONE + "/verify", url_name="user-identity-verify", summary="Verify an identity")
def verify(request: HttpRequest, user_id: int, identity_id: int) -> dict:
    """Note that the address was proved to be the user's."""
    identity = verify_identity(_one(request, user_id, identity_id), by=request.member, at=now(), via=Via.API)
    return {"identity": identity_json(request, identity)}


@router.put(ONE + "/request_verification", url_name="user-identity-request-verification", summary="Request verification")
def request_verification(request: HttpRequest, user_id: int, identity_id: int) -> dict:
    """Send a customer a link, the use of which proves the address."""
    identity = _one(request, user_id, identity_id)
    _require_right(request, identity)
    if identity.kind != UserIdentity.Kind.EMAIL or identity.user.is_staff_member:
        raise Refused("Only an e-mail address of a customer can be verified by a link.", field="type")
    send_magic_link(address=identity.value, desk=request.desk, at=now())
    return {"identity": identity_json(request, identity)}


def _load(request: HttpRequest, user_id: int) -> User:
    return row_or_404(User.objects.visible_to(request.member), user_id)


def _of(user: User) -> QuerySet[UserIdentity]:
    return UserIdentity.objects.filter(user=user)


def _one(request: HttpRequest, user_id: int, identity_id: int) -> UserIdentity:
    return row_or_404(_of(_load(request, user_id)).select_related("user"), identity_id)


def _require_right(request: HttpRequest, identity: UserIdentity) -> None:
    require(request.member, "member.update" if identity.user.is_staff_member else "user.update", identity.user)
