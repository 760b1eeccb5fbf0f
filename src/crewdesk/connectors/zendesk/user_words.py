"""What a user of theirs says, as columns of ours. Pure."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Organization
from crewdesk.accounts.profile_values import Fields
from crewdesk.accounts.zones import zone_names
from crewdesk.tickets.operations.tags import clean_tags

from .profile_fields import values_of
from .words import Row, email, first, flag, key, prose, strings, text


def columns_of(row: Row, organization: Organization | None, fields: Fields) -> dict[str, Any]:
    """The columns that follow the other side; `fields` are those of users."""
    address = email(row.get("email"))
    name = first((text(row.get("name"), 120), address.partition("@")[0][:120], _("User %(id)s") % {"id": key(row["id"])}))
    return {
        "name": name, "external_id": text(row.get("external_id"), 255), "phone": text(row.get("phone"), 40),
        "alias": text(row.get("alias"), 60), "details": prose(row.get("details"), 10_000), "notes": prose(row.get("notes"), 10_000),
        "tags": clean_tags(strings(row.get("tags"))), "locale": _language(row), "time_zone": next(_zones(row), ""),
        "organization_id": organization.pk if organization else None, "user_fields": values_of(fields, row.get("user_fields")),
        "suspended": flag(row, "suspended"),
    }  # fmt: skip


def _language(row: Row) -> str:
    code = text(row.get("locale"), 40).replace("_", "-").lower()
    return code if len(code) <= 10 and code.replace("-", "").isalnum() else ""


def _zones(row: Row) -> Iterator[str]:
    # Zendesk's own names are those of cities ("Berlin"); newer answers have the tz database's beside them.
    return (name for name in (text(row.get("iana_time_zone"), 64), text(row.get("time_zone"), 64)) if name in zone_names())
