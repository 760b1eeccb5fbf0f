"""The whole way of an account in one call, for the command line."""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, User
from crewdesk.core.clock import now
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import desk_scope

from ..models import ImportRun
from ..operations.imports import CannotImport
from ..sheets.running import Overtaken
from .client import Client, Json
from .fields import bring_fields
from .forms import bring_forms, bring_statuses
from .groups import bring_groups, bring_memberships
from .leftovers import count_leftovers
from .links import end_links
from .organizations import bring_organizations
from .profile_fields import bring_profile_fields
from .running import Progress, Work
from .runs import begin_run, end_run, fail_run
from .tickets import bring_tickets
from .users import bring_users
from .words import email, number

HOME = ".zendesk.com"
LONGEST = 80
# In this order: what is named comes before what names it.
STEPS: dict[str, Callable[[Work], None]] = {
    "groups": bring_groups, "profile_fields": bring_profile_fields, "organizations": bring_organizations, "fields": bring_fields, "statuses": bring_statuses, "forms": bring_forms,
    "users": bring_users, "memberships": bring_memberships, "tickets": bring_tickets, "links": end_links, "leftovers": count_leftovers,
}  # fmt: skip


def bring_account(desk: Desk, client: Client, *, progress: Progress | None = None) -> ImportRun:
    """Bring everything that is new or changed. Raises CannotImport with what to do; run again, it goes on where it was."""
    me = client.begin()
    with desk_scope(desk.pk):
        _refuse_itself(me)
        run = begin_run(account_of(client.origin), origin=client.origin, at=now())
    work = Work(desk, run, client, at=now(), progress=progress)
    try:
        work.carry_out(STEPS)
        with desk_scope(desk.pk):
            return end_run(run.pk, cursor=work.cursor, at=now())
    except Overtaken as problem:
        raise CannotImport(
            _("Another import of this account is at work on this desk, and went on. Look at what it brings.")
        ) from problem
    except Exception as problem:
        with desk_scope(desk.pk):
            said = problem.message if isinstance(problem, Refused) else f"{type(problem).__name__}: {problem}"
            fail_run(run.pk, said, cursor=work.cursor, at=now())
        raise


def _refuse_itself(me: Json) -> None:
    """A desk that is brought to itself would double with each run."""
    if User.objects.filter(pk=number(me.get("id")), email=email(me.get("email")) or "-").exists():
        raise CannotImport(_("This token belongs to the desk itself. Give one of the account that is to be brought here."))


def account_of(origin: str) -> str:
    """By what rows of the account are known: `zendesk:acme`, or the host where it has one of its own."""
    host = urlsplit(origin).netloc.lower()
    name = f"zendesk:{host.removesuffix(HOME)}"
    return name if len(name) <= LONGEST else f"zendesk:{hashlib.sha256(host.encode()).hexdigest()}"
