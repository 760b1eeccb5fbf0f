"""Verbs on customers' companies."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Organization, User
from ..profile_values import put_into
from ..rights import require
from ._changes import apply, unless_taken

TAKEN = gettext_lazy("There is an organization of this name already.")


@operation(AccountEvent.ORGANIZATION_CREATED)
def create_organization(*, name: str, by: User | None, at: datetime, via: str = Via.WEB, **values: Any) -> Organization:
    """Make an organization. Customers who write from one of its `domain_names` from now on belong to it."""
    require(by, "organization.update")
    values = put_into(Organization(), _fit({"name": name, **values}))
    with unless_taken(TAKEN, field="name"):
        organization = Organization.objects.create(**values)
    record(AccountEvent.ORGANIZATION_CREATED, organization, by=by, via=via, changes={"name": [None, organization.name]}, at=at)
    return organization


@operation(AccountEvent.ORGANIZATION_UPDATED)
def update_organization(
    organization: Organization, *, by: User | None, at: datetime, via: str = Via.WEB, **values: Any
) -> Organization:
    """Change an organization; its present users stay in it. `organization_fields` are put into those that are there."""
    require(by, "organization.update")
    values = put_into(organization, _fit(values, organization))
    with unless_taken(TAKEN, field="name"):
        changes = apply(organization, values)
    if changes:
        record(AccountEvent.ORGANIZATION_UPDATED, organization, by=by, via=via, changes=changes, at=at)
    return organization


@operation(AccountEvent.ORGANIZATION_DELETED)
def delete_organization(organization: Organization, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Delete an organization; its users belong to none then."""
    require(by, "organization.delete")
    record(AccountEvent.ORGANIZATION_DELETED, organization, by=by, via=via, changes={"name": [organization.name, None]}, at=at)
    organization.delete()


def _fit(values: dict[str, Any], present: Organization | None = None) -> dict[str, Any]:
    others = Organization.objects.exclude(pk=present.pk) if present else Organization.objects.all()
    if "name" in values:
        values["name"] = values["name"].strip()
        if not values["name"]:
            raise Refused(_("Give the organization a name."), field="name", code="BlankValue")
        _refuse_taken_name(values["name"], others)
    if "domain_names" in values:
        values["domain_names"] = list(
            dict.fromkeys(name.strip().lower().lstrip("@") for name in values["domain_names"] if name.strip())
        )
        _refuse_taken_domains(values["domain_names"], others)
    return values


def _refuse_taken_name(name: str, others: QuerySet[Organization]) -> None:
    if others.filter(name=name).exists():
        raise Refused(TAKEN, field="name", code="DuplicateValue")


def _refuse_taken_domains(domains: list[str], others: QuerySet[Organization]) -> None:
    owner = others.filter(domain_names__has_any_keys=domains).first() if domains else None
    if owner is not None:
        taken = next(domain for domain in domains if domain in owner.domain_names)
        message = _("%(value)s belongs to another organization.") % {"value": taken}
        raise Refused(message, field="domain_names", code="DuplicateValue")
