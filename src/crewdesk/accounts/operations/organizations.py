"""Verbs on customers' companies."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Organization, User
from ..rights import require
from ._changes import apply


@operation(AccountEvent.ORGANIZATION_CREATED)
def create_organization(*, name: str, by: User | None, at: datetime, via: str = Via.WEB, **values: Any) -> Organization:
    """Make an organization. Customers who write from one of its `domain_names` from now on belong to it."""
    require(by, "organization.update")
    values = _fit({"name": name, **values})
    organization = Organization.objects.create(**values)
    record(AccountEvent.ORGANIZATION_CREATED, organization, by=by, via=via, changes={"name": [None, organization.name]}, at=at)
    return organization


@operation(AccountEvent.ORGANIZATION_UPDATED)
def update_organization(
    organization: Organization, *, by: User | None, at: datetime, via: str = Via.WEB, **values: Any
) -> Organization:
    """Change an organization; its present users stay in it."""
    require(by, "organization.update")
    if changes := apply(organization, _fit(values, organization)):
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
        if others.filter(name=values["name"]).exists():
            raise Refused(_("There is an organization of this name already."), field="name", code="DuplicateValue")
    if "domain_names" in values:
        values["domain_names"] = list(
            dict.fromkeys(name.strip().lower().lstrip("@") for name in values["domain_names"] if name.strip())
        )
        for domain in values["domain_names"]:
            if others.filter(domain_names__contains=[domain]).exists():
                raise Refused(
                    _("%(value)s belongs to another organization.") % {"value": domain},
                    field="domain_names",
                    code="DuplicateValue",
                )
    return values
