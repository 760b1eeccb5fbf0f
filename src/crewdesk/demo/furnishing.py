"""Furnishes a sample desk: its people, groups, hours, companies, addresses, fields. All by the verbs that screens use."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from crewdesk.accounts.models import Brand, Desk, Group, Person, Schedule, User
from crewdesk.accounts.operations.desks import create_desk, update_brand
from crewdesk.accounts.operations.groups import create_group, staff_group, update_group
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.schedules import add_holiday, create_schedule
from crewdesk.accounts.operations.users import add_member, update_user
from crewdesk.channels.models import SupportAddress
from crewdesk.channels.webform.setting_up import update_form
from crewdesk.core.events import Via
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.models import FieldType
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.definitions.forms import create_form

from .content.fields import FIELDS, Field
from .content.people import GROUPS, ORGANIZATIONS, STAFF, Staff
from .content.staff import FINANCE, NIGHTS, T1, T2, TRUST

PASSWORD = "a calm harbor by night"
CONTENT_DOMAIN = "harbor.example"
ADDRESSES = {"support": None, "payments": FINANCE, "trust": TRUST, "developers": T2}
TYPES = {
    "text": FieldType.TEXT, "regex": FieldType.REGEXP, "date": FieldType.DATE, "decimal": FieldType.DECIMAL, "dropdown": FieldType.TAGGER,
}  # fmt: skip
# What the web form asks for besides the matter itself.
CATEGORIES = {
    "Payments and withdrawals": ("invoice_id", "transaction_date", "transaction_amount", "payout_method"),
    "Contract, client or freelancer": ("contract_id",),
    "Time tracker and technical problems": ("operating_system", "browser", "app_version", "tracker_version"),
    "Account and sign-in": ("device", "browser"),
    "Something else": (),
}
DAY = 24 * 60
AROUND_THE_CLOCK = [(day * DAY, (day + 1) * DAY) for day in range(7)]
WEEKDAYS = [(day * DAY + 8 * 60, day * DAY + 18 * 60) for day in range(1, 6)]


def furnish(slug: str, *, at: datetime) -> Desk:
    """Make desk `slug` with everything but customers and tickets. Staff have their addresses at <slug>.example."""
    domain = f"{slug}.example"
    make_persons([(_at(domain, one.email), one.name) for one in STAFF])
    owner = next(one for one in STAFF if one.role == "owner")
    desk = create_desk(
        slug=slug, name=slug.replace("-", " ").title(), owner_email=_at(domain, owner.email), owner_name=owner.name, at=at
    )
    with desk_scope(desk.pk):
        update_brand(Brand.objects.get(), by=None, at=at, signature_template="{{ agent.signature }}")
        members = {one.email: _member(one, domain) for one in STAFF}
        _make_groups(members, _make_schedules(at), at)
        for company in ORGANIZATIONS:
            is_marsh = company.domain == "marsh.example"
            create_organization(
                name=company.name,
                domain_names=[company.domain],
                details=company.industry,
                shared_tickets=is_marsh,
                by=None,
                at=at,
            )
        _make_forms(desk, at)
        groups = {group.name: group for group in Group.objects.all()}
        for local, group in ADDRESSES.items():
            SupportAddress.objects.create(
                address=f"{local}@{domain}", display_name=desk.name, brand=Brand.objects.get(), group=groups.get(group),
                is_default=local == "support",
            )  # fmt: skip
    return desk


def make_persons(people: list[tuple[str, str]]) -> None:
    """Persons with the demo's password, where the address is new. It is hashed once, as argon2 is slow by design."""
    known = set(Person.objects.filter(email__in=[email for email, _name in people]).values_list("email", flat=True))
    password = make_password(PASSWORD)
    made = Person.objects.bulk_create(
        Person(email=email, name=name, password=password) for email, name in people if email not in known
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in made
    )


def _at(domain: str, address: str) -> str:
    return address.replace(CONTENT_DOMAIN, domain)


def _member(staff: Staff, domain: str) -> User:
    """Somebody who speaks a language well is found by its tag."""
    languages = [f"speaks_{code}" for code, level in staff.languages.items() if level != "conversational"]
    facts = {
        "time_zone": staff.zone,
        "signature": staff.signature,
        "details": f"{staff.job_title}, {staff.city}",
        "tags": languages,
    }
    member = add_member(email=_at(domain, staff.email), name=staff.name, role=staff.role, by=None, **facts)
    return member if member.time_zone else update_user(member, by=None, at=member.created_at, **facts)


def _make_schedules(at: datetime) -> dict[str, Schedule]:
    clock = create_schedule(name="Around the clock", time_zone="UTC", intervals=AROUND_THE_CLOCK, by=None, at=at)
    office = create_schedule(
        name="European business hours", time_zone="Europe/Berlin", country="DE", intervals=WEEKDAYS, by=None, at=at
    )
    add_holiday(office, name="Team days", starts_on=date(at.year + 1, 6, 11), ends_on=date(at.year + 1, 6, 12), by=None, at=at)
    return {T1: clock, NIGHTS: clock, T2: office, FINANCE: office}


def _make_groups(members: dict[str, User], schedules: dict[str, Schedule], at: datetime) -> None:
    first = Group.objects.get()
    for number, plan in enumerate(GROUPS):
        facts = {"name": plan.name, "tier": plan.tier, "department": plan.department, "schedule": schedules.get(plan.name)}
        group = update_group(first, by=None, at=at, **facts) if number == 0 else create_group(by=None, at=at, **facts)
        own = [members[one.email] for one in STAFF if plan.name in one.groups]
        staff_group(group, members=own, lead=members[plan.lead], by=None, at=at)
        for one in STAFF:
            if one.groups[:1] == (plan.name,):
                update_user(members[one.email], by=None, at=at, default_group=group)


def _make_forms(desk: Desk, at: datetime) -> None:
    said = {"by": None, "via": Via.SYSTEM, "at": at}
    made = {one.key: _make_field(one, said) for one in FIELDS}
    create_form(
        name="Default form",
        display_name="Contact us",
        ticket_field_ids=[one.pk for one in made.values()],
        is_default=True,
        **said,
    )
    forms = [
        create_form(name=name, display_name=name, ticket_field_ids=[made[key].pk for key in keys], **said)
        for name, keys in CATEGORIES.items()
    ]
    update_form(desk, is_open=True, categories=[form.pk for form in forms], by=None, at=at)


def _make_field(plan: Field, said: dict):
    """Options are tags, which belong to one field each: hence the field's name in them."""
    options = [{"name": option.capitalize(), "value": f"{plan.key} {option}"} for option in plan.options]
    return create_field(
        type=TYPES[plan.kind], title=plan.title, key=plan.key, regexp_for_validation=plan.pattern, options=options,
        visible_in_portal=True, editable_in_portal=True, **said,
    )  # fmt: skip
