"""Users from CSV: created, updated, skipped or bad; a second time changes nothing."""

from crewdesk.accounts.models import User, UserIdentity
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.core.clock import now

from .sheets import USERS, checked, counts, imported, problems, tables


def test_each_row_is_created_updated_skipped_or_bad(in_harbor):
    marsh = create_organization(name="Marsh", by=None, at=now())
    run = imported(in_harbor, "users", USERS)
    assert counts(run) == (1, 1, 1, 4)
    zoe = User.objects.get(email="zoe@marsh.example")
    assert (zoe.name, zoe.organization, zoe.tags, zoe.external_id) == ("Zoë Ash", marsh, ["eu", "vip"], "C-1")
    assert (zoe.created_at.year, zoe.role, zoe.email_verified) == (2019, "end_user", False)
    assert UserIdentity.objects.get(user=zoe).value == "zoe@marsh.example"
    in_harbor.cleo.refresh_from_db()
    assert (in_harbor.cleo.name, in_harbor.cleo.external_id) == ("Cleo Renamed", "C-2")
    assert User.objects.get(email="ben@harbor.example").name == "Ben"


def test_what_was_wrong_is_said_with_line_and_remedy(in_harbor):
    create_organization(name="Marsh", by=None, at=now())
    run = checked(in_harbor, "users", USERS)
    assert [line for line, _problem in problems(run)] == [5, 6, 7, 8]
    said = dict(problems(run))
    assert "Correct it" in said[5]
    assert "Import organizations first" in said[6]
    assert "Line 2 is about the same" in said[7]
    assert "Fill it in" in said[8]


def test_a_second_time_changes_nothing(in_harbor):
    create_organization(name="Marsh", by=None, at=now())
    imported(in_harbor, "users", USERS)
    before = tables()
    assert counts(imported(in_harbor, "users", USERS)) == (0, 0, 3, 4)
    assert tables() == before


def test_an_empty_cell_erases_nothing(in_harbor):
    imported(in_harbor, "users", "email,name,phone\ncleo@customer.example,Cleo,+49 30 1\n")
    run = imported(in_harbor, "users", "email,name,phone\ncleo@customer.example,Cleo,\n")
    assert counts(run) == (0, 0, 1, 0)
    in_harbor.cleo.refresh_from_db()
    assert in_harbor.cleo.phone == "+49 30 1"


def test_the_domain_decides_the_organization(in_harbor):
    marsh = create_organization(name="Marsh", domain_names=["marsh.example"], by=None, at=now())
    imported(in_harbor, "users", "email\nnew@marsh.example\n")
    assert User.objects.get(email="new@marsh.example").organization == marsh


def test_the_same_written_otherwise_is_the_same(in_harbor):
    """Signs around an address and blanks of all kinds are no part of what a user is known by; the case of an id is."""
    create_organization(name="Acme GmbH", by=None, at=now())
    text = (
        "email,customer id,company\nann@x.example,,Acme\u00a0GmbH\n<Ann@x.example>,,\nmailto:bob@x.example,A  1,Acme  GmbH\n"
        "cid@x.example,aBc,\ndan@x.example,abC,\n"
    )
    assert counts(imported(in_harbor, "users", text)) == (4, 0, 0, 1)
    assert User.objects.filter(organization__name="Acme GmbH").count() == 2
    before = tables()
    assert counts(imported(in_harbor, "users", text)) == (0, 0, 4, 1)
    assert tables() == before
