"""What import-linter cannot see: foreign keys and URL names lead down only, and every route states its right."""

import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from crewdesk.accounts.rights import LOWEST_ROLE, PUBLIC

ROOT = Path(__file__).parents[4]
SOURCE = ROOT / "src" / "crewdesk"
URL_NAME = re.compile(r"""(?:\{%\s*url\s+|reverse\(|reverse_lazy\(|redirect\()["']([a-z_]+):[a-z0-9-]+["']""")
# For everybody, or guarded by something else than a role: a token in the address, a bearer token.
OPEN_ROUTES = {"core:healthz", "core:readyz", "core:metrics", "core:file", "api:api-root", ":openapi", ":api-handbook"}
# Sign-in pages, the API (which asks for its rights in its own operations) and the show-case of components.
OPEN_MODULES = ("allauth.", "ninja.", "django.", "crewdesk.core.styleguide.")


def floors() -> dict[str, int]:
    """Room to floor, as .importlinter has them; 0 is the ground."""
    config = ConfigParser()
    config.read(ROOT / ".importlinter")
    layers = config["importlinter:contract:floors"]["layers"].split()
    return {room.strip("()"): floor for floor, room in enumerate(reversed(layers))}


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, entry.namespace or namespace)
        else:
            yield f"{namespace}:{entry.name}", entry


def home_of(view) -> str:
    return getattr(getattr(view, "view_class", None) or getattr(view, "view", view), "__module__", "")


def test_foreign_keys_lead_down_only():
    floor = floors()
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if model.__module__.startswith("crewdesk.")
        and field.related_model
        and field.related_model.__module__.startswith("crewdesk.")
        if floor[model._meta.app_label] < floor[field.related_model._meta.app_label]
    ]
    assert upward == []


def test_url_names_lead_down_only():
    floor = floors() | {"styleguide": 0}
    upward = [
        f"{file.relative_to(SOURCE)}: {room}"
        for file in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]
        if "tests" not in file.parts
        for room in URL_NAME.findall(file.read_text())
        if floor.get(file.relative_to(SOURCE).parts[0], 99) < floor[room]
    ]
    assert upward == []


def test_every_route_states_its_right():
    silent = [
        f"{name} {entry.pattern}"
        for name, entry in routes(get_resolver())
        if name not in OPEN_ROUTES and not home_of(entry.callback).startswith(OPEN_MODULES)
        if getattr(entry.callback, "right", None) not in {PUBLIC, *LOWEST_ROLE}
    ]
    assert silent == []


def test_every_file_on_a_floor_is_in_a_room():
    """The regular expression above finds names at all, and each room is an installed app."""
    assert {"core", "accounts", "tickets", "channels"} <= {config.label for config in apps.get_app_configs()}
    assert URL_NAME.findall("{% url 'tickets:list' %} redirect(\"core:jobs\")") == ["tickets", "core"]
