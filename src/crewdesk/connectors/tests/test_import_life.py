"""The life of an import: killed, overtaken, broken off, forgotten; who may, and by which door."""

from datetime import timedelta
from io import BytesIO

import pytest

from crewdesk.accounts.models import User
from crewdesk.connectors.models import ImportRun
from crewdesk.connectors.operations import imports
from crewdesk.connectors.operations.imports import (
    CannotImport,
    begin_check,
    begin_import,
    keep_upload,
    look,
    map_columns,
    work_here,
)
from crewdesk.connectors.sheets import running
from crewdesk.connectors.sheets.running import Check, Import, Overtaken
from crewdesk.core.clock import now
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Ticket

from .conftest import given_up
from .sheets import USERS, begun, checked, counts


def broken(*_arguments):
    """A storage that cannot be read."""
    raise OSError("disk is gone")


def test_a_run_that_was_killed_goes_on_and_brings_nothing_twice(committed_harbor, monkeypatch):
    """The process dies within the second batch, after its rows were written and before they are committed."""
    cast = committed_harbor
    monkeypatch.setattr(running, "BATCH", 10)
    text = "subject,from\n" + "".join(f"Ticket {n},c{n % 7}@x.example\n" for n in range(35))
    with cast.scope():
        run = checked(cast, "tickets", text)
        run = begin_import(run, by=cast.ada, at=now(), with_job=False)
    real, calls = Import._count, []

    def die(self, *arguments):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit("killed")
        return real(self, *arguments)

    monkeypatch.setattr(Import, "_count", die)
    with pytest.raises(SystemExit):
        imports.bring_in(desk_id=cast.desk.pk, run_id=run.pk, locale="en")
    with cast.scope():
        run.refresh_from_db()
        assert (run.state, run.counters["created"], Ticket.objects.count()) == ("running", 10, 10)
    imports.bring_in(desk_id=cast.desk.pk, run_id=run.pk, locale="en")
    with cast.scope():
        run.refresh_from_db()
        assert (run.state, counts(run), Ticket.objects.count()) == ("done", (35, 0, 0, 0), 35)
        assert User.objects.filter(email__endswith="@x.example").count() == 7


def test_a_worker_that_comes_back_from_the_dead_changes_nothing(committed_harbor, monkeypatch):
    cast = committed_harbor
    monkeypatch.setattr(running, "BATCH", 10)
    text = "subject,from\n" + "".join(f"Ticket {n},c@x.example\n" for n in range(25))
    with cast.scope():
        run = begin_import(checked(cast, "tickets", text), by=cast.ada, at=now(), with_job=False)
    paused = Import(cast.desk, run)
    imports.bring_in(desk_id=cast.desk.pk, run_id=run.pk, locale="en")
    with pytest.raises(Overtaken):
        paused.carry_out()
    with cast.scope():
        assert Ticket.objects.count() == 25


def test_a_run_that_broke_off_says_why_and_goes_on(committed_harbor, monkeypatch):
    cast = committed_harbor
    with cast.scope():
        run = begin_import(checked(cast, "users", "email\na@x.example\n"), by=cast.ada, at=now(), with_job=False)

    with monkeypatch.context() as patch:
        patch.setattr(running.default_storage, "open", broken)
        with pytest.raises(OSError, match="disk is gone"):
            imports.bring_in(desk_id=cast.desk.pk, run_id=run.pk, locale="en")
    with cast.scope():
        run.refresh_from_db()
        assert (run.state, "disk is gone" in run.problem) == ("failed", True)
        begin_check(run, by=cast.ada, at=now(), with_job=False)
    imports.check(desk_id=cast.desk.pk, run_id=run.pk, locale="en")
    with cast.scope():
        run.refresh_from_db()
        assert run.state == "checked"


def test_leads_and_agents_may_not(in_harbor):
    for member in (in_harbor.lena, in_harbor.ben, in_harbor.cleo):
        with pytest.raises(NotPermitted):
            keep_upload(BytesIO(b"email\n"), kind="users", name="x.csv", by=member, at=now())
    run = begun(in_harbor, "users", "email\na@x.example\n")
    with pytest.raises(NotPermitted):
        begin_check(run, by=in_harbor.lena, at=now())


def test_jobs_do_the_work(committed_harbor, do_jobs):
    cast = committed_harbor
    with cast.scope():
        run = begin_check(begun(cast, "users", "email\na@x.example\n"), by=cast.ada, at=now())
    do_jobs()
    with cast.scope():
        run.refresh_from_db()
        assert run.state == "checked"
        begin_import(run, by=cast.ada, at=now())
    do_jobs()
    with cast.scope():
        run.refresh_from_db()
        assert run.state == "done"
        assert User.objects.filter(email="a@x.example").exists()


def test_old_uploads_are_deleted(in_harbor):
    run = checked(in_harbor, "users", USERS)
    assert imports.forget_old_uploads(at=now()) == 0
    assert imports.forget_old_uploads(at=now() + imports.KEPT_FOR) == 2
    with pytest.raises(CannotImport, match="upload it again"):
        look(ImportRun.objects.get(pk=run.pk))


def test_by_the_command_line(committed_harbor, tmp_path):
    from crewdesk.cli.tests.conftest import in_process

    path, bad = tmp_path / "users.csv", tmp_path / "bad.csv"
    path.write_text("Adresse;Name\na@x.example;A\nnobody;B\n")
    slug = committed_harbor.desk.slug
    common = ("import", "csv", "--desk", slug, "--kind", "users", "--map", "Adresse=email")
    dry = in_process(*common, "--dry-run", "--bad-rows", str(bad), str(path))
    assert dry.returncode == 0, dry.stderr
    assert "2 rows: 1 would be created, 0 updated, 0 skipped, 1 bad." in dry.stderr.decode()
    assert "Line 3: “nobody” is not an e-mail address" in dry.stderr.decode()
    assert bad.read_text().count("nobody") == 2
    with committed_harbor.scope():
        assert not User.objects.filter(email="a@x.example").exists()
    assert in_process(*common, str(path)).returncode == 0
    with committed_harbor.scope():
        assert User.objects.filter(email="a@x.example").exists()
    wrong = in_process("import", "csv", "--desk", slug, "--kind", "users", "--map", "Nothing=email", str(path))
    assert (wrong.returncode, b"no column Nothing" in wrong.stderr) == (2, True)


def test_columns_that_were_chosen_anew_begin_at_the_first_row(committed_harbor, monkeypatch):
    """The check of the new columns breaks off: going on with the import would pass over rows that are not in."""
    cast = committed_harbor
    with cast.scope():
        run = begun(cast, "users", "email,name\na@x.example,A\n")
        ImportRun.objects.update(state="failed", cursor={"line": 2})
        run = map_columns(run, {0: "email"}, seen=look(run), date_order="dmy", by=cast.ada, at=now())
        assert run.cursor == {}
        ImportRun.objects.update(state="failed", cursor={"line": 2})
        begin_check(run, by=cast.ada, at=now(), with_job=False)
    with monkeypatch.context() as patch:
        patch.setattr(running.default_storage, "open", broken)
        with pytest.raises(OSError, match="disk is gone"):
            imports.check(desk_id=cast.desk.pk, run_id=run.pk, locale="en")
    with cast.scope(), pytest.raises(CannotImport, match="Check the file first"):
        begin_import(ImportRun.objects.get(), by=cast.ada, at=now(), with_job=False)


def test_a_check_that_comes_back_from_the_dead_fails_no_import(committed_harbor, monkeypatch):
    cast = committed_harbor
    with cast.scope():
        run = begin_check(begun(cast, "users", "email\na@x.example\n"), by=cast.ada, at=now(), with_job=False)

    def overtaken(*arguments):
        with cast.scope():
            ImportRun.objects.update(state="running")
        broken()

    monkeypatch.setattr(running.default_storage, "open", overtaken)
    with pytest.raises(OSError, match="disk is gone"):
        imports.check(desk_id=cast.desk.pk, run_id=run.pk, locale="en")
    with cast.scope():
        assert ImportRun.objects.get().state == "running"


def test_the_bad_rows_of_a_former_check_are_deleted(in_harbor):
    """They are full of people; nobody else would know of them any more."""
    run = checked(in_harbor, "users", USERS)
    former = run.bad_rows
    again = work_here(Check, in_harbor.desk, begin_check(run, by=in_harbor.ada, at=now(), with_job=False))
    former.refresh_from_db()
    assert former.deleted_at is not None
    assert (again.bad_rows != former, again.bad_rows.deleted_at) == (True, None)


def test_an_import_whose_job_was_given_up_says_so(committed_harbor):
    """Its worker was killed time and again, so that nobody is left who could say how it ended."""
    cast = committed_harbor
    with cast.scope():
        run = begin_check(begun(cast, "users", "email\na@x.example\n"), by=cast.ada, at=now())
        later = now() + timedelta(hours=2)
        imports.give_up_abandoned(at=later)
        assert ImportRun.objects.get().state == "checking"
        given_up("check", run_id=run.pk)
        imports.give_up_abandoned(at=now())
        assert ImportRun.objects.get().state == "checking", "the command line works without a job"
        imports.give_up_abandoned(at=later)
        run.refresh_from_db()
        assert (run.state, bool(run.problem)) == ("failed", True)
        begin_check(run, by=cast.ada, at=now(), with_job=False)
