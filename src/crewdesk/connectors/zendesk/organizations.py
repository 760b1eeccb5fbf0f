"""Organizations: known by name where they were here before."""

from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.events import AccountEvent
from crewdesk.accounts.models import Group, Organization, ProfileField
from crewdesk.accounts.profile_values import fields_of
from crewdesk.core.bulk import insert
from crewdesk.tickets.operations.tags import clean_tags

from ..sheets.kinds.users import domains_of_organizations
from .known import touched
from .profile_fields import values_of
from .running import Work, differing
from .streams import list_pages, total_of
from .words import Row, flag, instant, key, prose, strings, text


def bring_organizations(work: Work) -> None:
    """All organizations; those that differ are changed, unless somebody changed them here."""
    total = total_of(work, "/api/v2/organizations/count.json", "organizations")
    with work.scope():
        owners = domains_of_organizations()
    for rows in list_pages(work, "/api/v2/organizations.json", "organizations"):
        with work.batch():
            _Page(work, rows, owners).bring()
        work.tell("Organizations", len(rows), total)


class _Page:
    """What is here around one page of theirs. A domain belongs to one organization: `owners`, which is kept up to date, says to which."""

    def __init__(self, work: Work, rows: list[Row], owners: dict[str, int]):
        self.work, self.rows, self.owners = work, rows, owners
        ids = [key(row["id"]) for row in rows]
        self.present = work.known.rows("organization", Organization, ids)
        self.known = work.known.ours("organization", ids)
        self.fields = fields_of(ProfileField.Kind.ORGANIZATION, with_options=True)
        self.groups = work.known.rows("group", Group, {key(row.get("group_id")) for row in rows})
        self.touched = touched("organization", [one.pk for one in self.present.values()])
        self.by_name = dict(Organization.objects.filter(name__in=[_name(row) for row in rows]).values_list("name", "pk"))

    def bring(self) -> None:
        for row in self.rows:
            theirs = key(row["id"])
            if theirs in self.present:
                self._update(self.present[theirs], self._data(row, self.present[theirs].pk))
            elif theirs in self.known:
                self.work.count("organizations", "skipped")  # deleted here
            else:
                self._take(row)

    def _take(self, row: Row) -> None:
        work, data = self.work, self._data(row, 0)
        if (pk := self.by_name.get(data["name"])) is not None:
            work.count("organizations", "skipped")
        else:
            at = instant(row.get("created_at"), work.at) or work.at
            made = Organization(
                id=work.ids(Organization), created_at=at, updated_at=instant(row.get("updated_at"), work.at) or at, **data
            )
            insert([made])
            work.record(AccountEvent.ORGANIZATION_CREATED, made, {"name": [None, made.name]})
            work.count("organizations", "created")
            pk = self.by_name[made.name] = made.pk
            self._claim(made, [])
        work.known.remember("organization", [(key(row["id"]), pk)])

    def _update(self, present: Organization, data: dict[str, Any]) -> None:
        if self.by_name.get(data["name"], present.pk) != present.pk:
            data.pop("name")
        changes = differing(present, data)
        if not changes or present.pk in self.touched:
            self.work.count("organizations", "skipped")
            return
        had = present.domain_names
        for name, (_before, after) in changes.items():
            setattr(present, name, after)
        self._claim(present, had)
        present.save(update_fields=[*changes, "updated_at"])
        self.work.record(AccountEvent.ORGANIZATION_UPDATED, present, changes)
        self.work.count("organizations", "updated")

    def _claim(self, organization: Organization, had: list[str]) -> None:
        """Its domains are its own now, and those that it `had` are free."""
        for domain in had:
            if self.owners.get(domain) == organization.pk:
                del self.owners[domain]
        self.owners.update(dict.fromkeys(organization.domain_names, organization.pk))

    def _data(self, row: Row, own: int) -> dict[str, Any]:
        group = self.groups.get(key(row.get("group_id")))
        return {
            "name": _name(row), "external_id": text(row.get("external_id"), 255),
            "domain_names": self._domains(row, own), "details": prose(row.get("details"), 10_000), "notes": prose(row.get("notes"), 10_000),
            "tags": clean_tags(strings(row.get("tags"))), "organization_fields": values_of(self.fields, row.get("organization_fields")),
            "group_id": group.pk if group else None, "shared_tickets": flag(row, "shared_tickets"), "shared_comments": flag(row, "shared_comments"),
        }  # fmt: skip

    def _domains(self, row: Row, own: int) -> list[str]:
        wanted = [domain for one in strings(row.get("domain_names")) if (domain := text(one, 253).lower().lstrip("@"))]
        for domain in wanted:
            if self.owners.get(domain, own) != own:
                self.work.note(_("Domain belongs to another organization here"), domain)
        return [domain for domain in dict.fromkeys(wanted) if self.owners.get(domain, own) == own]


def _name(row: Row) -> str:
    return text(row.get("name"), 200) or _("Organization %(id)s") % {"id": key(row["id"])}
