"""Who may hear a desk: asked when a stream begins, and again every few seconds while it lasts.

This process does without Django's models, so that it stays small. The room that knows people answers through
functions in the database (accounts/sql/live.sql); the data of a session is read as Django writes it.
"""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare, salted_hmac
from psycopg import AsyncConnection

HASH_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


class SessionStore(SessionBase):
    """Reads what accounts.session_store writes; the name is part of the signature's salt."""


async def desk_of(connection: AsyncConnection, slug: str) -> int | None:
    """The id of the desk with this slug."""
    cursor = await connection.execute("SELECT crewdesk_live_desk(%s)", [slug])
    return (await cursor.fetchone())[0]


async def person_of(connection: AsyncConnection, session_key: str, desk_id: int) -> int | None:
    """The id of the person who is signed in by this session, as django.contrib.auth would find it; None when it does not open the desk."""
    cursor = await connection.execute("SELECT crewdesk_live_session(%s)", [session_key])
    data = (await cursor.fetchone())[0]
    session = SessionStore().decode(data) if data else {}
    person_id, fingerprint = session.get("_auth_user_id"), session.get("_auth_user_hash", "")
    if not person_id or not _opens(session, desk_id):
        return None
    cursor = await connection.execute("SELECT crewdesk_live_password(%s)", [int(person_id)])
    password = (await cursor.fetchone())[0]
    return int(person_id) if password is not None and _is_current(fingerprint, password) else None


async def still_there(connection: AsyncConnection, desk_id: int, listeners: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Which of these (person id, session key) are still signed in and work at the desk."""
    persons, sessions = [person for person, _session in listeners], [session for _person, session in listeners]
    async with connection.transaction():
        await connection.execute(f"SET LOCAL crewdesk.desk = '{int(desk_id)}'")
        staff = await _column(connection, "SELECT crewdesk_live_staff(%s)", persons)
    live = await _column(connection, "SELECT crewdesk_live_sessions(%s)", sessions)
    return {(person, session) for person, session in listeners if person in staff and session in live}


def _opens(session: dict, desk_id: int) -> bool:
    """A session that only a desk's identity provider vouches for opens that desk alone (accounts.sessions.vouching_provider)."""
    proofs = session.get("account_authentication_methods", [])
    if not proofs or any(proof["method"] != "socialaccount" for proof in proofs):
        return True
    return str(proofs[-1].get("provider", "")).startswith(f"desk-{desk_id}-")


async def _column(connection: AsyncConnection, query: str, argument: list) -> set:
    return {row[0] for row in await (await connection.execute(query, [argument])).fetchall()}


def _is_current(fingerprint: str, password: str) -> bool:
    """Whether the session was made with the person's present password (AbstractBaseUser.get_session_auth_hash)."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(
        constant_time_compare(fingerprint, salted_hmac(HASH_SALT, password, secret=key, algorithm="sha256").hexdigest())
        for key in keys
    )
