"""What customers of the demo do by themselves: now and then somebody writes, now and then somebody answers."""

from datetime import datetime, timedelta
from random import Random

from crewdesk.accounts.models import Desk, User
from crewdesk.core.clock import now
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.models import Status, Ticket

from ..content.languages import VOICES
from ..content.live_mail import next_mail
from ..content.people import CLEO
from ..content.template import pick, render
from ..sample import HARBOR
from .letters import Letter, latest_of_each, name_of
from .writing import write_answer, write_new

WRITES_SHARE, ANSWERS_SHARE = 0.4, 0.25
# With so many new tickets nobody seems to be there, and customers write no more.
MOST_NEW = 120
SOONEST, LATEST = timedelta(seconds=45), timedelta(minutes=20)
MAILBOXES_READ = 30


def live_a_little() -> None:
    """One beat: perhaps a new mail, perhaps an answer to an agent's."""
    dice = Random()
    if dice.random() < WRITES_SHARE and not _is_overrun():
        mail = next_mail(dice)
        write_new(
            name=mail["from_name"], address=mail["from_addr"], to=f"support@{HARBOR}.example", subject=mail["subject"], text=mail["text"],
            html=mail["html"], files=mail["attachments"],
        )  # fmt: skip
    if dice.random() < ANSWERS_SHARE and (waiting := _answerable(now())):
        address, letter = pick(dice, waiting)
        write_answer(letter, name=name_of(letter), address=address, text=_thanks(dice, address))


def _thanks(dice: Random, address: str) -> str:
    with desk_scope(_harbor()):
        language = User.objects.filter(email=address).values_list("locale", flat=True).first()
    voice = VOICES.get(language, VOICES["en"])
    return render(pick(dice, [text for text in voice.thanks if "{" not in text]), dice, {})


def _harbor() -> int:
    return Desk.objects.get(slug=HARBOR).pk


def _is_overrun() -> bool:
    with desk_scope(_harbor()):
        return Ticket.objects.filter(status=Status.NEW)[:MOST_NEW].count() >= MOST_NEW


def _answerable(at: datetime) -> list[tuple[str, Letter]]:
    """Replies of agents that lie in a mailbox for a minute or so. Cleo is for the visitor to play."""
    found = []
    for address, letter in latest_of_each()[:MAILBOXES_READ]:
        if (
            address != CLEO.email
            and not letter.is_sent
            and SOONEST < at - letter.at < LATEST
            and "Auto-Submitted" not in letter.message
        ):
            found.append((address, letter))
    return found
