"""What the account has and this program has no room for yet: counted, named, and left where it is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..operations.imports import CannotImport
from .refusals import NotAllowed, NotThere
from .running import Work
from .words import Row, first, listed, text

NAMED = 50
NAMES = ("title", "name", "raw_title")


def count_leftovers(work: Work) -> None:
    """Note each of them in the report."""
    for what, path, name in _lists():
        try:
            for page in work.client.pages(path):
                for row in _whole(listed(page, name), name):
                    work.note(what, first(text(row.get(column), 120) for column in NAMES), most=NAMED)
        except NotThere:
            continue  # this plan, or this program, has none
        except NotAllowed as problem:
            work.note(_("Could not be read"), str(problem))
        except CannotImport as problem:
            work.note(_("Could not be counted"), str(problem))


def _lists() -> Iterator[tuple[str, str, str]]:
    yield _("Macros stay behind"), "/api/v2/macros.json", "macros"
    yield _("Triggers stay behind"), "/api/v2/triggers.json", "triggers"
    yield _("Automations stay behind"), "/api/v2/automations.json", "automations"
    yield _("Views stay behind"), "/api/v2/views.json", "views"
    yield _("SLA policies stay behind"), "/api/v2/slas/policies.json", "sla_policies"
    yield _("Articles of the Help Center stay behind"), "/api/v2/help_center/articles.json", "articles"
    yield _("Brands stay behind: all tickets have the brand of this desk"), "/api/v2/brands.json", "brands"


def _whole(rows: list[Row], name: str) -> list[Row]:
    """One brand is no loss."""
    return rows if name != "brands" or len(rows) > 1 else []
