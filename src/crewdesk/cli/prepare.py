"""What is done before the parts start, each step in a child process of its own, so that its memory is given back."""

import sys
from collections.abc import Callable

from crewdesk.core.supervisor.process import Part, fork, wait_for


def prepare(*, demo: bool) -> None:
    """Migrate, refuse unsafe roles, collect the style sheets; with `demo` load the sample desk. Ends the program when one fails."""
    _do("migrate", _migrate)
    _do("static", collect_static)
    if demo:
        _do("sample", _load_sample)


def check_roles() -> None:
    """Refuse to serve as a role that row-level security does not hold (UnsafeRole)."""
    from django.db import connection

    from crewdesk.core.postgres.roles import refuse_unsafe_role
    from crewdesk.core.supervisor.role import use_role

    for role in ("app", "worker"):
        use_role(role)
        with connection.cursor() as cursor:
            refuse_unsafe_role(cursor)
        connection.close()


def collect_static() -> None:
    """Put style sheets and scripts into STATIC_ROOT, compressed and with a fingerprint in their names."""
    from django.conf import settings
    from django.core.management import call_command

    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def _do(name: str, step: Callable[[], None]) -> None:
    from .failures import as_one_line

    def run() -> None:
        with as_one_line():
            step()

    if code := wait_for(fork(Part(name, run))):
        sys.exit(code if code > 0 else 1)


def _migrate() -> None:
    from django.conf import settings

    from .migrate import bring_up_to_date, refuse_outdated

    if settings.EMBEDDED or settings.DATABASE_OWNER_URL:
        bring_up_to_date()
    else:
        refuse_outdated()
    check_roles()


def refuse_unready() -> None:
    """End the program when migrations wait or a role is unsafe; changes nothing."""
    from .migrate import refuse_outdated

    def check() -> None:
        refuse_outdated()
        check_roles()

    _do("check", check)


def _load_sample() -> None:
    from .sample import load_demo

    load_demo()
