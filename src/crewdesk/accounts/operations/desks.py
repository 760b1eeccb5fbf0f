"""Verbs that make and change a desk."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import desk_scope

from ..events import AccountEvent
from ..models import Brand, Desk, Group, Membership, Role, Schedule, ScheduleInterval, User
from ..rights import require
from ..zones import zone_names
from ._changes import apply
from .users import add_member

MINUTES_A_DAY = 24 * 60
OFFICE_HOURS = tuple((day * MINUTES_A_DAY + 9 * 60, day * MINUTES_A_DAY + 18 * 60) for day in range(1, 6))


def create_desk(
    *,
    slug: str,
    name: str,
    owner_email: str,
    owner_name: str,
    password: str | None = None,
    locale: str = "en",
    time_zone: str = "UTC",
    at: datetime,
) -> Desk:
    """Make a desk with its owner, a first group, a brand and office hours. Opens the new desk's scope by itself.

    A person who has the owner's address already keeps their password. Raises Refused for a slug that is taken or unfit.
    """
    desk = Desk(slug=slug, name=name, locale=locale, time_zone=time_zone)
    validate_desk(desk)
    with transaction.atomic():
        desk.save()
        with desk_scope(desk.pk):
            _furnish(desk, owner_email=owner_email, owner_name=owner_name, password=password, at=at)
    return desk


def create_first_desk(**facts: Any) -> Desk:
    """`create_desk`, while there is none: for whoever opens a fresh installation. Raises Refused for who comes second."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('crewdesk first desk'))")
        if Desk.objects.exists():
            raise Refused(_("This installation has a desk already. Sign in, or ask for an invitation."))
        return create_desk(**facts)


@operation(AccountEvent.DESK_UPDATED)
def update_desk(desk: Desk, *, by: User | None, at: datetime, via: str = Via.WEB, **values: Any) -> Desk:
    """Change name, locale, time zone, `mfa_roles` or settings of the desk in scope.

    Who must have a second factor is for those with the right `sign_in.update` to say.
    """
    require(by, "sign_in.update" if "mfa_roles" in values else "desk.update")
    if changes := apply(desk, values):
        validate_desk(desk)
        record(AccountEvent.DESK_UPDATED, desk, by=by, via=via, changes=changes, at=at)
    return desk


@operation(AccountEvent.DESK_UPDATED)
def update_brand(brand: Brand, *, by: User | None, at: datetime, via: str = Via.WEB, **values: Any) -> Brand:
    """Change a brand: the name and signature under which customers hear from the desk."""
    require(by, "desk.update")
    if changes := apply(brand, values):
        record(AccountEvent.DESK_UPDATED, brand, by=by, via=via, changes=changes, at=at)
    return brand


@operation(AccountEvent.DESK_CREATED)
def _furnish(desk: Desk, *, owner_email: str, owner_name: str, password: str | None, at: datetime) -> None:
    schedule = Schedule.objects.create(name=_("Office hours"), time_zone=desk.time_zone, is_default=True)
    ScheduleInterval.objects.bulk_create(
        ScheduleInterval(schedule=schedule, start_minute=start, end_minute=end) for start, end in OFFICE_HOURS
    )
    Brand.objects.create(name=desk.name, is_default=True)
    owner = add_member(email=owner_email, name=owner_name, role=Role.OWNER, by=None, password=password)
    group = Group.objects.create(name=_("Support"), lead=owner, schedule=schedule, is_default=True)
    Membership.objects.create(group=group, user=owner, is_default=True)
    record(AccountEvent.DESK_CREATED, desk, by=None, via=Via.SYSTEM, changes={"slug": [None, desk.slug]}, at=at)


def validate_desk(desk: Desk) -> None:
    """Raise Refused for a slug that is taken or unfit, or a time zone that there is not."""
    if desk.time_zone not in zone_names():
        raise Refused(_("There is no time zone %(name)s.") % {"name": desk.time_zone}, field="time_zone")
    try:
        desk.full_clean()
    except ValidationError as problem:
        field, messages = next(iter(problem.message_dict.items()))
        code = "DuplicateValue" if any(e.code == "unique" for e in problem.error_dict[field]) else "InvalidValue"
        raise Refused(messages[0], field=field, code=code) from problem
