"""Loads what the parts share before they are forked, so that it lies in memory once."""

from importlib import import_module

SHARED = (
    "crewdesk.urls",
    "procrastinate.contrib.django.procrastinate_app",
    "psycopg",
    "asyncio",
)


def preload() -> None:
    """Import views, templates and libraries. Opens no connection and starts no thread."""
    from django.template.loader import get_template
    from django.urls import resolve

    for name in SHARED:
        import_module(name)
    resolve("/healthz")
    get_template("core/base.html")
