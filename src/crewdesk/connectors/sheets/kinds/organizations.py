"""Organizations: known by external id, else by name."""

from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.events import AccountEvent
from crewdesk.accounts.models import Organization, ProfileField
from crewdesk.accounts.profile_values import fields_of
from crewdesk.core.bulk import insert

from ..cells import BadCell, flag, parts, plain, short, words
from .common import Action, Importer, Plan, Row, Setting, differing, required
from .custom import with_values


class Organizations(Importer):
    """Rows that are organizations."""

    keys = {"external_id": plain, "name": plain}

    def __init__(self, setting: Setting):
        super().__init__(setting)
        # Domains belong to one organization, 0 where the file brings it; those of the whole desk are few.
        self._owners = {
            domain: pk for pk, domains in Organization.objects.values_list("pk", "domain_names") for domain in domains
        }
        self._fields = fields_of(ProfileField.Kind.ORGANIZATION, with_options=True)

    def look_up(self, rows: list[Row]) -> None:
        names = {plain(row.get("name")) for row in rows}
        external = {plain(row.get("external_id")) for row in rows} - {""}
        self._by_name = {one.name: one for one in Organization.objects.filter(name__in=names)}
        self._by_external = {one.external_id: one for one in Organization.objects.filter(external_id__in=external)}

    def plan_one(self, row: Row) -> Plan:
        data = self._data(row)
        present = self._by_external.get(data.get("external_id", "")) or self._by_name.get(data["name"])
        namesake = self._by_name.get(data["name"])
        if namesake is not None and namesake != present:
            raise BadCell(_("Another organization has this name already. Give it another one."))
        data = with_values(row, data, present, self._fields, "organization_fields")
        self._refuse_taken_domains(data, present)
        self._owners |= dict.fromkeys(data.get("domain_names", ()), present.pk if present else 0)
        if present is None:
            return Plan(row, Action.CREATE, data | {"created_at": self.instant(row, "created_at") or self.setting.at})
        changes = differing(present, data)
        return Plan(
            row,
            Action.UPDATE if changes else Action.SKIP,
            changes,
            target=present,
            problem="" if changes else _("Nothing differs."),
        )

    def create(self, plans: list[Plan]) -> None:
        made = [Organization(id=self.ids(Organization), updated_at=self.setting.at, **plan.data) for plan in plans]
        insert(made)
        self.record(AccountEvent.ORGANIZATION_CREATED, [(one, {"name": [None, one.name]}, self.setting.at) for one in made])

    def update(self, plans: list[Plan]) -> None:
        for plan in plans:
            for name, (_before, after) in plan.data.items():
                setattr(plan.target, name, after)
            plan.target.updated_at = self.setting.at
        Organization.objects.bulk_update([plan.target for plan in plans], [*_COLUMNS, "updated_at"])
        self.record(AccountEvent.ORGANIZATION_UPDATED, [(plan.target, plan.data, self.setting.at) for plan in plans])

    def _data(self, row: Row) -> dict[str, Any]:
        data: dict[str, Any] = {"name": required(row, "name", lambda text: short(text, 200, _("The name")))}
        readers = {
            "external_id": lambda text: short(text, 255, _("The external id")), "domain_names": _domains, "tags": words, "details": str.strip,
            "notes": str.strip, "shared_tickets": flag,
        }  # fmt: skip
        return data | {name: read(row.get(name)) for name, read in readers.items() if row.get(name)}

    def _refuse_taken_domains(self, data: dict[str, Any], present: Organization | None) -> None:
        own = present.pk if present else None
        for domain in data.get("domain_names", ()):
            if self._owners.get(domain, own) != own:
                raise BadCell(
                    _("The domain %(domain)s belongs to another organization. Take it out of one of them.") % {"domain": domain}
                )


_COLUMNS = ("name", "external_id", "domain_names", "tags", "details", "notes", "shared_tickets", "organization_fields")


def _domains(text: str) -> list[str]:
    bare = (
        part.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").lstrip("@").partition("/")[0]
        for part in parts(plain(text).replace(" ", ","))
    )
    return list(dict.fromkeys(one for one in bare if one))
