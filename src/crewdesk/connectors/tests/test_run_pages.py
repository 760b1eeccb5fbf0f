"""Imports of whole accounts and desks on the pages: where they stand, what they brought, what stays behind, and who may not look."""

from datetime import timedelta

import pytest

from crewdesk.connectors.models import ImportRun
from crewdesk.connectors.views.runs import SILENCE
from crewdesk.connectors.zendesk.runs import begin_run, end_run, fail_run
from crewdesk.core.clock import now
from crewdesk.core.models import Event

REPORT = [{"what": "Deleted user: left out", "count": 3, "examples": ["<b>Zoe</b>", "Max"], "step": "users"}]
COUNTERS = {
    "created": 15, "updated": 2, "skipped": 1, "rows": 18, "bad": 0,
    "kinds": {
        "tickets": {"created": 12, "updated": 2, "skipped": 0}, "groups": {"created": 3, "updated": 0, "skipped": 0},
        "new things": {"created": 0, "updated": 0, "skipped": 1},
    },
}  # fmt: skip


@pytest.fixture
def root(harbor) -> str:
    return f"/d/{harbor.desk.slug}/settings/import"


@pytest.fixture
def ada(harbor, sign_in):
    return sign_in(harbor.ada)


@pytest.fixture
def run(harbor) -> ImportRun:
    with harbor.scope():
        run = begin_run("zendesk:acme", origin="https://acme.zendesk.com", at=now())
        ImportRun.objects.filter(pk=run.pk).update(counters=COUNTERS, report=REPORT)
        run.refresh_from_db()
    return run


def text_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_before_the_first_the_page_says_how(ada, harbor, root):
    page = text_of(ada, f"{root}/")
    assert f"crewdesk import zendesk --desk {harbor.desk.slug}" in page


def test_a_run_under_way_is_listed_and_moves(ada, run, root):
    page = text_of(ada, f"{root}/")
    assert "zendesk:acme" in page
    assert "Command line" in page
    assert "crewdesk import zendesk" not in page
    whole = text_of(ada, f"{root}/runs/{run.pk}/")
    part = text_of(ada, f"{root}/runs/{run.pk}/progress/")
    for shown in (whole, part):
        assert f'hx-get="{root}/runs/{run.pk}/progress/"' in shown
        assert "18 rows so far" in shown
        assert "https://acme.zendesk.com" in shown
    assert "<html" not in part


def test_what_came_and_what_stays_behind(ada, harbor, run, root):
    with harbor.scope():
        end_run(run.pk, cursor=run.cursor, at=now())
    page = text_of(ada, f"{root}/runs/{run.pk}/")
    assert "The import is done." in page
    assert "hx-get" not in page.partition('id="run"')[2].partition(">")[0]
    assert page.index("Groups</th>") < page.index("Tickets</th>") < page.index("new things</th>")
    assert "Deleted user: left out: 3" in page
    assert "&lt;b&gt;Zoe&lt;/b&gt;, Max" in page


def test_one_that_failed_says_why_and_what_to_do(ada, harbor, run, root):
    with harbor.scope():
        fail_run(run.pk, "The account does not let us in <401>.", cursor=run.cursor, at=now())
    page = text_of(ada, f"{root}/runs/{run.pk}/")
    assert "The account does not let us in &lt;401&gt;." in page
    assert "Run the command again" in page
    assert "Stopped" in text_of(ada, f"{root}/")


def test_one_that_is_silent_may_have_been_killed(ada, harbor, run, root):
    assert "Nothing came since" not in text_of(ada, f"{root}/runs/{run.pk}/")
    with harbor.scope():
        ImportRun.objects.filter(pk=run.pk).update(updated_at=now() - SILENCE - timedelta(minutes=1))
    assert "Nothing came since" in text_of(ada, f"{root}/runs/{run.pk}/")


def test_a_desk_that_came_as_a_file_is_told_by_table(ada, harbor, root):
    with harbor.scope():
        facts = {"source": "desk", "name": "old", "state": "done", "created_at": now(), "finished_at": now()}
        run = ImportRun.objects.create(counters={"tickets.Ticket": 7, "tickets.Comment": 0, "gone.Table": 2}, **facts)
    page = text_of(ada, f"{root}/runs/{run.pk}/")
    assert "Tickets</th>" in page
    assert "gone.Table</th>" in page
    assert "Comments</th>" not in page
    assert "Nothing stays behind." in page
    assert " 9</td>" in text_of(ada, f"{root}/")


def test_looking_changes_nothing_and_files_stay_apart(ada, harbor, run, root):
    with harbor.scope():
        file = ImportRun.objects.create(source="csv", kind="users", name="people.csv", state="checked", created_at=now())
        before = Event.objects.count()
    assert ada.get(f"{root}/runs/{file.pk}/").status_code == 404
    assert ada.get(f"{root}/{run.pk}/").status_code == 404
    assert ada.post(f"{root}/{run.pk}/start/").status_code == 404
    assert ada.post(f"{root}/runs/{run.pk}/").status_code == 405
    with harbor.scope():
        assert Event.objects.count() == before
        assert ImportRun.objects.get(pk=run.pk).state == "running"


@pytest.mark.parametrize("name", ["lena", "ben", "liv"])
def test_members_below_admin_may_not(harbor, sign_in, run, root, name):
    client = sign_in(getattr(harbor, name))
    assert {client.get(f"{root}/runs/{run.pk}/{part}").status_code for part in ("", "progress/")} == {403}


def test_another_desk_sees_nothing_of_it(meridian, sign_in, run):
    olga, root = sign_in(meridian.olga), f"/d/{meridian.desk.slug}/settings/import"
    assert "zendesk:acme" not in text_of(olga, f"{root}/")
    foreign, missing = olga.get(f"{root}/runs/{run.pk}/"), olga.get(f"{root}/runs/99999999/")
    assert (foreign.status_code, missing.status_code) == (404, 404)


def test_twenty_runs_cost_as_much_as_one(ada, harbor, run, root, django_assert_max_num_queries):
    with harbor.scope():
        for n in range(19):
            begin = {"source": "zendesk", "name": f"zendesk:{n}", "state": "done", "started_by": harbor.ada, "created_at": now()}
            ImportRun.objects.create(counters=COUNTERS, report=REPORT, **begin)
    ada.get(f"{root}/")
    with django_assert_max_num_queries(10):
        assert text_of(ada, f"{root}/").count("zendesk:") == 20
