"""Who calls the API: a bearer token, `email/token:TOKEN` or `email:password` by Basic, or a signed-in member's session.

The whole call runs inside the caller's desk. An answer that is an error rolls everything back.
"""

import base64
import binascii
import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.db.transaction import set_rollback
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from crewdesk.core.api.calls import note_call
from crewdesk.core.api.errors import forbidden, no_such_endpoint, not_authenticated, too_many_calls
from crewdesk.core.api.limits import Allowance, TooManyCalls, take
from crewdesk.core.clock import now
from crewdesk.core.operations import undone_as_a_whole
from crewdesk.core.tenancy import desk_scope, own_transaction

from ..models import Desk, DeskHost, Person, User
from ..operations.tokens import desk_in_token, token_user
from ..queries import has_second_factor, seats_of
from ..scopes import allows, resource_of
from ..secrets import hash_of
from ..sessions import opens_desk

PREFIX = "/api/v2/"
SAFE = {"GET", "HEAD", "OPTIONS"}
WRONG_PASSWORDS, WRONG_PASSWORDS_SECONDS = 10, 300


@dataclass(frozen=True)
class Caller:
    desk: Desk
    user: User
    scopes: tuple[str, ...]
    token_id: int | None = None
    # Whether the row of the token was written for this call.
    is_noted: bool = False

    @property
    def name(self) -> str:
        """By what calls are counted: the token, or the user where there is none."""
        return f"token {self.token_id}" if self.token_id else f"user {self.user.pk}"

    def may_read(self, resource: str) -> bool:
        """Whether their scopes let them read `resource`."""
        return allows(self.scopes, resource, writes=False)

    def may_write(self, resource: str) -> bool:
        """Whether their scopes let them change `resource`: what a read shows that is as good as a right asks for that."""
        return allows(self.scopes, resource, writes=True)


class ApiMiddleware:
    """Signs in every call under /api/v2/, counts it, and opens its desk. Paths answer with and without `.json`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.path_info = PREFIX + request.path_info.removeprefix(PREFIX).removesuffix(".json").removesuffix("/")
        at, desk_id = now(), desk_named_by(request)
        with ExitStack() as transaction:
            if desk_id:
                transaction.enter_context(own_transaction(desk_id))
            caller = caller_of(request)
            if caller is None:
                return not_authenticated()
            if not allows(caller.scopes, resource_of(request.path_info.removeprefix(PREFIX)), writes=request.method not in SAFE):
                return forbidden("The token does not have the scope for this.")
            with desk_scope(caller.desk.pk):
                try:
                    allowance = take(caller.name, limit=settings.API_RATE_LIMIT, at=at)
                except TooManyCalls as problem:
                    return _with_headers(too_many_calls(problem.allowance.resets_in), problem.allowance)
            if desk_id is None or caller.is_noted or allowance.is_leased:
                # The rows of token and allowance stay locked until their transaction ends, and the call may take long.
                transaction.close()
                transaction.enter_context(own_transaction(caller.desk.pk))
            response = self._answer(request, caller, at)
        if response.status_code >= 400 and request.method not in SAFE:
            with desk_scope(caller.desk.pk):
                _note(request, caller, response, at)
        return _with_headers(response, allowance)

    def _answer(self, request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
        request.desk, request.member = caller.desk, caller.user
        request.may_read, request.may_write = caller.may_read, caller.may_write
        with undone_as_a_whole():
            response = self.get_response(request)
        if response.status_code >= 400:
            set_rollback(True)
        elif request.method not in SAFE:
            _note(request, caller, response, at)
        if response.status_code == 404 and getattr(request, "resolver_match", None) is None:
            response = no_such_endpoint()
        return _conditional(request, response)


def _note(request: HttpRequest, caller: Caller, response: HttpResponse, at: datetime) -> None:
    note_call(request, user_id=caller.user.pk, token_id=caller.token_id, status=response.status_code, at=at)


def _with_headers(response: HttpResponse, allowance: Allowance) -> HttpResponse:
    for name, value in allowance.headers().items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "max-age=0, private, must-revalidate")
    return response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a page that was read an ETag, and answer 304 to a client that has it still."""
    if request.method not in SAFE or response.status_code != 200 or response.streaming:
        return response
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def desk_named_by(request: HttpRequest) -> int | None:
    """The desk that the text of a token names, before anything is known about its truth."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        value = (_basic(value) or ("", ""))[1]
    return desk_in_token(value)


def caller_of(request: HttpRequest) -> Caller | None:
    """Resolve the credentials, or None."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return _by_token(request, value)
        case "basic":
            return _by_basic(request, value)
        case "":
            return _by_session(request)
    return None


def _by_token(request: HttpRequest, raw: str, email: str | None = None) -> Caller | None:
    at = now()
    found = token_user(raw, at=at, ip=request.META.get("REMOTE_ADDR"))
    if found is None:
        return None
    desk, user, token = found
    if email is not None and user.email.lower() != email.lower():
        return None
    return Caller(desk, user, tuple(token.scopes), token.pk, is_noted=token.last_used_at == at)


def _by_basic(request: HttpRequest, value: str) -> Caller | None:
    given = _basic(value)
    if given is None:
        return None
    name, secret = given
    if name.endswith("/token"):
        return _by_token(request, secret, email=name.removesuffix("/token"))
    person = _by_password(request, name, secret)
    if person is None or has_second_factor(person.pk):
        # A password alone opens nothing that the sign-in page would not open with it.
        return None
    return _seat(request, person, [seat.desk_id for seat in seats_of(person)], ("read", "write"))


def _basic(value: str) -> tuple[str, str] | None:
    try:
        name, _colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name, secret


def _by_password(request: HttpRequest, email: str, password: str) -> Person | None:
    """Whose password this is. Wrong ones are counted here: allauth's limits leave GET requests out."""
    tries = f"api-password-{hash_of(email.strip().lower())}"
    if cache.get(tries, 0) >= WRONG_PASSWORDS:
        return None
    person = authenticate(request, email=email, password=password)
    if person is None:
        cache.add(tries, 0, timeout=WRONG_PASSWORDS_SECONDS)
        cache.incr(tries)
    return person


def _by_session(request: HttpRequest) -> Caller | None:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return None
    desks = [seat.desk_id for seat in seats_of(person) if opens_desk(request, seat.desk_id)]
    # Cookies travel with forms of other sites, and the API knows no CSRF token: a session may read.
    return _seat(request, person, desks, ("read",))


def _seat(request: HttpRequest, person: Person, desks: list[int], scopes: tuple[str, ...]) -> Caller | None:
    """The person's User at the desk of the host, or at their only one of `desks`."""
    host = DeskHost.objects.filter(host=request.get_host().partition(":")[0], verified_at__isnull=False).first()
    wanted = host.desk_id if host else desks[0] if len(desks) == 1 else None
    if wanted not in desks:
        return None
    with desk_scope(wanted):
        user = User.objects.filter(person=person, is_active=True, suspended=False).first()
    desk = Desk.objects.get(pk=wanted)
    if user is None or (user.role in desk.mfa_roles and not has_second_factor(person.pk)):
        return None
    return Caller(desk, user, scopes)
