"""Two twins, a browser or a token for each of their people, and what holds for every answer."""

import json
from datetime import timedelta

from django.db import connection
from django.test import Client

from crewdesk.accounts.models import Person
from crewdesk.accounts.operations.tokens import create_token
from crewdesk.accounts.operations.users import add_member
from crewdesk.accounts.sessions import CUSTOMER_KEY
from crewdesk.core.clock import now

from ..cast import give_password
from .twins import build
from .walk import Writes, body, fingerprint

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NO_FIVES = range(200, 500)
# Shows an e-mail, which has to carry its styles in itself; nothing else of it is loaded or run.
WITH_INLINE_STYLES = "/styleguide/e-mail/"


class World:
    """Harbor and Meridian, alike; a browser for each of their people; what their tables held at first."""

    def __init__(self):
        others = (("Lena", "lead"), ("Ben", "agent"), ("Liv", "light_agent"))
        self.harbor = build("harbor", "harborcanary", admin="Ada", customer="Cleo", others=others, tickets=4)
        self.meridian = build("meridian", "meridiancanary", admin="Olga", customer="Carl", others=(("Omar", "agent"),), tickets=6)
        with self.harbor.scope():
            self.harbor.people.olivia = add_member(email="olivia@harbor.example", name="Olivia", role="owner", by=None)
        people = vars(self.harbor.people) | vars(self.meridian.people)
        self.browsers = {
            name: browser(people[name].person_id) for name in ("liv", "ben", "lena", "ada", "olivia", "olga", "omar")
        }
        self.browsers |= {"nobody": Client(), "cleo": customer_browser(self.harbor)}
        self.tokens = {name: token(self.harbor, people[name]) for name in ("cleo", "liv", "ben", "lena", "ada")}
        self.tokens |= {name: token(self.meridian, people[name]) for name in ("olga", "omar")}
        worker_is_up()
        self.writes = Writes()
        self.at_first = {twin.word: fingerprint(twin) for twin in (self.harbor, self.meridian)}

    def changed_tables(self) -> list[str]:
        """Tables of either desk that hold something else than at first."""
        present = {twin.word: fingerprint(twin) for twin in (self.harbor, self.meridian)}
        return [
            f"{table} of {word}"
            for word, hashes in present.items()
            for table, now_ in hashes.items()
            if now_ != self.at_first[word][table]
        ]


def worker_is_up() -> None:
    """For /healthz."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def browser(person_id: int) -> Client:
    """A browser that gave its password just now."""
    client = Client()
    client.force_login(Person.objects.get(pk=person_id), backend=BACKEND)
    give_password(client.session, person_id)
    return client


def customer_browser(twin) -> Client:
    client = Client()
    session = client.session
    session[CUSTOMER_KEY.format(twin.desk.pk)] = twin.people.customer.pk
    session.save()
    client.cookies["session"] = session.session_key
    return client


def token(twin, user) -> str:
    with twin.scope():
        row, text = create_token(user=user, name="walk", scopes=["read", "write"], by=None, at=now())
        # Its use is noted once a minute; here it was noted already.
        row.last_used_at = now() + timedelta(days=1)
        row.save()
    return text


def ask_api(world: World, name: str, method: str, path: str, content: dict | str | None = None):
    """One call with the token of `name`, or none; `content` is JSON or becomes it."""
    headers = {"Authorization": f"Bearer {world.tokens[name]}"} if name in world.tokens else {}
    content = content if isinstance(content, str) else json.dumps(content or {})
    return Client().generic(method, path, content, content_type="application/json", headers=headers)


def assert_sealed(response, *foreign_words: str) -> bytes:
    """What holds for every answer: no failure, the headers of criterion 28, no word of the other desk."""
    path = response.request["PATH_INFO"]
    assert response.status_code in NO_FIVES, path
    policy = response.headers.get("Content-Security-Policy", "")
    assert "unsafe-inline" not in policy or path == WITH_INLINE_STYLES, path
    assert "default-src" in policy, path
    assert response.headers.get("X-Content-Type-Options") == "nosniff", path
    assert "frame-ancestors" in policy or "sandbox" in policy, path
    content = body(response)
    assert not [word for word in foreign_words if word.encode() in content], path
    return content
