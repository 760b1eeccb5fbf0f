"""The life of an import: killed at any point, overtaken, gone on with."""

import pytest
from django.core.files.storage import default_storage

from crewdesk.accounts.models import User
from crewdesk.connectors.models import ImportRun
from crewdesk.connectors.operations.imports import CannotImport
from crewdesk.connectors.sheets.running import Overtaken
from crewdesk.connectors.zendesk import tickets
from crewdesk.connectors.zendesk.account import STEPS
from crewdesk.connectors.zendesk.refusals import Unreachable
from crewdesk.connectors.zendesk.running import Work
from crewdesk.connectors.zendesk.runs import begin_run
from crewdesk.core.clock import now
from crewdesk.core.files.models import StoredFile
from crewdesk.tickets.models import Comment, Ticket

from .account import URL, Account, dropped, noted, status
from .story import AGENT, CUSTOMER, TICKET


@pytest.fixture
def long(monkeypatch) -> Account:
    """Seven tickets of two comments, each with a file, brought two at a time."""
    monkeypatch.setattr(tickets, "CHUNK", 2)
    numbers = range(901, 908)
    account = Account(
        groups=[{"id": 3, "name": "Money"}],
        users=[CUSTOMER, AGENT],
        tickets=[{**TICKET, "id": n, "updated_at": f"2016-01-0{n - 900}T00:00:00Z"} for n in numbers],
    )
    account.answers["/file"] = b"bytes"
    for n in numbers:
        file = {"id": n, "file_name": "a.txt", "content_url": f"{URL}/file?n={n}"}
        account.comments(
            n,
            {"id": n * 10, "author_id": 11, "body": f"Question {n}", "attachments": [file]},
            {"id": n * 10 + 1, "author_id": 12, "body": "Answer"},
        )
    return account


def begun(cast, account: Account) -> Work:
    with cast.scope():
        run = begin_run("zendesk:acme", origin=URL, at=now())
    return Work(cast.desk, run, account.client(), at=now())


def there(cast) -> tuple[int, ...]:
    with cast.scope():
        return tuple(model.objects.count() for model in (Ticket, Comment, StoredFile)) + (
            User.objects.filter(role="end_user").count() - 1,
        )


def kept_files(cast) -> int:
    try:
        folders, _files = default_storage.listdir(str(cast.desk.pk))
    except FileNotFoundError:
        return 0
    return sum(len(default_storage.listdir(f"{cast.desk.pk}/{folder}")[1]) for folder in folders)


@pytest.mark.parametrize("call", range(1, 30, 3))
def test_killed_at_any_call_it_goes_on_and_brings_nothing_twice(committed_harbor, long, call):
    """There are 27 calls in all; a run that is killed later than that is done."""
    cast, real, calls = committed_harbor, long.fetch, []

    def dies(url, **how):
        calls.append(url)
        if len(calls) == call:
            raise SystemExit("killed")
        return real(url, **how)

    long.fetch = dies
    for _life in range(3):
        try:
            begun(cast, long).carry_out(STEPS)
            break
        except SystemExit:
            pass
    assert there(cast) == (7, 14, 7, 2)
    assert kept_files(cast) == 7
    with cast.scope():
        assert ImportRun.objects.count() == 1


def test_what_was_made_there_while_it_lay_still_comes_and_is_told_once(committed_harbor, long):
    cast, card = committed_harbor, {"id": 22, "type": "partialcreditcard", "title": "Card"}
    long.lists["ticket_fields"] = [card]
    long.answers["/api/v2/tickets/904/comments"] = status(401)
    with pytest.raises(CannotImport, match="not accepted"):
        begun(cast, long).carry_out(STEPS)
    assert there(cast)[0] == 2
    long.comments(904, {"id": 9040, "author_id": 11, "body": "Question 904"})
    long.lists["ticket_fields"] = [card, {"id": 21, "type": "text", "title": "Order"}]
    long.lists["tickets"][-1]["custom_fields"] = [{"id": 21, "value": "A-17"}]
    work = begun(cast, long)
    work.carry_out(STEPS)
    with cast.scope():
        assert list(Ticket.objects.get(number=907).custom_fields.values()) == ["A-17"]
    assert noted(work)["Field has a type that there is no room for: its values stay behind"] == 1
    assert noted(work)["Assignee is no agent of this desk"] == 7, "what was told of tickets is still told"


def test_killed_between_writing_and_committing(committed_harbor, long, monkeypatch):
    cast, real, calls = committed_harbor, tickets.link, []

    def dies(*arguments):
        calls.append(1)
        real(*arguments)
        if len(calls) == 2:
            raise SystemExit("killed")

    monkeypatch.setattr(tickets, "link", dies)
    with pytest.raises(SystemExit):
        begun(cast, long).carry_out(STEPS)
    assert there(cast) == (2, 4, 2, 2)
    assert kept_files(cast) == 2, "bytes of a batch that did not come about are taken back"
    asked = len(long.asked)
    work = begun(cast, long)
    work.carry_out(STEPS)
    assert there(cast) == (7, 14, 7, 2)
    assert not any(f"/tickets/{n}/" in url for url in long.asked[asked:] for n in (901, 902)), "what is done is not fetched again"
    assert work.counts["tickets"]["created"] == 7


def test_two_at_once_do_not_bring_it_twice(committed_harbor, long):
    cast = committed_harbor
    paused = begun(cast, long)
    begun(cast, long).carry_out(STEPS)
    with pytest.raises(Overtaken):
        paused.carry_out(STEPS)
    assert there(cast) == (7, 14, 7, 2)


def test_who_begins_later_goes_on_and_the_one_before_stops(committed_harbor, long):
    cast = committed_harbor
    before = begun(cast, long)
    later = begun(cast, long)
    with pytest.raises(Overtaken):
        before.carry_out(STEPS)
    later.carry_out(STEPS)
    assert there(cast) == (7, 14, 7, 2)


def move_files(account: Account) -> None:
    """Their addresses have run out, and the account knows new ones."""
    account.answers |= {"/file": status(404), "/fresh": b"bytes"}
    for n in range(901, 908):
        account.answers[f"/api/v2/attachments/{n}"] = {"attachment": {"id": n, "content_url": f"{URL}/fresh?n={n}"}}


@pytest.mark.parametrize(
    ("gone", "have_moved"),
    [("/file", False), ("/attachments/", True), ("/fresh", True)],
    ids=["at first", "asked for a new address", "at the new address"],
)
def test_a_network_that_goes_away_ends_the_run_instead_of_dropping_files(committed_harbor, long, gone, have_moved):
    cast, real = committed_harbor, long.fetch
    if have_moved:
        move_files(long)

    def cut(url, **how):
        if gone in url or "/me" in url:
            raise dropped()
        return real(url, **how)

    long.fetch = cut
    with pytest.raises(Unreachable):
        begun(cast, long).carry_out(STEPS)
    assert there(cast)[0] == 0
    long.fetch = real
    begun(cast, long).carry_out(STEPS)
    assert there(cast) == (7, 14, 7, 2)


def test_a_server_that_stumbles_over_a_new_address_is_asked_again(committed_harbor, long):
    cast, real, stumbles = committed_harbor, long.fetch, [status(503), status(429)]
    move_files(long)
    long.fetch = lambda url, **how: stumbles.pop() if stumbles and "/attachments/" in url else real(url, **how)
    begun(cast, long).carry_out(STEPS)
    assert there(cast) == (7, 14, 7, 2)


def test_a_file_that_alone_does_not_answer_is_reported_and_ends_nothing(committed_harbor, long):
    cast, real = committed_harbor, long.fetch
    long.fetch = lambda url, **how: status(500) if "n=903" in url or "/attachments/" in url else real(url, **how)
    work = begun(cast, long)
    work.carry_out(STEPS)
    assert there(cast) == (7, 14, 6, 2)
    assert noted(work)["File could not be fetched"] == 1
