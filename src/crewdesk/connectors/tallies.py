"""What an import of a whole account or desk brought, in words."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .models import ImportRun

# The words under which the runs count.
LABELS: dict[str, Promise] = {
    "groups": _("Groups"), "group memberships": _("Group memberships"), "organizations": _("Organizations"),
    "ticket fields": _("Ticket fields"), "user fields": _("User fields"), "organization fields": _("Organization fields"),
    "ticket statuses": _("Ticket statuses"), "ticket forms": _("Ticket forms"), "users": _("Users"), "addresses": _("Addresses"),
    "tickets": _("Tickets"), "comments": _("Comments"), "files": _("Files"),
}  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How many rows of one kind."""

    label: str
    created: int
    updated: int = 0
    skipped: int = 0


def tallies_of(run: ImportRun) -> list[Tally]:
    """One a kind: of an account in the order in which its parts come, of a desk by table."""
    kinds = run.counters.get("kinds", {})
    known = [name for name in LABELS if name in kinds]
    told = [Tally(str(LABELS.get(name, name)), **kinds[name]) for name in [*known, *sorted(kinds.keys() - LABELS.keys())]]
    tables = {name: count for name, count in run.counters.items() if "." in name and count}
    return told or sorted((Tally(_table(name), count) for name, count in tables.items()), key=lambda tally: tally.label)


def rows_of(run: ImportRun) -> int:
    """All rows together."""
    return sum(tally.created + tally.updated + tally.skipped for tally in tallies_of(run))


def _table(name: str) -> str:
    try:
        return capfirst(str(apps.get_model(name)._meta.verbose_name_plural))
    except (LookupError, ValueError):
        return name
