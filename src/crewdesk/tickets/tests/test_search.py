"""Search: what is found, in which order, and by whom."""

from datetime import timedelta

import pytest

from crewdesk.accounts.models import Organization
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.search.query import count, count_shown, find
from crewdesk.tickets.search.syntax import SyntaxProblem

from .story import AT, answered, changed, opened


def numbers(member, text, **more) -> list[int]:
    return [ticket.number for ticket in find(member, text, now=AT, **more).rows]


@pytest.fixture
def shelf(in_harbor):
    """Four tickets, oldest first."""
    cleo, ben = in_harbor.cleo, in_harbor.ben
    opened(
        cleo,
        "The bank transfer of my payout is late",
        subject="Late payout",
        tags=["vip"],
        at=AT - timedelta(days=40),
    )
    opened(
        cleo,
        "A transfer to another bank failed",
        subject="Invoice 4711",
        priority="high",
        at=AT - timedelta(days=3),
    )
    third = opened(cleo, "Reclamação sobre o reembolso", subject="Urgent", priority="urgent", at=AT - timedelta(hours=2))
    fourth = opened(cleo, "payout", subject="Nothing", at=AT - timedelta(hours=1))
    answered(third, ben, "She is a shareholder", public=False)
    changed(fourth, ben, assignee=ben, status="pending", tags=["vip", "gold"])
    return in_harbor


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("payout", {1, 4}),
        ("PAYOUT late", {1}),
        ('"bank transfer"', {1}),
        ("transfer -invoice", {1}),
        ("reclamacao", {3}),
        ("pay*", {1, 4}),
        ("subject:payout", {1}),
        ("subject:transfer", set()),
        ("description:payout", {1, 4}),
        ("shareholder", {3}),
        ("status:pending", {4}),
        ("status<pending", {1, 2, 3}),
        ("priority>normal", {2, 3}),
        ("priority:none", {1, 4}),
        ("-priority:high", {1, 3, 4}),
        ("tags:gold,none_such", {4}),
        ("-tags:gold", {1, 2, 3}),
        ("tags:vip payout status:new", {1}),
        ("assignee:me", {4}),
        ("assignee:none", {1, 2, 3}),
        ("assignee:me,none", {1, 2, 3, 4}),
        ("assignee:ben@harbor.example", {4}),
        ("assignee:ben", {4}),
        ("requester:cleo@customer.example", {1, 2, 3, 4}),
        ("requester:nobody", set()),
        ('group:"Tier 1"', {4}),
        ("created>4hours", {3, 4}),
        ("created<2026-05-01", {1}),
        ("created:2026-05-01", {2}),
        ("via:email", {1, 2, 3, 4}),
        ("has_attachment:true", set()),
        ("#2", {2}),
        ("4711", {2}),
        ("type:ticket", {1, 2, 3, 4}),
        ("type:incident", set()),
        ("vip", set()),
    ],
)
def test_finds(shelf, text, found):
    assert set(numbers(shelf.ben, text)) == found
    assert count(shelf.ben, text, now=AT) == len(found)


def test_order_and_pages(shelf):
    ben = shelf.ben
    assert numbers(ben, "order_by:created sort:asc") == [1, 2, 3, 4]
    first = find(ben, "order_by:created sort:asc", size=3)
    second = find(ben, "order_by:created sort:asc", size=3, cursor=first.next_cursor)
    back = find(ben, "order_by:created sort:asc", size=3, cursor=second.previous_cursor)
    assert [[row.number for row in page.rows] for page in (first, second, back)] == [
        [1, 2, 3],
        [4],
        [1, 2, 3],
    ]
    assert (first.previous_cursor, second.next_cursor, back.previous_cursor) == (None, None, None)


def test_last_word_is_a_beginning_while_typing(shelf):
    assert numbers(shelf.ben, "bank transf") == []
    assert numbers(shelf.ben, "bank transf", typing=True) == [2, 1]


def test_a_bare_number_finds_the_ticket_too(shelf):
    assert numbers(shelf.ben, "2") == [2]


def test_deleted_and_spam_are_not_found(shelf):
    Ticket.objects.filter(number=1).update(deleted_at=AT)
    Ticket.objects.filter(number=4).update(is_spam=True)
    assert numbers(shelf.ben, "payout") == []
    assert count(shelf.ben, "payout") == 0


def test_common_and_rare_words_agree(in_harbor):
    """The three ways through the SQL function: walking, few matches, many matches."""
    for n in range(130):
        opened(
            in_harbor.cleo,
            f"everywhere {'seldom' if n in (3, 60) else ''} {'early' if n < 20 else ''}",
            subject="x",
            at=AT + timedelta(minutes=n),
        )
    assert numbers(in_harbor.ben, "everywhere", size=130) == list(range(130, 0, -1))
    assert numbers(in_harbor.ben, "seldom") == [61, 4]
    assert numbers(in_harbor.ben, "early", size=30) == list(range(20, 0, -1))
    assert [count(in_harbor.ben, word) for word in ("everywhere", "seldom", "early", "everywhere status:new", "")] == [
        130,
        2,
        20,
        130,
        130,
    ]


def test_nonsense_is_explained(shelf):
    for text in ("status:lost", "created>soon", "priority>huge", "created>99999years"):
        with pytest.raises(SyntaxProblem) as problem:
            find(shelf.ben, text)
        assert problem.value.term == text


@pytest.mark.parametrize(
    "text",
    [
        "'",
        "a' | 'b",
        "\\",
        "a\\'b*",
        "tags:a'b,\\",
        "custom_field_1:'x'",
        "-fieldvalue:'",
        "via:\"a'b\" -via:a'b",
        "﷽*",
        "\x00",
    ],
)
def test_hostile_text_is_only_text(shelf, text):
    assert set(numbers(shelf.ben, text)) <= {1, 2, 3, 4}


def test_page_costs_few_queries(shelf, django_assert_num_queries):
    with django_assert_num_queries(2):
        find(shelf.ben, "payout status<solved tags:vip")


def test_counts_stop_at_a_thousand():
    assert [count_shown(number) for number in (0, 1000, 1001)] == ["0", "1000", "1000+"]


def test_customer_finds_own_public_words_only(shelf):
    cleo, stranger = shelf.cleo, shelf.liv
    assert set(numbers(cleo, "payout")) == {1, 4}
    assert numbers(cleo, "shareholder") == []
    assert count(cleo, "shareholder") == 0
    assert set(numbers(cleo, "-shareholder")) == {1, 2, 3, 4}
    for text in ("tags:vip", "assignee:ben", "via:email", "fieldvalue:x"):
        with pytest.raises(SyntaxProblem):
            find(cleo, text)
    opened(cleo, "note about payout", by=stranger, public=False)
    assert count(cleo, "payout") == 2


RESTRICTIONS = ["", "groups", "assigned", "organization", "requested"]


@pytest.mark.parametrize("restriction", RESTRICTIONS)
def test_search_sees_what_the_member_may_see(shelf, restriction):
    """search/sight.py and Ticket.objects.visible_to say the same."""
    lena = shelf.lena
    company = Organization.objects.create(name="Quay")
    lena.ticket_restriction, lena.organization = restriction, company
    lena.save()
    changed(Ticket.objects.get(number=1), shelf.ada, organization=company)
    changed(Ticket.objects.get(number=2), shelf.ada, assignee=lena)
    changed(Ticket.objects.get(number=3), shelf.ada, requester=lena)
    may_see = set(Ticket.objects.visible_to(lena).live().values_list("number", flat=True))
    assert set(numbers(lena, "")) == may_see
    assert count(lena, "") == len(may_see)
    assert (may_see == {1, 2, 3, 4}) == (restriction == "")


def test_shared_organization_is_searched_by_its_customers(shelf):
    company = Organization.objects.create(name="Quay", shared_tickets=True)
    shelf.cleo.organization = company
    shelf.cleo.save()
    changed(Ticket.objects.get(number=1), shelf.ada, requester=shelf.ben, organization=company)
    assert set(numbers(shelf.cleo, "payout")) == {1, 4}
    company.shared_tickets = False
    company.save()
    assert set(numbers(shelf.cleo, "payout")) == {4}


def test_subject_phrase_keeps_its_order(shelf):
    assert [numbers(shelf.ben, f'subject:"{words}"') for words in ("late payout", "payout late")] == [[1], []]
    assert numbers(shelf.ben, "subject:pay*") == [1]
