"""Lists of tickets: what stands in a view, in what order, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import Group
from crewdesk.tickets.operations.bin import delete_ticket
from crewdesk.tickets.operations.spam import mark_spam

from .story import AT, BY_WEB, answered, changed, opened

MOST_QUERIES = 12
LIST = "/d/harbor/tickets/"


def numbers(response) -> list[int]:
    """The tickets on the page, in their order."""
    return [int(number) for number in re.findall(r'class="row-number">#(\d+)<', response.content.decode())]


def test_each_view_holds_what_it_says(in_harbor, sign_in):
    mine, theirs, nobodys, solved, spam, gone = (opened(in_harbor.cleo) for _number in range(6))
    changed(mine, in_harbor.ben, assignee=in_harbor.ben)
    changed(theirs, in_harbor.lena, assignee=in_harbor.lena, status="pending")
    changed(nobodys, in_harbor.lena, group=in_harbor.group)
    answered(solved, in_harbor.ben, status="solved")
    mark_spam(spam, by=in_harbor.ben, **BY_WEB)
    delete_ticket(gone, by=in_harbor.lena, **BY_WEB)
    client = sign_in(in_harbor.ben)

    def view(key):
        return set(numbers(client.get(f"{LIST}view/{key}/")))

    assert view("mine") == {mine.number}
    assert view("unassigned") == {nobodys.number}
    assert view("unsolved") == {mine.number, theirs.number, nobodys.number}
    assert view("new") == {nobodys.number}
    assert view("pending") == {theirs.number}
    assert view("solved") == {solved.number}
    assert view("spam") == {spam.number}
    assert view("deleted") == {gone.number}
    assert view("recent") == {mine.number, theirs.number, nobodys.number, solved.number}


def test_pages_show_every_ticket_once(in_harbor, sign_in):
    for minute in range(70):
        opened(in_harbor.cleo, at=AT + timedelta(minutes=minute // 2))
    client = sign_in(in_harbor.ben)
    for sort in ("-updated", "created"):
        first = client.get(f"{LIST}view/new/?sort={sort}")
        cursor = re.search(r'rel="next" href="\?[^"]*cursor=([\w-]+)', first.content.decode())[1]
        second = client.get(f"{LIST}view/new/?sort={sort}&cursor={cursor}")
        assert (len(numbers(first)), len(numbers(second))) == (50, 20)
        assert sorted(numbers(first) + numbers(second), reverse=sort == "-updated") == numbers(first) + numbers(second)


@pytest.mark.parametrize("path", ["view/nothing/", "view/new/?cursor=forged", "rows/?view=nothing"])
def test_addresses_that_are_not_ours_are_not_found(harbor, sign_in, path):
    assert sign_in(harbor.ben).get(LIST + path).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "view/unsolved/", "rows/?view=unsolved&ids=1", "counts/", "next/", "search/?q=x", "bulk/groups/"]
)
def test_strangers_find_no_desk(harbor, meridian, sign_in, path):
    assert sign_in(meridian.omar).get(LIST + path).status_code == 404


def test_customers_with_a_seat_may_not_list(harbor, sign_in):
    from crewdesk.accounts.models import User

    with harbor.scope():
        User.objects.filter(pk=harbor.liv.pk).update(role="end_user")
    assert sign_in(harbor.liv).get(LIST).status_code == 403


def test_restricted_agents_see_their_groups_alone(in_harbor, sign_in):
    other = Group.objects.create(name="Payments")
    inside, outside = opened(in_harbor.cleo, group=in_harbor.group), opened(in_harbor.cleo, group=other)
    in_harbor.ben.ticket_restriction = "groups"
    in_harbor.ben.save()
    client = sign_in(in_harbor.ben)
    assert numbers(client.get(f"{LIST}view/unsolved/")) == [inside.number]
    assert numbers(client.get(f"{LIST}rows/?view=unsolved&ids={inside.pk},{outside.pk}")) == [inside.number]
    assert client.get(f"{LIST}{outside.number}/").status_code == 404


def test_changed_rows_are_those_that_still_belong_to_the_view(in_harbor, sign_in):
    stays, leaves = opened(in_harbor.cleo), opened(in_harbor.cleo)
    answered(leaves, in_harbor.lena, status="solved")
    response = sign_in(in_harbor.ben).get(f"{LIST}rows/?view=unsolved&ids={stays.pk},{leaves.pk},999999,x")
    assert numbers(response) == [stays.number]


def test_next_ticket_is_the_one_whose_customer_waited_longest(in_harbor, sign_in):
    opened(in_harbor.cleo, at=AT + timedelta(hours=2))
    longest = opened(in_harbor.cleo, at=AT + timedelta(hours=1))
    answered(opened(in_harbor.cleo, at=AT), in_harbor.lena)
    client = sign_in(in_harbor.ben)
    assert client.get(f"{LIST}next/?view=unsolved")["Location"].startswith(f"{LIST}{longest.number}/")
    assert not client.get(f"{LIST}next/?view=unsolved&after={longest.number}")["Location"].startswith(f"{LIST}{longest.number}/")
    assert client.get(f"{LIST}next/?view=solved")["Location"] == f"{LIST}view/solved/"


def test_hostile_words_in_a_row_stay_words(in_harbor, sign_in):
    in_harbor.cleo.name = '"><img src=x onerror=alert(1)>'
    in_harbor.cleo.save()
    opened(in_harbor.cleo, "</li><script>alert(1)</script>", subject="<script>alert(1)</script>{row.id}")
    page = sign_in(in_harbor.ben).get(f"{LIST}view/new/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{row.id}" in page


def test_a_list_costs_the_same_at_one_ticket_and_at_fifty(in_harbor, sign_in):
    client = sign_in(in_harbor.ben)
    opened(in_harbor.cleo)
    client.get(f"{LIST}view/unsolved/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{LIST}view/unsolved/")
    for _number in range(49):
        changed(opened(in_harbor.cleo, group=in_harbor.group), in_harbor.ben, assignee=in_harbor.ben, priority="high")
    with CaptureQueriesContext(connection) as many:
        assert len(numbers(client.get(f"{LIST}view/unsolved/"))) == 50
    assert len(many) == len(few) <= MOST_QUERIES


def test_no_list_writes(in_harbor, sign_in):
    opened(in_harbor.cleo)
    client = sign_in(in_harbor.ben)
    client.get(f"{LIST}view/unsolved/")
    for path in ("view/unsolved/", "counts/", "search/?q=payout"):
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST + path)
        assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
