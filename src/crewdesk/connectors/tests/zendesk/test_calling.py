"""Calls to the other side: patience, and no word of our token elsewhere."""

import pytest

from crewdesk.connectors.operations.imports import CannotImport
from crewdesk.connectors.zendesk.account import account_of
from crewdesk.connectors.zendesk.origins import origin_of
from crewdesk.connectors.zendesk.refusals import NotAllowed, NotThere, Unreachable
from crewdesk.core.fetch import Fetched

from .account import URL, Account, dropped, status

GROUPS = "/api/v2/groups.json"


def test_a_limit_is_obeyed_as_long_as_it_is_told():
    account = Account(groups=[{"id": 1}])
    account.faults = [
        status(429, b"slow down", retry_after="37"),
        status(429, retry_after="Sun, 06 Nov 1994 08:49:37 GMT"),
        status(429),
    ]
    assert account.client().get(GROUPS)["groups"] == [{"id": 1}]
    assert account.slept == [37, 1, 1]


def test_no_wait_is_longer_than_ten_minutes_and_none_lasts_for_ever():
    account = Account(groups=[])
    account.faults = [status(429, retry_after="1e30")] * 500
    with pytest.raises(Unreachable, match="status 429"):
        account.client().get(GROUPS)
    assert (set(account.slept), len(account.slept)) == ({600}, 100)


def test_failures_of_the_server_and_the_network_are_tried_again_for_longer_and_longer():
    account = Account(groups=[{"id": 1}])
    account.faults = [status(503), dropped(), status(500), dropped()]
    assert account.client().get(GROUPS)["groups"]
    assert account.slept == [1, 2, 5, 15]


def test_who_never_answers_is_given_up_and_named():
    account = Account()
    account.faults = [dropped()] * 10
    with pytest.raises(Unreachable, match=r"acme\.zendesk\.com.*connection reset.*goes on where it was"):
        account.client().get(GROUPS)
    assert len(account.slept) == 5


@pytest.mark.parametrize(
    "answer, error, said",
    [
        (status(401), CannotImport, "token are not accepted"),
        (status(403), NotAllowed, r"may not read /api/v2/groups.json.*admin"),
        (status(404), NotThere, "no /api/v2/groups.json"),
        (status(422, b'{"description": "bad cursor"}'), CannotImport, "422.*bad cursor"),
        (status(200, b"<html>Welcome</html>"), CannotImport, "no Zendesk account"),
        (status(200, b"[1, 2]"), CannotImport, "no Zendesk account"),
        (status(200, b"[" * 100_000), CannotImport, "no Zendesk account"),
    ],
)
def test_answers_that_are_none_say_what_to_do(answer, error, said):
    account = Account()
    account.faults = [answer]
    with pytest.raises(error, match=said):
        account.client().get(GROUPS)
    assert account.slept == []


def test_our_token_is_told_to_the_account_alone():
    account = Account()
    account.answers["https://cdn.example/x"] = b"bytes"
    client = account.client()
    client.fetched("https://cdn.example/x", most_bytes=10)
    client.fetched(f"{URL}/attachments/x", most_bytes=10)
    client.fetched("http://acme.zendesk.com/attachments/x", most_bytes=10)
    assert ["Authorization" in headers for headers in account.headers] == [False, True, False]
    # base64 of boss@acme.example/token:s3cret
    assert account.headers[1]["Authorization"] == "Basic Ym9zc0BhY21lLmV4YW1wbGUvdG9rZW46czNjcmV0"
    account.client(email="").get("/api/v2/users/me.json")
    assert account.headers[-1]["Authorization"] == "Bearer s3cret"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/api/v2/groups?page=2",
        "http://acme.zendesk.com/x",
        "//evil.example/x",
        "https://acme.zendesk.com:444/x",
        "http://[",
    ],
)
@pytest.mark.parametrize("form", ["links", "number"])
def test_a_next_page_on_another_server_is_refused(address, form):
    account = Account()
    following = {"links": {"next": address}, "meta": {"has_more": True}} if form == "links" else {"next_page": address}
    account.answers["/api/v2/groups"] = {"groups": [{"id": 1}], **following}
    with pytest.raises(CannotImport, match="another server"):
        list(account.client().pages(GROUPS))
    assert len(account.asked) == 1


def test_a_redirect_to_another_server_is_no_answer():
    account = Account()
    account.faults = [Fetched("https://evil.example/api/v2/groups.json", 200, {}, b'{"groups": []}')]
    with pytest.raises(CannotImport, match="evil.example"):
        account.client().get(GROUPS)


def test_lists_that_know_pages_by_number_alone_are_asked_so():
    account = Account()
    account.faults = [status(400, b"page[size] is not supported")]
    account.answers["/api/v2/groups"] = lambda query: {
        "groups": [{"id": int(query.get("page", ["1"])[0])}],
        "next_page": f"{URL}{GROUPS}?page=2" if "page" not in query else None,
    }
    assert [page["groups"][0]["id"] for page in account.client().pages(GROUPS)] == [1, 2]
    assert account.asked[1].endswith("?per_page=100")


def test_pages_that_lead_in_a_circle_end():
    account = Account()
    account.answers["/api/v2/groups"] = {"groups": [{"id": 1}], "next_page": f"{URL}/api/v2/groups.json?page=2"}
    assert len(list(account.client().pages(GROUPS))) == 2


@pytest.mark.parametrize(
    "given, origin",
    [
        ("acme.zendesk.com", URL),
        (" https://acme.zendesk.com/agent/dashboard?x=1 ", URL),
        ("https://ACME.zendesk.com/api/v2", URL),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://[2001:db8::1]:444/x", "https://[2001:db8::1]:444"),
    ],
)
def test_an_address_is_taken_however_it_was_pasted(given, origin):
    assert origin_of(given) == origin


@pytest.mark.parametrize(
    "given", ["", "ftp://acme.zendesk.com", "https://", "https://user@acme.zendesk.com", "https://acme:x", "http://["]
)
def test_what_is_no_address_is_refused(given):
    with pytest.raises(CannotImport, match="is no address"):
        origin_of(given)


def test_an_account_is_known_by_its_name_or_its_host():
    assert account_of(URL) == "zendesk:acme"
    assert account_of("https://help.acme.example:444") == "zendesk:help.acme.example:444"
    assert len(account_of(f"https://{'x' * 63}.{'y' * 63}.example")) <= 80
