"""The sample desks. `load` fills one in bulk, in steps that a stopped start goes on from."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, Role
from crewdesk.core.clock import now
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.tally import fold

from .content.conversation import stories
from .content.model import Story
from .furnishing import PASSWORD, furnish
from .loading.filling import Filling
from .meridian import furnish_meridian, meridian_stories
from .post import letters
from .post.deposit import deposit
from .statistics import refresh_statistics

HARBOR, MERIDIAN = "harbor", "meridian"
# In Desk.settings: what is to be loaded, and how much of it is.
SETTING = "sample"
CHUNK = 250
YEAR = timedelta(days=366)
Progress = Callable[[int], None]


def load_demo(*, tickets: int = 5000, progress: Progress | None = None) -> None:
    """Load Harbor and its small neighbour Meridian, once, and fill the customers' mailboxes."""
    harbor, until = load(tickets=tickets, progress=progress), now()
    filled = letters.root() / ".filled"
    if not filled.exists():
        with desk_scope(harbor.pk):
            deposit()
        letters.root().mkdir(exist_ok=True)
        filled.touch()
    told = meridian_stories(until)
    desk = _begun(MERIDIAN, furnish_meridian, tickets=len(told), seed=0, until=until)
    _fill(desk, told, None)


def load(
    *, slug: str = HARBOR, tickets: int = 5000, seed: int = 11, until: datetime | None = None, progress: Progress | None = None
) -> Desk:
    """Make the sample desk `slug` with `tickets` of the year before `until` (aware, now by default); the same input gives the same desk.

    A desk that is loaded stays as it is; one that is half loaded is finished as it was begun. `progress` is told how many tickets
    stand. Raises Refused for a desk that is no sample.
    """
    desk = _begun(slug, furnish, tickets=tickets, seed=seed, until=until or now())
    plan = desk.settings[SETTING]
    if plan["done"] < plan["tickets"]:
        _fill(desk, stories(plan["seed"], plan["tickets"], until=datetime.fromisoformat(plan["until"])), progress)
        refresh_statistics()
    return desk


def logins() -> list[tuple[str, str, str]]:
    """(role, address, password) of those as whom the demo is best looked at."""
    people = (
        (Role.OWNER, "margaret"),
        (Role.ADMIN, "ada"),
        (Role.LEAD, "lena"),
        (Role.AGENT, "ben"),
        (Role.LIGHT_AGENT, "sofia"),
    )
    return [(str(role.label), f"{name}@{HARBOR}.example", PASSWORD) for role, name in people]


def _begun(slug: str, make: Callable[..., Desk], *, tickets: int, seed: int, until: datetime) -> Desk:
    """The desk with its plan; made with all its furniture at once, or not at all."""
    if desk := Desk.objects.filter(slug=slug).first():
        if SETTING not in desk.settings:
            message = _(
                "The desk %(slug)s is no sample desk, so nothing is loaded into it. Choose another name, or another data folder."
            )
            raise Refused(message % {"slug": slug})
        return desk
    with transaction.atomic():
        desk = make(slug, at=until - YEAR)
        desk.created_at = until - YEAR
        desk.save(update_fields=["created_at"])
        _note(desk, {"tickets": tickets, "seed": seed, "until": until.isoformat(), "done": 0})
    return desk


def _note(desk: Desk, plan: dict[str, Any]) -> None:
    """Keep the plan beside what the verbs of furnishing, or an admin while the rest is loaded, have set."""
    desk.settings = Desk.objects.select_for_update().get(pk=desk.pk).settings | {SETTING: plan}
    desk.save(update_fields=["settings"])


def _fill(desk: Desk, told: Iterable[Story], progress: Progress | None) -> None:
    plan = desk.settings[SETTING]
    rest = islice(told, plan["done"], None)
    with desk_scope(desk.pk):
        filling = Filling(desk, until=datetime.fromisoformat(plan["until"]), seed=plan["seed"])
    while chunk := list(islice(rest, CHUNK)):
        with desk_scope(desk.pk):
            filling.add(chunk, first=plan["done"])
            plan["done"] += len(chunk)
            if plan["done"] % (20 * CHUNK) < CHUNK or plan["done"] == plan["tickets"]:
                fold()
            _note(desk, plan)
        if progress:
            progress(plan["done"])
