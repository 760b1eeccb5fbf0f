"""Customers: known by e-mail address, else by external id. Members of the team are never touched by a file."""

from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.events import AccountEvent
from crewdesk.accounts.models import Organization, ProfileField, Role, User, UserIdentity
from crewdesk.accounts.profile_values import fields_of
from crewdesk.accounts.zones import zone_names
from crewdesk.core.bulk import insert

from ..cells import BadCell, address, email, plain, short, shown, words
from .common import Action, Importer, Plan, Row, Setting, differing, required
from .custom import with_values

_COLUMNS = ("name", "external_id", "phone", "organization_id", "tags", "locale", "time_zone", "details", "notes", "user_fields")


class Users(Importer):
    """Rows that are customers."""

    keys = {"email": address, "external_id": plain}

    def __init__(self, setting: Setting):
        super().__init__(setting)
        self._of_domain = domains_of_organizations()
        self._fields = fields_of(ProfileField.Kind.USER, with_options=True)

    def look_up(self, rows: list[Row]) -> None:
        external = {plain(row.get("external_id")) for row in rows} - {""}
        self._by_email = people_with({address(row.get("email")) for row in rows} - {""})
        self._by_external = {user.external_id: user for user in User.objects.filter(external_id__in=external)}
        names = {plain(row.get("organization")) for row in rows} - {""}
        self._organizations = dict(Organization.objects.filter(name__in=names).values_list("name", "pk"))

    def plan_one(self, row: Row) -> Plan:
        mail = required(row, "email", email)
        data = self._data(row)
        known, by_external = self._by_email.get(mail), self._by_external.get(data.get("external_id", ""))
        if known and by_external and known.pk != by_external.pk:
            raise BadCell(_("This external id belongs to %(name)s. Correct one of the two.") % {"name": by_external.name})
        if by_external and not known:
            raise BadCell(
                _("%(name)s has this external id and another address. Add the address to them by hand.")
                % {"name": by_external.name}
            )
        data = with_values(row, data, known, self._fields, "user_fields")
        if known is None:
            return Plan(row, Action.CREATE, self._new(row, mail, data))
        if known.is_staff_member:
            return Plan(row, Action.SKIP, problem=_("A member of the team: change them in the settings."))
        changes = differing(known, data)
        return Plan(
            row,
            Action.UPDATE if changes else Action.SKIP,
            changes,
            target=known,
            problem="" if changes else _("Nothing differs."),
        )

    def create(self, plans: list[Plan]) -> None:
        write_users([User(id=self.ids(User), updated_at=self.setting.at, **plan.data) for plan in plans], self)

    def update(self, plans: list[Plan]) -> None:
        for plan in plans:
            for name, (_before, after) in plan.data.items():
                setattr(plan.target, name, after)
            plan.target.updated_at = self.setting.at
        User.objects.bulk_update([plan.target for plan in plans], [*_COLUMNS, "updated_at"])
        self.record(AccountEvent.USER_UPDATED, [(plan.target, plan.data, self.setting.at) for plan in plans])

    def _data(self, row: Row) -> dict[str, Any]:
        readers = {
            "name": lambda text: short(text, 120, _("The name")), "external_id": lambda text: short(text, 255, _("The external id")),
            "phone": lambda text: short(text, 40, _("The phone number")), "tags": words, "locale": _language, "time_zone": _zone,
            "details": str.strip, "notes": str.strip,
        }  # fmt: skip
        data = {name: read(row.get(name)) for name, read in readers.items() if row.get(name).strip()}
        if company := plain(row.get("organization")):
            if company not in self._organizations:
                raise BadCell(
                    _("There is no organization “%(name)s”. Import organizations first, or correct the name.")
                    % {"name": shown(company)}
                )
            data["organization_id"] = self._organizations[company]
        return data

    def _new(self, row: Row, mail: str, data: dict[str, Any]) -> dict[str, Any]:
        at = self.instant(row, "created_at") or self.setting.at
        home = self._of_domain.get(mail.rpartition("@")[2])
        return {
            "email": mail,
            "name": mail.partition("@")[0][:120],
            "organization_id": home,
            "role": Role.END_USER,
            "created_at": at,
        } | data


def people_with(addresses: set[str]) -> dict[str, User]:
    """Users by their addresses."""
    found = UserIdentity.objects.filter(kind=UserIdentity.Kind.EMAIL, value__in=addresses).select_related("user")
    return {identity.value: identity.user for identity in found}


def domains_of_organizations() -> dict[str, int]:
    """Which organization claims a domain."""
    claims = Organization.objects.exclude(domain_names=[]).order_by("-id").values_list("pk", "domain_names")
    return {domain: pk for pk, domains in claims for domain in domains}


def write_users(users: list[User], importer: Importer) -> None:
    """Insert new customers with their address, which nobody has proved yet, and the event of their coming."""
    at = importer.setting.at
    insert(users)
    insert([
        UserIdentity(user_id=user.pk, kind=UserIdentity.Kind.EMAIL, value=user.email, is_primary=True, created_at=at, updated_at=at)
        for user in users
    ])  # fmt: skip
    importer.record(AccountEvent.USER_CREATED, [(user, {"role": [None, user.role]}, at) for user in users])


def _zone(text: str) -> str:
    if text.strip() not in zone_names():
        raise BadCell(_("“%(value)s” is not a time zone. Write it like Europe/Berlin.") % {"value": shown(text)})
    return text.strip()


def _language(text: str) -> str:
    code = text.strip().replace("_", "-").lower()
    if len(code) > 10 or not code.replace("-", "").isalnum():
        raise BadCell(_("“%(value)s” is not a language. Write its code, such as en or pt-br.") % {"value": shown(text)})
    return code
