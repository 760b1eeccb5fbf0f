"""What a column can become, and which one it looks like."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.models import ProfileField
from crewdesk.tickets.models import FieldType, TicketField

USERS, ORGANIZATIONS, TICKETS = KINDS = ("users", "organizations", "tickets")
LABELS = {USERS: _("Users"), ORGANIZATIONS: _("Organizations"), TICKETS: _("Tickets")}
FIELD = "field:"


@dataclass(frozen=True)
class Target:
    """A place for a column. `spellings` are headings under which it is found, beside its key and label."""

    key: str
    label: str | Promise
    spellings: str = ""
    required: bool = False
    is_custom: bool = False


_EXTERNAL = Target(
    "external_id",
    _("External id"),
    "id, external id, externalid, ticket id, user id, organization id, kundennummer, customer id, nr, number",
)
_TAGS = Target("tags", _("Tags"), "tag, labels, label, schlagworte, etiquetas")
_CREATED = Target(
    "created_at",
    _("Created"),
    "created, created on, created date, creation date, date, opened, opened at, erstellt, erstellt am, creado",
)
_TARGETS = {
    USERS: (
        Target("email", _("E-mail"), "email, e-mail address, email address, mail, primary email, e mail, correo", required=True),
        Target("name", _("Name"), "full name, fullname, user, user name, customer, customer name, display name, nombre"),
        _EXTERNAL,
        Target("phone", _("Phone"), "phone number, telephone, tel, mobile, telefon, handy, telefono"),
        Target("organization", _("Organization"), "company, company name, organization name, organisation, account, firma, empresa"),
        _TAGS,
        Target("locale", _("Language"), "locale, lang, sprache, idioma"),
        Target("time_zone", _("Time zone"), "timezone, zeitzone, tz"),
        Target("details", _("Details"), "about, description"),
        Target("notes", _("Notes"), "note, comment, comments, notizen"),
        _CREATED,
    ),
    ORGANIZATIONS: (
        Target("name", _("Name"), "organization, organization name, organisation, company, company name, firma, empresa", required=True),
        _EXTERNAL,
        Target("domain_names", _("Domains"), "domain, domain names, domain name, website, default"),
        _TAGS,
        Target("details", _("Details"), "about, description"),
        Target("notes", _("Notes"), "note, comment, comments, notizen"),
        Target("shared_tickets", _("Members see each other's tickets"), "shared tickets, shared"),
        _CREATED,
    ),
    TICKETS: (
        Target("requester_email", _("Requester's e-mail"), "requester e-mail, requester, email, e-mail, from, customer email, contact email, sender", required=True),
        Target("subject", _("Subject"), "title, summary, betreff, asunto, raw subject", required=True),
        Target("description", _("First message"), "body, message, text, comment, question, beschreibung, nachricht"),
        Target("requester_name", _("Requester's name"), "requester, customer, customer name, contact, contact name, name"),
        _EXTERNAL,
        Target("status", _("Status"), "state, ticket status, zustand, estado"),
        Target("priority", _("Priority"), "prio, urgency, severity, prioritat, prioridad"),
        Target("type", _("Type"), "ticket type, art, tipo"),
        Target("assignee_email", _("Assignee's e-mail"), "assignee, agent email, agent, owner, assigned to, bearbeiter"),
        Target("group", _("Group"), "team, group name, department, gruppe, queue"),
        Target("organization", _("Organization"), "company, company name, organization name, organisation, firma"),
        _TAGS,
        _CREATED,
        Target("updated_at", _("Last changed"), "updated, last updated, last update, modified, changed, geandert"),
        Target("solved_at", _("Solved"), "resolved, resolved at, solved on, closed at, closed, resolution date, gelost"),
    ),
}  # fmt: skip


def targets(kind: str) -> list[Target]:
    """What columns of a file of `kind` can become at the desk in scope, its custom fields included."""
    return [*_TARGETS[kind], *_custom_fields(kind)]


def label_of(key: str) -> str:
    """What people call a target that is no custom field."""
    return next((str(target.label) for known in _TARGETS.values() for target in known if target.key == key), key)


def guess(headings: Sequence[str], among: Sequence[Target]) -> list[str]:
    """A target for each heading, or ''; none is given twice, and an exact name wins over a spelling."""
    chosen = [""] * len(headings)
    plain = [_plain(heading) for heading in headings]
    for names_of in (_own_names, _spellings):
        for target in among:
            if target.key in chosen:
                continue
            fitting = (n for n, heading in enumerate(plain) if heading and not chosen[n] and heading in names_of(target))
            if (place := next(fitting, None)) is not None:
                chosen[place] = target.key
    return chosen


def _own_names(target: Target) -> set[str]:
    return {_plain(target.key), _plain(str(target.label)), _plain(target.key.removeprefix(FIELD))}


def _spellings(target: Target) -> set[str]:
    return {_plain(one) for one in target.spellings.split(",") if one.strip()}


def _custom_fields(kind: str) -> list[Target]:
    if kind == TICKETS:
        fields = TicketField.objects.filter(is_active=True).exclude(type=FieldType.LOOKUP)
    else:
        fields = ProfileField.objects.filter(is_active=True, kind="user" if kind == USERS else "organization")
    return [Target(f"{FIELD}{field.key}", field.title, is_custom=True) for field in fields]


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.casefold()).strip()
