"""Signed-in browsers: what is noted of them, how their keys change, how they end, and what they were opened by."""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from crewdesk.core.clock import now

from .models import BrowserSession, Desk, Person, User
from .session_store import BROWSER_KEY, IP_KEY, SIGNED_IN_KEY, stored_key

CUSTOMER_KEY = "customer_of_desk_{}"
PROVIDER_PREFIX = "desk-"


def note_sign_in(request: HttpRequest) -> None:
    """Remember which browser this is, for the person's list of sessions."""
    request.session[IP_KEY] = request.META.get("REMOTE_ADDR")
    request.session[BROWSER_KEY] = request.headers.get("User-Agent", "")[:200]
    request.session[SIGNED_IN_KEY] = now().isoformat()


def sessions_of(person_id: int):
    """The person's sessions that can still be used, newest first."""
    return BrowserSession.objects.filter(person_id=person_id, expire_date__gt=now()).order_by("-signed_in_at")


def end_sessions(person_id: int | None, *, keep: HttpRequest | None = None) -> int:
    """Sign a person out everywhere, but for the browser of the request `keep`. Takes effect at once. Returns how many ended."""
    sessions = BrowserSession.objects.filter(person_id=person_id) if person_id else BrowserSession.objects.none()
    if keep is not None and keep.session.session_key:
        sessions = sessions.exclude(session_key=stored_key(keep.session.session_key))
    return sessions.delete()[0]


def sign_in(request: HttpRequest, person: Person) -> None:
    """Sign somebody in who has just proved who they are, by an invitation or by making the first desk."""
    person.backend = "allauth.account.auth_backends.AuthenticationBackend"
    get_adapter().login(request, person)


def rotate(request: HttpRequest) -> None:
    """Give this session a new key; what somebody else may have learnt of the old one is worth nothing."""
    request.session.cycle_key()


def enter_as_customer(request: HttpRequest, desk: Desk, user: User) -> None:
    """Let this browser act as a customer of one desk, and of that one only."""
    rotate(request)
    request.session[CUSTOMER_KEY.format(desk.pk)] = user.pk


def leave_as_customer(request: HttpRequest, desk: Desk) -> None:
    """End what `enter_as_customer` began."""
    request.session.pop(CUSTOMER_KEY.format(desk.pk), None)
    rotate(request)


def provider_prefix(desk: Desk) -> str:
    """How the ids of a desk's identity providers begin."""
    return f"{PROVIDER_PREFIX}{desk.pk}-"


def opens_desk(request: HttpRequest, desk_id: int) -> bool:
    """Whether this session may enter the desk at all, whoever's it is (core/live/people.py asks the same)."""
    provider = vouching_provider(request)
    return provider is None or provider.startswith(f"{PROVIDER_PREFIX}{desk_id}-")


def vouching_provider(request: HttpRequest) -> str | None:
    """The desk's identity provider that alone vouches for this session, or None when the person proved themselves.

    Who runs a desk's provider can be anybody it knows: such a session opens that desk and nothing else of the person's.
    """
    records = get_authentication_records(request, request.user)
    if not records or any(record["method"] != "socialaccount" for record in records):
        return None
    return records[-1]["provider"]


def customer_of(request: HttpRequest) -> User | None:
    """The customer whom a magic link let in at the desk of the request, if they may still come in.

    Somebody who has become a member since does not: members sign in with all that the desk asks of them.
    """
    user_id = request.session.get(CUSTOMER_KEY.format(request.desk.pk))
    return User.objects.customers().filter(pk=user_id, is_active=True, suspended=False).first() if user_id else None
