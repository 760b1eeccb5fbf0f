"""The persons behind the team. Whoever has the address here already is that person; the others are made, without a password."""

from allauth.account.models import EmailAddress

from crewdesk.accounts.models import Person

from .archive import Reader


def persons_of(archive: Reader) -> dict[int, int]:
    """Persons here by their ids there. Who runs the import vouches for the addresses, as whoever makes a desk does."""
    wanted = list(archive.lines("persons.jsonl"))
    emails = [row["email"].strip().lower() for row in wanted]
    known = dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))
    return {row["id"]: known.get(email) or _make(row, email).pk for row, email in zip(wanted, emails, strict=True)}


def _make(row: dict, email: str) -> Person:
    person = Person(
        email=email, name=row.get("name") or "", locale=row.get("locale") or "", time_zone=row.get("time_zone") or "UTC"
    )
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
