"""The list of customers: by the beginning of names and addresses, page by page, over an index."""

import pytest
from django.db import connection

from crewdesk.accounts.models import User, UserIdentity
from crewdesk.accounts.operations.users import create_user
from crewdesk.accounts.queries import users_found


def names(query):
    return [user.name for user in query.order_by("name_key")]


@pytest.fixture
def people(in_harbor):
    for name in ("Ämilie", "anna", "Anton", "Bert"):
        create_user(name=name, email=f"{len(name)}.{name[-1]}@mail.example", by=None)
    return User.objects.customers()


@pytest.mark.parametrize(("text", "expected"), [
    ("an", ["anna", "Anton"]), ("AN", ["anna", "Anton"]), ("ant", ["Anton"]), ("nna", []), ("äm", ["Ämilie"]), ("4.", ["anna", "Bert"]),
    ("4.A@MAIL", ["anna"]), ("%", []), ("_nna", []), (" bert ", ["Bert"]),
])  # fmt: skip
def test_by_the_beginning_of_name_or_address(people, text, expected):
    assert names(users_found(people, text)) == expected


def test_page_by_page_with_two_queries_of_rows(harbor, sign_in, django_assert_max_num_queries):
    with harbor.scope():
        for number in range(120):
            create_user(name=f"Customer {number:03}", email=f"c{number}@mail.example", by=None)
    client, seen, address = sign_in(harbor.ben), [], f"/d/{harbor.desk.slug}/customers/"
    page = client.get(address).context["page"]
    while True:
        seen += [user.name for user in page.rows]
        if page.next_cursor is None:
            break
        with django_assert_max_num_queries(9):
            page = client.get(address, {"cursor": page.next_cursor}).context["page"]
    assert len(seen) == len(set(seen)) == 121
    assert seen == sorted(seen, key=str.lower)
    assert client.get(address, {"cursor": "made up"}).status_code == 302


def test_the_index_is_used_behind_row_level_security(in_harbor):
    rows = [User(name=f"Customer {n:05}", email=f"c{n}@mail.example") for n in range(3000)]
    UserIdentity.objects.bulk_create(
        UserIdentity(user=user, kind="email", value=user.email) for user in User.objects.bulk_create(rows)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user, accounts_useridentity")
        plan = users_found(User.objects.customers(), "customer 0012").order_by("name_key").explain()
    assert "user_by_role" in plan
    assert "Seq Scan" not in plan
