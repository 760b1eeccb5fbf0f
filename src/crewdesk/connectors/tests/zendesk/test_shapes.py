"""Answers that are not as they should be: members missing, null, of another type, absurd, or new. None of them ends an import."""

import itertools

import pytest

from crewdesk.accounts.models import Group, Organization, User
from crewdesk.tickets.models import Comment, Ticket, TicketField

from .account import URL, Account, bring
from .story import AGENT, CUSTOMER, SAID, TICKET

ODD = (
    None, "", [], {}, 0, -1, 2**70, 1.5, float("inf"), float("nan"), True, "x\x00\ud800 \u202e", "y" * 70_000, [None, 1, "a", {"id": None}, [[]]],
    {"a": {"b": None}, "channel": 7, "source": [1], "from": None}, "9999-99-99T00:00:00Z", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z",
)  # fmt: skip
FILE = {
    "id": 70,
    "file_name": "a.txt",
    "content_url": f"{URL}/file",
    "content_type": "text/plain",
    "size": 3,
    "inline": False,
    "deleted": False,
    "malware_scan_result": "ok",
}
FULL = {
    **TICKET, "description": "x", "raw_subject": "x", "custom_status_id": 1, "ticket_form_id": 1, "custom_fields": [{"id": 21, "value": "a"}], "fields": [],
    "follower_ids": [12], "email_cc_ids": [11], "collaborator_ids": [11], "problem_id": 901, "due_at": "2016-01-01T00:00:00Z", "external_id": "x", "recipient": "a@b.example",
}  # fmt: skip
PERSON = {
    **CUSTOMER, "active": True, "suspended": False, "phone": "1", "alias": "a", "details": "d", "notes": "n", "locale": "en-US", "time_zone": "Berlin",
    "iana_time_zone": "Europe/Berlin", "external_id": "x", "user_fields": {"a": 1},
}  # fmt: skip
COMPANY = {
    "id": 5,
    "name": "Client",
    "domain_names": ["a.example"],
    "details": "",
    "notes": "",
    "tags": ["a"],
    "organization_fields": {"a": 1},
    "group_id": 3,
    "shared_tickets": True,
    "external_id": "x",
    "created_at": "2015-01-01T00:00:00Z",
}
FIELD = {
    "id": 21,
    "type": "tagger",
    "title": "Topic",
    "raw_title": "Topic",
    "key": "topic",
    "custom_field_options": [{"id": 1, "name": "A", "value": "a", "default": False}],
    "active": True,
    "tag": "t",
    "relationship_target_type": "zen:user",
    "regexp_for_validation": "x",
}
FORM = {
    "id": 1,
    "name": "Main",
    "display_name": "M",
    "ticket_field_ids": [21],
    "active": True,
    "agent_conditions": [
        {
            "parent_field_id": 21,
            "value": "a",
            "child_fields": [{"id": 21, "is_required": True, "required_on_statuses": {"type": "SOME_STATUSES"}}],
        }
    ],
    "end_user_conditions": [],
}
STATUS = {
    "id": 1,
    "status_category": "open",
    "agent_label": "Waiting",
    "end_user_label": "W",
    "description": "",
    "active": True,
    "default": False,
}


def bent(row: dict, begin: int, *, without: str = "") -> list[dict]:
    """Copies of `row`, each with one member missing or odd, and one with members that nobody knows; each has an id of its own."""
    ids = itertools.count(begin)
    members = [name for name in row if name not in ("id", without)]
    missing = [{**{n: v for n, v in row.items() if n != name}, "id": next(ids)} for name in members]
    # Some of the odd values for each member, all of them over a few members.
    values = itertools.cycle(ODD)
    odd = [
        {**row, name: value, "id": next(ids)}
        for name in members
        for value in (*itertools.islice(values, 5), *(ODD[-4:] if name.endswith("_at") else ()))
    ]
    return [row, {**row, "id": next(ids), "brand_new": [{"deep": {}}]}, {"id": next(ids)}, *missing, *odd]


@pytest.fixture
def twisted() -> Account:
    account = Account(
        groups=bent({"id": 3, "name": "Money", "description": "", "is_public": True, "deleted": False}, 1_000), organizations=bent(COMPANY, 2_000), ticket_fields=bent(FIELD, 3_000),
        ticket_forms=bent(FORM, 4_000), custom_statuses=bent(STATUS, 5_000), users=[AGENT, *bent(PERSON, 6_000)],
        identities=bent({"id": 1, "user_id": 11, "type": "email", "value": "b@c.example"}, 100), tickets=bent(FULL, 10_000),
        group_memberships=bent({"id": 1, "user_id": 12, "group_id": 3}, 100), macros=bent({"id": 1, "title": "M"}, 100),
    )  # fmt: skip
    said = bent(
        {**SAID[0], "via": {"channel": "web"}, "metadata": {"trusted": True}, "plain_body": "x", "attachments": []}, 20_000
    )
    said[0]["attachments"] = bent(FILE, 200, without="content_url")
    account.comments(901, *said)
    account.answers["/file"] = b"abc"
    return account


def test_no_row_ends_an_import(harbor, twisted):
    bring(harbor, twisted)
    with harbor.scope():
        # All but the one whose status says that it is merged or deleted: there is none.
        assert Ticket.objects.count() == len(twisted.lists["tickets"])
        assert Comment.objects.filter(ticket__number=901).count() == len(
            twisted.answers["/api/v2/tickets/901/comments"]["comments"]
        )
        assert (Group.objects.filter(name="Money").exists(), Organization.objects.filter(name="Client").exists()) == (True, True)
        assert User.objects.filter(name="Nora").exists()
        assert TicketField.objects.filter(title="Topic").count() == 1
        for model in (Ticket, Comment, User, Organization):
            assert not model.objects.filter(created_at__year__lt=1990).exists()
            assert not model.objects.filter(created_at__year__gt=2900).exists()


def test_the_same_rows_change_what_is_here_without_harm(harbor, twisted, account):
    """They come a second time, about rows that are here."""
    bring(harbor, account)
    for name, row in (("tickets", FULL), ("users", PERSON)):
        account.lists[name] += [
            {**one, "id": row["id"], "updated_at": f"2017-01-01T00:00:{n % 60:02}.{n}Z"} for n, one in enumerate(bent(row, 1))
        ][:60]
    account.lists |= {name: twisted.lists[name] for name in ("organizations", "groups")}
    bring(harbor, account)
    with harbor.scope():
        assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    "envelope",
    [
        {},
        {"count": None},
        {"rows": None},
        {"rows": {}},
        {"rows": [None, 1, "x", [], {}, {"id": None}, {"id": {}}]},
        {"meta": 1, "links": [], "next_page": 7},
    ],
)
def test_no_envelope_ends_an_import(harbor, envelope):
    account = Account()
    for name in account.lists:
        body = {(name if key == "rows" else key): value for key, value in envelope.items()}
        account.answers[f"/api/v2/{name}"] = account.answers[f"/api/v2/incremental/{name}/cursor"] = body
    work = bring(harbor, account)
    assert work.counts.get("tickets") is None


def test_an_export_that_repeats_itself_is_refused(harbor):
    from crewdesk.connectors.operations.imports import CannotImport

    account = Account()
    account.answers["/api/v2/incremental/users/cursor"] = {"users": [], "after_cursor": "same", "end_of_stream": False}
    with pytest.raises(CannotImport, match="for ever"):
        bring(harbor, account)


def test_people_of_whom_nothing_is_told_stand_under_one_name(harbor, account):
    account.lists["tickets"] = [{**TICKET, "requester_id": -1, "submitter_id": 4_000, "assignee_id": 5_000}]
    account.comments(
        901,
        {"id": 1, "author_id": -1, "body": "By a machine"},
        {"id": 2, "author_id": 7_777, "body": "By a ghost"},
        {"id": 3, "author_id": 18, "body": "By who came late"},
    )
    account.answers["/api/v2/users/show_many"] = lambda query: {
        "users": [{"id": 18, "name": "Late", "email": "late@x.example", "active": False}],
        "identities": [],
    }
    work = bring(harbor, account)
    with harbor.scope():
        assert list(Comment.objects.order_by("id").values_list("author__name", flat=True)) == [
            "Unknown person",
            "Unknown person",
            "Late",
        ]
        assert (Ticket.objects.get().requester.name, User.objects.get(name="Late").is_active) == ("Unknown person", False)
    assert any("tells nothing" in what for what in work.report)
