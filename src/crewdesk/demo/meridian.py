"""Meridian, a small desk beside Harbor: sells telescopes, and never sees anything of Harbor."""

from datetime import datetime, timedelta

from crewdesk.accounts.models import Brand, Desk, Group, Role
from crewdesk.accounts.operations.desks import create_desk
from crewdesk.accounts.operations.groups import staff_group, update_group
from crewdesk.accounts.operations.users import add_member, update_user
from crewdesk.channels.models import SupportAddress
from crewdesk.core.tenancy import desk_scope

from .content.model import Customer, Story, Turn
from .furnishing import make_persons

GROUP = "Stargazer Care"
OLGA, OMAR, LENA = "olga@meridian.example", "omar@meridian.example", "lena@harbor.example"
CARL = Customer("Carl Nyberg", "Carl", "Nyberg", "carl@nyberg.example", "en", "SE", "Europe/Stockholm", "Umeå", "client")
IVY = Customer("Ivy Okonkwo", "Ivy", "Okonkwo", "ivy.okonkwo@mail.example", "en", "GB", "Europe/London", "Hull", "client")
# Hours ago, who, channel, priority, type, subject, then turns: minutes later, author ("" the customer), step, text.
_TOLD = (
    (300, CARL, "email", "normal", "question", "Does the 8-inch mount carry a camera?", (
        (0, "", "opening", "Hello,\n\nI'd like to hang a 1.4 kg camera on the 8-inch Dobson. Will the altitude bearing hold it?\n\nBest\nCarl"),
        (95, OMAR, "fix", "Hi Carl,\n\nIt holds up to 1.8 kg if you tighten the left knob a quarter turn. Above that, use the counterweight kit.\n\nClear skies,\nOmar"),
        (240, "", "thanks", "Perfect, that's all I needed. Thank you!"),
    )),
    (52, IVY, "email", "high", "problem", "Finder scope arrived with a crack", (
        (0, "", "opening", "Hi,\n\nThe parcel came today and the finder scope has a crack right across the lens. What now?\n\nIvy"),
        (60, OLGA, "ask", "Hello Ivy,\n\nI'm sorry. Could you send a photo of the lens and of the label on the box? I'll put a new one in the post as soon as I have both.\n\nOlga"),
    )),
    (20, CARL, "web", "normal", "question", "Collimation after transport", (
        (0, "", "opening", "After a bumpy drive the stars look like little commas. Is there a guide for collimating with the laser you sell?"),
        (35, OMAR, "note", "He has the older laser without the barlow. The printed guide does not fit it."),
    )),
    (3, IVY, "email", "normal", "question", "Which eyepiece for Saturn?", (
        (0, "", "opening", "Hello again,\n\nwhich of your eyepieces shows the Cassini division in a 6-inch Newton with 750 mm?\n\nThanks\nIvy"),
    )),
)  # fmt: skip


def furnish_meridian(slug: str, *, at: datetime) -> Desk:
    """Make the desk: Olga owns it, Omar answers, and Lena of Harbor lends a hand as a light agent."""
    make_persons([(OLGA, "Olga Ferrand"), (OMAR, "Omar Sayed"), (LENA, "Lena Brandt")])
    desk = create_desk(slug=slug, name="Meridian", owner_email=OLGA, owner_name="Olga Ferrand", time_zone="Europe/Paris", at=at)
    with desk_scope(desk.pk):
        omar = add_member(email=OMAR, name="Omar Sayed", role=Role.AGENT, by=None)
        add_member(email=LENA, name="Lena Brandt", role=Role.LIGHT_AGENT, by=None)
        group = update_group(Group.objects.get(), by=None, at=at, name=GROUP)
        staff_group(group, members=[group.lead, omar], lead=group.lead, by=None, at=at)
        for member in (group.lead, omar):
            update_user(member, by=None, at=at, default_group=group)
        SupportAddress.objects.create(
            address=f"care@{slug}.example", display_name=desk.name, brand=Brand.objects.get(), is_default=True
        )
    return desk


def meridian_stories(until: datetime) -> list[Story]:
    """Its few tickets, oldest first."""
    return [_story(until - timedelta(hours=hours), *told) for hours, *told in _TOLD]


def _story(at: datetime, who: Customer, channel: str, priority: str, type: str, subject: str, turns: tuple) -> Story:
    told = [
        Turn("customer" if not author else "note" if step == "note" else "agent", minutes, text, author or None, step=step)
        for minutes, author, step, text in turns
    ]
    return Story(
        topic="", category="", subcategory="", language=who.language, subject=subject, at=at, requester=who, channel=channel,
        priority=priority, severity="", type=type, group=GROUP, turns=told,
    )  # fmt: skip
