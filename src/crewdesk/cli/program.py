"""What most commands begin with: Django, the database, a desk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .failures import WrongUse


def load_django(role: str = "app") -> None:
    """Set Django up to connect as the database role `role`. Nothing is connected yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crewdesk.settings")
    os.environ["DATABASE_ROLE"] = role
    import django

    try:
        django.setup(set_prefix=False)
    except OSError as problem:
        raise WrongUse(
            f"{problem.filename} cannot be used ({problem.strerror}). Choose another data folder: CREWDESK_DATA=/path"
        ) from None


@contextmanager
def database(role: str = "app") -> Iterator[None]:
    """Have Django and a running database. The embedded server is stopped again when this command started it."""
    load_django(role)
    from django.conf import settings

    from crewdesk.core.supervisor.database import running
    from crewdesk.core.supervisor.folder import refuse_unfit

    if settings.EMBEDDED:
        refuse_unfit(settings.CREWDESK_DATA)
    with running(settings.EMBEDDED):
        yield


@contextmanager
def desk_named(slug: str) -> Iterator:
    """The desk `slug`, in scope, in one transaction."""
    with database():
        from crewdesk.core.tenancy import desk_scope

        desk = found_desk(slug)
        with desk_scope(desk.pk):
            yield desk


def found_desk(slug: str):
    """The desk `slug`, for verbs that open its scope themselves; the database runs."""
    from crewdesk.accounts.models import Desk

    desk = Desk.objects.filter(slug=slug).first()
    if desk is None:
        raise WrongUse(f"There is no desk {slug!r}. `crewdesk desk create` makes one.")
    return desk


def member_named(email: str):
    """The user of the desk in scope with this address; a command acts and asks in their name."""
    from crewdesk.accounts.models import User

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise WrongUse(f"This desk has no user {email!r}.")
    return user
