"""The desk as a file: who may have it, for how long, and that it is on record."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.files import storage

from crewdesk.connectors.jobs import let_go_of_files
from crewdesk.connectors.models import DeskExport
from crewdesk.connectors.operations import exports
from crewdesk.connectors.operations.exports import CannotExport, ask_for_export, discard_export, discard_old_exports, fetch_export
from crewdesk.core.clock import now
from crewdesk.core.files.access import may_read
from crewdesk.core.files.models import StoredFile
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted

from .conftest import given_up, silent
from .story import forget_addresses, tell


@pytest.fixture
def ready(committed_harbor, do_jobs):
    """A finished export of a desk in which something happened."""
    tell(committed_harbor)
    with committed_harbor.scope():
        ask_for_export(by=committed_harbor.ada, at=now())
    do_jobs()
    with committed_harbor.scope():
        yield DeskExport.objects.select_related("file").get()


def test_a_job_writes_a_file_that_comes_in_again(ready, committed_harbor, tmp_path):
    from crewdesk.connectors.desks.archive import opened

    assert (ready.state, ready.done) == ("ready", ready.total)
    path = tmp_path / "desk.tar"
    with storage.default_storage.open(ready.file.key) as content:
        path.write_bytes(content.read())
    with opened(path) as archive:
        archive.check(silent)
        assert archive.manifest["desk"] == committed_harbor.desk.slug
        assert archive.manifest["pieces"]["tables/tickets.Ticket.jsonl"]["rows"] == 5
        # The export is no part of the next one.
        assert f"files/{ready.file_id}" not in archive.pieces
        assert ready.file_id not in {row["id"] for row in archive.lines("tables/core.StoredFile.jsonl")}


def test_only_admins_may_read_the_file_and_only_for_a_day(ready, committed_harbor):
    cast = committed_harbor
    assert may_read(ready.file, cast.ada.pk)
    for stranger in (cast.lena, cast.ben, cast.cleo):
        assert not may_read(ready.file, stranger.pk)
    DeskExport.objects.update(expires_at=now() - timedelta(seconds=1))
    assert not may_read(ready.file, cast.ada.pk)
    assert discard_old_exports(at=now()) == 1
    ready.refresh_from_db()
    assert ready.state == "gone"
    assert DeskExport.objects.get().file.deleted_at is not None
    with pytest.raises(CannotExport):
        fetch_export(ready, by=cast.ada, at=now())


def test_asking_fetching_and_deleting_are_on_record(ready, committed_harbor):
    fetch_export(ready, by=committed_harbor.ada, at=now())
    discard_export(ready, by=committed_harbor.ada, at=now())
    kinds = list(Event.objects.filter(subject_type="deskexport").order_by("id").values_list("kind", flat=True))
    assert kinds == ["desk_export.started", "desk_export.finished", "desk_export.fetched", "desk_export.discarded"]


def test_agents_and_leads_may_not(in_harbor):
    for member in (in_harbor.lena, in_harbor.ben, in_harbor.cleo):
        with pytest.raises(NotPermitted):
            ask_for_export(by=member, at=now())


def test_one_export_at_a_time(in_harbor):
    ask_for_export(by=in_harbor.ada, at=now())
    with pytest.raises(CannotExport):
        ask_for_export(by=in_harbor.ada, at=now())


def test_a_failure_is_told(committed_harbor, monkeypatch):
    def full(*_arguments, **_facts):
        raise OSError("No space left on device")

    with committed_harbor.scope():
        export = ask_for_export(by=committed_harbor.ada, at=now())
    monkeypatch.setattr(exports, "write_desk", full)
    with pytest.raises(OSError, match="No space"):
        exports.write_export(desk_id=committed_harbor.desk.pk, export_id=export.pk)
    with committed_harbor.scope():
        export.refresh_from_db()
        assert (export.state, "No space left" in export.problem) == ("failed", True)
        ask_for_export(by=committed_harbor.ada, at=now())
        DeskExport.objects.update(state="failed")
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE (args->>'desk_id')::bigint = %s", [committed_harbor.desk.pk])


@pytest.mark.parametrize("fails", [False, True])
def test_a_worker_that_comes_back_from_the_dead_touches_no_finished_export(committed_harbor, monkeypatch, fails):
    """Paused while it wrote, replaced, and woken when the file was there already: neither a second file nor a failure."""
    ours, write = {"desk_id": committed_harbor.desk.pk}, exports.write_desk

    def pause(*arguments, **facts):
        monkeypatch.setattr(exports, "write_desk", write)
        exports.write_export(**ours)
        if fails:
            raise OSError("No space left on device")
        return write(*arguments, **facts)

    with committed_harbor.scope():
        ours["export_id"] = ask_for_export(by=committed_harbor.ada, at=now()).pk
    monkeypatch.setattr(exports, "write_desk", pause)
    with pytest.raises(OSError, match="No space") if fails else nullcontext():
        exports.write_export(**ours)
    with committed_harbor.scope():
        assert (DeskExport.objects.get().state, StoredFile.objects.count()) == ("ready", 1)
        assert Event.objects.filter(kind="desk_export.finished").count() == 1


def test_an_export_whose_job_was_given_up_does_not_stand_in_the_way(in_harbor):
    """Its worker was killed time and again, so that nobody is left who could say how it ended."""
    export = ask_for_export(by=in_harbor.ada, at=now())
    with pytest.raises(CannotExport):
        ask_for_export(by=in_harbor.ada, at=now())
    given_up("write_export", export_id=export.pk)
    ask_for_export(by=in_harbor.ada, at=now())
    export.refresh_from_db()
    assert (export.state, bool(export.problem)) == ("failed", True)


def test_the_hourly_job_tells_of_exports_that_were_given_up(in_harbor):
    export = ask_for_export(by=in_harbor.ada, at=now())
    given_up("write_export", export_id=export.pk)
    let_go_of_files()
    export.refresh_from_db()
    assert export.state == "failed"


def test_by_the_command_line(committed_harbor, tmp_path):
    from crewdesk.cli.tests.conftest import in_process

    tell(committed_harbor)
    slug, target = committed_harbor.desk.slug, tmp_path / "desk.tar"
    answer = in_process("export", "desk", "--desk", slug, str(target))
    assert (answer.returncode, answer.stdout) == (0, b""), answer.stderr
    assert b"Left behind, as they are secrets: 1 \xc3\x97 accounts.ApiToken" in answer.stderr
    again = in_process("export", "desk", "--desk", slug, str(target))
    assert (again.returncode, b"exists" in again.stderr) == (2, True)
    with committed_harbor.scope():
        assert Event.objects.filter(kind="desk.exported").count() == 1
    forget_addresses(committed_harbor)
    came = in_process("import", "desk", str(target), "--as", f"{slug}-copy")
    assert came.returncode == 0, came.stderr
    taken = in_process("import", "desk", str(target), "--as", f"{slug}-copy")
    assert (taken.returncode, b"slug" in taken.stderr.lower()) == (2, True), taken.stderr
    target.write_bytes(target.read_bytes()[:-200_000])
    cut = in_process("import", "desk", str(target), "--as", f"{slug}-other")
    assert cut.returncode == 2
    assert len(cut.stderr.decode().strip().splitlines()) <= 2, cut.stderr
