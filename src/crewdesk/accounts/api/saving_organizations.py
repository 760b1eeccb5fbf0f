"""From the dialect's organization to our verbs, alone or as an item of a bulk call."""

from datetime import datetime
from typing import Any

from crewdesk.core.api.rows import named_row
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Group, Organization, User
from ..operations.organizations import create_organization, update_organization
from ..operations.tags import clean_tags
from ..rights import require
from .schemas import OrganizationIn
from .text import fitting, plain_fields
from .unique import hold, refuse_same_external_id

MOST_DOMAINS, LONGEST_DOMAIN = 500, 253


def create(sent: OrganizationIn, *, by: User, at: datetime) -> Organization:
    """Make what was sent."""
    require(by, "organization.update")
    values = {"name": "", **_values(sent, None)}
    return create_organization(**values, by=by, at=at, via=Via.API)


def update(organization: Organization, sent: OrganizationIn, *, by: User, at: datetime) -> Organization:
    """Change what was sent."""
    require(by, "organization.update")
    return update_organization(organization, **_values(sent, organization), by=by, at=at, via=Via.API)


def create_or_update(sent: OrganizationIn, *, by: User, at: datetime) -> tuple[Organization, bool]:
    """Change the organization with this id or external id, or make one; and whether it was made."""
    # Before anything is looked up: whether it is there is not for everybody to know.
    require(by, "organization.update")
    external_id = str(sent.external_id if sent.external_id is not None else "").strip()
    hold(Organization, external_id)
    known = named_row(Organization.objects.all(), sent.id, "id")
    if known is None and external_id:
        known = Organization.objects.filter(external_id=external_id).order_by("id").first()
    return (create(sent, by=by, at=at), True) if known is None else (update(known, sent, by=by, at=at), False)


def _values(sent: OrganizationIn, present: Organization | None) -> dict[str, Any]:
    """Columns of the members that were sent."""
    given = sent.model_fields_set
    values: dict[str, Any] = {name: getattr(sent, name) or "" for name in ("name", "details", "notes") if name in given}
    values |= {name: bool(getattr(sent, name)) for name in ("shared_tickets", "shared_comments") if name in given}
    if "external_id" in given:
        values["external_id"] = refuse_same_external_id(Organization.objects.all(), sent.external_id, present)
    if "group_id" in given:
        values["group"] = named_row(Group.objects.filter(deleted_at=None), sent.group_id, "group_id")
    if sent.tags is not None:
        values["tags"] = clean_tags(sent.tags)
    if sent.domain_names is not None:
        values["domain_names"] = _domains(sent.domain_names)
    if sent.organization_fields is not None:
        known = present.organization_fields if present else {}
        values["organization_fields"] = plain_fields(sent.organization_fields, known, "organization_fields")
    return fitting(Organization, values)


def _domains(sent: list[str]) -> list[str]:
    if len(sent) > MOST_DOMAINS or any(len(name) > LONGEST_DOMAIN for name in sent):
        raise Refused(f"Domain names: at most {MOST_DOMAINS}, of {LONGEST_DOMAIN} characters", field="domain_names")
    return sent
