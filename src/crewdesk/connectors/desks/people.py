"""The persons behind the team. Whoever has the address here already is that person; the others are made, without a password."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Person

from .archive import BadArchive, Reader


def persons_of(archive: Reader) -> dict[int, int]:
    """Persons here by their ids there. Who runs the import vouches for the addresses, as whoever makes a desk does."""
    wanted = list(archive.lines("persons.jsonl"))
    emails = [row["email"].strip().lower() for row in wanted]
    known = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
    return {row["id"]: known.get(email) or _make(row, email).pk for row, email in zip(wanted, emails, strict=True)}


def _make(row: dict, email: str) -> Person:
    try:
        validate_email(email)
    except ValidationError as problem:
        raise BadArchive(_("“%(value)s” is not an e-mail address.") % {"value": email[:60]}) from problem
    facts = {name: row[name] for name in ("name", "locale", "time_zone") if row.get(name)}
    return Person.objects.create_user(email, **facts)
