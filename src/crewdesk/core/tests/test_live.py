"""Live pages: each hears what happens on its own desk, all of it, and only while its reader may."""

import time
from datetime import timedelta

import psycopg
import pytest
from django.db.models import Max
from django.utils import timezone
from testing.cast import make_desk

from crewdesk.accounts.models import BrowserSession, Role, User
from crewdesk.core.live.frames import Notice
from crewdesk.core.live.presence import LASTS, Viewer, forget_old, leave, look, looked_at, presence_of
from crewdesk.core.live.replay import MOST
from crewdesk.core.live.server import is_ours
from crewdesk.core.models import Event

from .listening import ENDED, live, live_process
from .workers import eventually

__all__ = ["live", "live_process"]


@pytest.fixture
def stranger(committed_harbor):
    """Another desk that is really there."""
    return make_desk(committed_harbor.desk.slug.replace("harbor", "meridian"), admin="Olga")


def happen(desk, kind="ticket.commented", subject=17) -> int:
    """Commit one event; its id."""
    with desk.scope():
        event = Event.objects.create(at=timezone.now(), kind=kind, via="web", subject_type="ticket", subject_id=subject)
    return event.pk


def test_page_hears_names_and_ids(live, committed_harbor):
    page = live.listen(committed_harbor.ben, committed_harbor)
    event_id = happen(committed_harbor)
    assert page.next() == {"id": event_id, "kind": "ticket.commented", "type": "ticket", "subject": 17}
    assert page.response.headers["Content-Type"] == "text/event-stream"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_criterion_07_page_hears_nothing_of_another_desk(live, committed_harbor, stranger):
    page, other = live.listen(committed_harbor.ben, committed_harbor), live.listen(stranger.olga, stranger)
    theirs, ours = happen(stranger), happen(committed_harbor)
    assert page.next()["id"] == ours
    assert other.next()["id"] == theirs


def test_criterion_07_who_may_not_listen_is_turned_away(live, committed_harbor, stranger):
    assert live.listen(stranger.olga, committed_harbor).status == 403
    assert live.listen(None, committed_harbor).status == 403
    assert live.listen(None, committed_harbor, cookie="session=nonsense").status == 403
    with committed_harbor.scope():
        User.objects.filter(pk=committed_harbor.liv.pk).update(role=Role.END_USER)
        User.objects.filter(pk=committed_harbor.lena.pk).update(suspended=True)
    assert live.listen(committed_harbor.liv, committed_harbor).status == 403
    assert live.listen(committed_harbor.lena, committed_harbor).status == 403
    assert live.listen(committed_harbor.ben, committed_harbor).status == 200


def test_criterion_07_member_who_is_removed_hears_nothing_more(live, committed_harbor):
    page, colleague = live.listen(committed_harbor.ben, committed_harbor), live.listen(committed_harbor.ada, committed_harbor)
    with committed_harbor.scope():
        User.objects.filter(pk=committed_harbor.ben.pk).update(is_active=False)
        for kind in ("member.removed", "ticket.commented", "ticket.updated"):
            Event.objects.create(at=timezone.now(), kind=kind, via="web", subject_type="user", subject_id=committed_harbor.ben.pk)
    assert page.next(seconds=5) is ENDED
    assert [colleague.next()["kind"] for _event in range(3)] == ["member.removed", "ticket.commented", "ticket.updated"]


def test_criterion_07_removal_without_a_word_and_ended_session_close_within_five_seconds(live, committed_harbor):
    removed, signed_out = (
        live.listen(committed_harbor.ben, committed_harbor),
        live.listen(committed_harbor.lena, committed_harbor),
    )
    stays = live.listen(committed_harbor.ada, committed_harbor)
    with committed_harbor.scope():
        User.objects.filter(pk=committed_harbor.ben.pk).update(is_active=False)
    BrowserSession.objects.filter(person_id=committed_harbor.lena.person_id).delete()
    began = time.monotonic()
    # What happened before may still be told; nothing that comes later.
    with committed_harbor.scope():
        newest = Event.objects.aggregate(newest=Max("id"))["newest"]
    assert all(message["id"] <= newest for message in [*until_the_end(removed), *until_the_end(signed_out)])
    assert time.monotonic() - began < 5
    event_id = happen(committed_harbor)
    assert stays.next()["id"] == event_id


def until_the_end(page) -> list[dict]:
    """What a page is told before its stream ends; fails when it does not end within six seconds."""
    told = []
    while (message := page.next(seconds=6)) is not ENDED:
        assert message is not None, "the stream stays open"
        told.append(message)
    return told


def test_session_with_an_old_password_opens_nothing(live, committed_harbor):
    from .listening import session_key

    cookie = f"session={session_key(committed_harbor.ben)}"
    person = committed_harbor.ben.person
    person.set_password("another correct horse")
    person.save()
    assert live.listen(None, committed_harbor, cookie=cookie).status == 403


@pytest.mark.parametrize("how", ["header", "last-event-id", "after"])
def test_missed_events_are_told_on_return(live, committed_harbor, how):
    first, *missed = [happen(committed_harbor) for _event in range(4)]
    options = {"headers": {"Last-Event-ID": str(first)}} if how == "header" else {how: first}
    page = live.listen(committed_harbor.ben, committed_harbor, **options)
    heard = set()
    while not heard >= set(missed):
        heard.add(page.next()["id"])


def test_event_that_was_committed_late_is_told_on_return(live, committed_harbor, owner_connection):
    """Ids are given out before the commit: a lower one may come to light after a higher one was heard."""
    with psycopg.connect(owner_connection.info.dsn) as slow:
        insert = (
            "INSERT INTO core_event (desk_id, at, kind, via, subject_type, subject_id, changes)"
            " VALUES (%s, now(), 'ticket.updated', 'web', 'ticket', 1, '{}') RETURNING id"
        )
        late = slow.execute(insert, [committed_harbor.desk.pk]).fetchone()[0]
        heard_last = happen(committed_harbor)
        assert late < heard_last
        slow.commit()
    page = live.listen(committed_harbor.ben, committed_harbor, after=heard_last)
    told = set()
    while late not in told:
        told.add(page.next()["id"])


def test_too_much_to_tell_is_a_reset(live, committed_harbor):
    first = happen(committed_harbor)
    with committed_harbor.scope():
        Event.objects.bulk_create(
            Event(at=timezone.now(), kind="ticket.updated", via="web", subject_type="ticket", subject_id=n)
            for n in range(MOST + 1)
        )
    page = live.listen(committed_harbor.ben, committed_harbor, after=first)
    assert page.next() == {"kind": "reset", "type": "", "subject": 0}


def test_lost_database_connection_loses_no_event(live, committed_harbor, owner_connection):
    page = live.listen(committed_harbor.ben, committed_harbor)
    before = happen(committed_harbor)
    assert page.next()["id"] == before
    owner_connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN crewdesk_live%'")
    eventually(
        lambda: not owner_connection.execute("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN crewdesk_live%'").fetchone()
    )
    missed = happen(committed_harbor)
    heard = set()
    while missed not in heard:
        heard.add(page.next()["id"])


def test_pages_of_other_origins_may_not_listen(live, committed_harbor, settings):
    ours = f"http://127.0.0.1:{settings.PORT}"
    page = live.listen(committed_harbor.ben, committed_harbor, headers={"Origin": ours})
    assert page.response.headers["Access-Control-Allow-Origin"] == ours
    assert page.response.headers["Access-Control-Allow-Credentials"] == "true"
    for origin in ("http://evil.example", "http://127.0.0.1:6666", "null", "http://127.0.0.1.evil.example"):
        assert live.listen(committed_harbor.ben, committed_harbor, headers={"Origin": origin}).status == 403


def test_origin_is_judged_by_host_and_port(settings):
    settings.SITE_URL, settings.PORT, settings.LIVE_PORT = "https://desk.example", 8000, 8001
    assert is_ours("https://desk.example", "desk.example")
    assert is_ours("http://localhost:8000", "localhost:8001")
    assert not is_ours("http://localhost:8000", "desk.example:8001")
    assert not is_ours("http://localhost:9000", "localhost:8001")


def test_notice_is_what_the_trigger_sends():
    notice = Notice.parse("3 99 ticket.commented ticket 17")
    assert notice.as_frame() == b'id: 99\ndata: {"id":99,"kind":"ticket.commented","type":"ticket","subject":17}\n\n'


# --- without the stream


def test_poll_tells_what_happened_since(harbor, meridian, sign_in):
    client = sign_in(harbor.ben)
    first, second = happen(harbor), happen(harbor, subject=18)
    happen(meridian)
    events = client.get(f"/d/{harbor.desk.slug}/live/poll/", {"after": first}).json()["events"]
    assert events[-1] == {"id": second, "kind": "ticket.commented", "type": "ticket", "subject": 18}
    with harbor.scope():
        assert {event["id"] for event in events} <= set(Event.objects.values_list("pk", flat=True))


def test_poll_is_for_members(harbor, meridian, sign_in):
    assert sign_in(meridian.olga).get(f"/d/{harbor.desk.slug}/live/poll/").status_code == 404


def test_poll_with_nonsense_tells_what_is_new(harbor, sign_in):
    assert sign_in(harbor.ben).get(f"/d/{harbor.desk.slug}/live/poll/", {"after": "x; DROP"}).status_code == 200


def test_pages_are_told_where_the_stream_is(harbor, sign_in, settings):
    happen(harbor)
    page = sign_in(harbor.ada).get(f"/d/{harbor.desk.slug}/settings/jobs/").text
    assert f":{settings.LIVE_PORT}/live?desk={harbor.desk.slug}&amp;after=" in page


# --- presence


def test_viewers_are_those_who_looked_lately(in_harbor):
    at = timezone.now()
    look("ticket", 17, user_id=in_harbor.ben.pk, is_typing=False, at=at)
    look("ticket", 17, user_id=in_harbor.lena.pk, is_typing=True, at=at)
    look("ticket", 18, user_id=in_harbor.ada.pk, is_typing=True, at=at)
    assert presence_of("ticket", 17, at=at) == [Viewer(in_harbor.lena.pk, True), Viewer(in_harbor.ben.pk, False)]
    assert presence_of("ticket", 17, at=at, besides=in_harbor.lena.pk) == [Viewer(in_harbor.ben.pk, False)]
    assert presence_of("ticket", 17, at=at + LASTS + timedelta(seconds=1)) == []


def test_looking_again_keeps_one_row_and_leaving_removes_it(in_harbor):
    at = timezone.now()
    for is_typing in (False, True, False):
        look("ticket", 17, user_id=in_harbor.ben.pk, is_typing=is_typing, at=at)
    assert presence_of("ticket", 17, at=at) == [Viewer(in_harbor.ben.pk, False)]
    leave("ticket", 17, user_id=in_harbor.ben.pk, at=at)
    assert presence_of("ticket", 17, at=at) == []


def test_what_somebody_looked_at_last_is_remembered_for_a_week(in_harbor):
    at, ben = timezone.now(), in_harbor.ben.pk
    for minutes, subject in enumerate((17, 18, 19, 17)):
        look("ticket", subject, user_id=ben, is_typing=False, at=at + timedelta(minutes=minutes))
        leave("ticket", subject, user_id=ben, at=at + timedelta(minutes=minutes, seconds=5))
    look("ticket", 20, user_id=in_harbor.ada.pk, is_typing=False, at=at)
    look("talk", 21, user_id=ben, is_typing=False, at=at)
    assert looked_at("ticket", user_id=ben, most=5) == [17, 19, 18]
    assert looked_at("ticket", user_id=ben, most=1) == [17]
    forget_old(at=at + timedelta(days=7, minutes=2))
    assert looked_at("ticket", user_id=ben, most=5) == [17, 19]


def test_other_pages_hear_of_presence_only_when_it_changes(live, committed_harbor):
    page = live.listen(committed_harbor.ada, committed_harbor)
    at = timezone.now()
    for is_typing in (False, False, True):
        with committed_harbor.scope():
            look("ticket", 17, user_id=committed_harbor.ben.pk, is_typing=is_typing, at=at)
    event_id = happen(committed_harbor)
    changed = {"kind": "presence.changed", "type": "ticket", "subject": 17}
    assert [page.next() for _message in range(2)] == [changed, changed]
    assert page.next()["id"] == event_id


def test_presence_by_the_page(harbor, meridian, sign_in):
    address = f"/d/{harbor.desk.slug}/presence/ticket/17/"
    assert sign_in(meridian.olga).post(address).status_code == 404
    client = sign_in(harbor.ben)
    assert client.get(address).status_code == 405
    assert client.post(address, {"typing": "1"}).status_code == 204
    with harbor.scope():
        assert presence_of("ticket", 17, at=timezone.now()) == [Viewer(harbor.ben.pk, True)]
    assert client.post(address, {"leave": "1"}).status_code == 204
    with harbor.scope():
        assert presence_of("ticket", 17, at=timezone.now()) == []
