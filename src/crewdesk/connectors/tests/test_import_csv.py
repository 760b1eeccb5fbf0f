"""Users, organizations and tickets from CSV: checked first, brought in once, nobody told."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.files import storage
from django.db import connection

from crewdesk.accounts.models import Organization, User, UserIdentity
from crewdesk.accounts.operations.organizations import create_organization
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
from crewdesk.connectors.sheets.targets import guess, targets
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.core.spreadsheet import looks_like_formula
from crewdesk.core.tenancy.walls import desk_models
from crewdesk.tickets.models import FieldType, Ticket
from crewdesk.tickets.operations.audit import with_wordings
from crewdesk.tickets.operations.definitions.fields import create_field

OWN = {"connectors_importrun", "core_event", "core_storedfile"}


def begun(cast, kind: str, text: str | bytes, **mapping) -> ImportRun:
    """An upload whose columns are mapped as guessed."""
    data = text.encode() if isinstance(text, str) else text
    run = keep_upload(BytesIO(data), kind=kind, name=f"{kind}.csv", by=cast.ada, at=now())
    seen = look(run)
    columns = dict(enumerate(guess(seen.headings, targets(kind)))) | {
        seen.headings.index(name): to for name, to in mapping.items()
    }
    return map_columns(run, columns, seen=seen, date_order=seen.date_order, by=cast.ada, at=now())


def checked(cast, kind: str, text: str | bytes, **mapping) -> ImportRun:
    run = begin_check(begun(cast, kind, text, **mapping), by=cast.ada, at=now(), with_job=False)
    return work_here(Check, cast.desk, run)


def imported(cast, kind: str, text: str | bytes, **mapping) -> ImportRun:
    run = begin_import(checked(cast, kind, text, **mapping), by=cast.ada, at=now(), with_job=False)
    return work_here(Import, cast.desk, run)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """created, updated, skipped, bad"""
    return tuple(run.counters[name] for name in ("created", "updated", "skipped", "bad"))


def problems(run: ImportRun) -> list[tuple[int, str]]:
    return [(example["line"], example["problem"]) for example in run.settings["examples"]]


def tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in {model._meta.db_table for model in desk_models()} - OWN:
            cursor.execute(f'SELECT count(*), coalesce(sum(hashtext(t::text)), 0) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found


USERS = """E-mail,Full Name,Company,Labels,Customer ID,Created on
zoe@marsh.example,Zoë Ash,Marsh,"vip, eu",C-1,2019-03-04 10:00
Cleo@customer.example,Cleo Renamed,,,C-2,
ben@harbor.example,Not Ben,,,,
not an address,X,,,,
yan@x.example,Yan,Nowhere Ltd,,,
zoe@marsh.example,Again,,,,
,Nobody,,,,
"""


class TestUsers:
    def test_each_row_is_created_updated_skipped_or_bad(self, in_harbor):
        marsh = create_organization(name="Marsh", by=None, at=now())
        run = imported(in_harbor, "users", USERS)
        assert counts(run) == (1, 1, 1, 4)
        zoe = User.objects.get(email="zoe@marsh.example")
        assert (zoe.name, zoe.organization, zoe.tags, zoe.external_id) == ("Zoë Ash", marsh, ["eu", "vip"], "C-1")
        assert (zoe.created_at.year, zoe.role, zoe.email_verified) == (2019, "end_user", False)
        assert UserIdentity.objects.get(user=zoe).value == "zoe@marsh.example"
        in_harbor.cleo.refresh_from_db()
        assert (in_harbor.cleo.name, in_harbor.cleo.external_id) == ("Cleo Renamed", "C-2")
        assert User.objects.get(email="ben@harbor.example").name == "Ben"

    def test_what_was_wrong_is_said_with_line_and_remedy(self, in_harbor):
        create_organization(name="Marsh", by=None, at=now())
        run = checked(in_harbor, "users", USERS)
        assert [line for line, _problem in problems(run)] == [5, 6, 7, 8]
        said = dict(problems(run))
        assert "Correct it" in said[5]
        assert "Import organizations first" in said[6]
        assert "Line 2 is about the same" in said[7]
        assert "Fill it in" in said[8]

    def test_a_second_time_changes_nothing(self, in_harbor):
        create_organization(name="Marsh", by=None, at=now())
        imported(in_harbor, "users", USERS)
        before = tables()
        assert counts(imported(in_harbor, "users", USERS)) == (0, 0, 3, 4)
        assert tables() == before

    def test_an_empty_cell_erases_nothing(self, in_harbor):
        imported(in_harbor, "users", "email,name,phone\ncleo@customer.example,Cleo,+49 30 1\n")
        run = imported(in_harbor, "users", "email,name,phone\ncleo@customer.example,Cleo,\n")
        assert counts(run) == (0, 0, 1, 0)
        in_harbor.cleo.refresh_from_db()
        assert in_harbor.cleo.phone == "+49 30 1"

    def test_the_domain_decides_the_organization(self, in_harbor):
        marsh = create_organization(name="Marsh", domain_names=["marsh.example"], by=None, at=now())
        imported(in_harbor, "users", "email\nnew@marsh.example\n")
        assert User.objects.get(email="new@marsh.example").organization == marsh


class TestOrganizations:
    def test_created_then_updated_by_name_or_external_id(self, in_harbor):
        text = 'Name,ID,Domains,Tags\nMarsh,O-1,"https://www.marsh.example/, m.example",big\nAsh,O-2,marsh.example,\n'
        run = imported(in_harbor, "organizations", text)
        assert (counts(run), problems(run)[0][0]) == ((1, 0, 0, 1), 3)
        assert Organization.objects.get(name="Marsh").domain_names == ["marsh.example", "m.example"]
        again = imported(in_harbor, "organizations", "Name,ID\nMarsh & Sons,O-1\n")
        assert counts(again) == (0, 1, 0, 0)
        assert Organization.objects.get(external_id="O-1").name == "Marsh & Sons"


TICKETS = """Ticket ID,Requester Email,Requester,Subject,Body,Status,Priority,Assignee Email,Group,Tags,Created,Resolved,Topic,Order
7001,new@x.example,Nils,Refund,"Please
refund me",Closed,High,ben@harbor.example,tier 1,"vip eu",2019-05-01 08:00,2019-05-02,Money,A-1
7002,cleo@customer.example,,Login,,open,,gone@x.example,Nowhere,,2024-01-01,,,
7003,cleo@customer.example,,Wrong,,dreaming,,,,,,,,
7004,cleo@customer.example,,Wrong,,solved,,,,,2024-01-02,2023-01-01,,
7005,cleo@customer.example,,Wrong,,,,,,,,,Weather,
"""


@pytest.fixture
def fields(in_harbor):
    said = {"by": in_harbor.ada, "via": "web", "at": now()}
    create_field(type=FieldType.TAGGER, title="Topic", key="topic", options=[{"name": "Money", "value": "about_money"}], **said)
    create_field(type=FieldType.TEXT, title="Order", key="order", **said)


@pytest.mark.usefixtures("fields")
class TestTickets:
    def test_history_stays_as_it_was(self, in_harbor):
        run = imported(in_harbor, "tickets", TICKETS)
        assert counts(run) == (2, 0, 0, 3)
        old = Ticket.objects.get(external_id="7001")
        assert (old.status, old.priority, old.assignee, old.group) == ("closed", "high", in_harbor.ben, in_harbor.group)
        assert (old.created_at.isoformat(), old.solved_at.date().isoformat()) == ("2019-05-01T08:00:00+00:00", "2019-05-02")
        assert (old.closed_at, old.updated_at) == (old.solved_at, old.solved_at)
        assert (old.requester.name, old.requester.created_at.year) == ("Nils", 2019)
        assert old.comments.get().body == "Please\nrefund me"
        assert old.comments.get().created_at == old.created_at
        assert sorted(old.custom_fields.values()) == ["A-1", "about_money"]
        assert old.tags == ["about_money", "eu", "vip"]
        event = Event.objects.get(subject_type="ticket", subject_id=old.pk)
        assert (event.at, event.kind) == (old.created_at, "ticket.created")
        assert "A-1" in with_wordings([event])[0]["custom_fields"][1].values()

    def test_what_could_not_be_mapped_is_reported(self, in_harbor):
        run = imported(in_harbor, "tickets", TICKETS)
        assert {entry["examples"][0] for entry in run.report} == {"gone@x.example", "Nowhere"}
        login = Ticket.objects.get(external_id="7002")
        assert (login.assignee, login.group, login.status) == (None, None, "open")
        assert login.waiting_since == login.created_at

    def test_bad_rows_say_why(self, in_harbor):
        said = dict(problems(checked(in_harbor, "tickets", TICKETS)))
        assert "Write one of: closed, hold" in said[5]
        assert "Correct the dates" in said[6]
        assert "Weather" in said[7]

    def test_an_imported_ticket_is_searchable_and_counted(self, in_harbor):
        imported(in_harbor, "tickets", TICKETS)
        from crewdesk.tickets.models import SearchDocument
        from crewdesk.tickets.tally import view_counts

        assert "refund" in SearchDocument.objects.get(ticket__external_id="7001").words
        assert view_counts(in_harbor.ada)["unsolved"] == 1

    def test_a_second_time_brings_nothing_twice(self, in_harbor):
        imported(in_harbor, "tickets", TICKETS)
        Ticket.objects.filter(external_id="7002").update(subject="Worked on since")
        assert counts(imported(in_harbor, "tickets", TICKETS)) == (0, 0, 2, 3)
        assert Ticket.objects.get(external_id="7002").subject == "Worked on since"

    def test_tickets_without_an_id_are_known_by_what_they_say(self, in_harbor):
        text = "subject,from\nOne,cleo@customer.example\nTwo,cleo@customer.example\nOne,cleo@customer.example\n"
        assert counts(checked(in_harbor, "tickets", text)) == (2, 0, 1, 0)
        assert counts(imported(in_harbor, "tickets", text)) == (2, 0, 1, 0)
        assert counts(imported(in_harbor, "tickets", text)) == (0, 0, 3, 0)

    def test_no_rule_mail_or_job(self, in_harbor):
        run = begin_import(checked(in_harbor, "tickets", TICKETS), by=in_harbor.ada, at=now(), with_job=False)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs")
            before = cursor.fetchone()
            work_here(Import, in_harbor.desk, run)
            cursor.execute("SELECT count(*) FROM procrastinate_jobs")
            assert cursor.fetchone() == before


class TestDryRun:
    def test_nothing_is_written(self, in_harbor):
        create_organization(name="Marsh", by=None, at=now())
        run = begin_check(begun(in_harbor, "users", USERS), by=in_harbor.ada, at=now(), with_job=False)
        before, numbers = tables(), _next_number()
        run = work_here(Check, in_harbor.desk, run)
        assert counts(run) == (1, 1, 1, 4)
        assert tables() == before
        assert _next_number() == numbers + 1

    def test_it_foretells_the_import(self, in_harbor, fields):
        for kind, text in (("users", USERS), ("tickets", TICKETS)):
            foretold = checked(in_harbor, kind, text)
            run = work_here(Import, in_harbor.desk, begin_import(foretold, by=in_harbor.ada, at=now(), with_job=False))
            assert counts(run) == counts(foretold)

    def test_bad_rows_come_as_csv_without_formulas(self, in_harbor):
        text = 'email,name\n=cmd()|calc,"=1+1"\n"@x","-2"\n'
        run = checked(in_harbor, "users", text)
        with storage.default_storage.open(run.bad_rows.key) as content:
            rows = list(csv.reader(StringIO(content.read().decode("utf-8-sig"))))
        assert rows[0] == ["Line", "What is wrong", "email", "name"]
        assert [row[0] for row in rows[1:]] == ["2", "3"]
        cells = [cell for row in rows for cell in row]
        assert "'=1+1" in cells
        assert not any(looks_like_formula(cell.removeprefix("'")) for cell in cells if not cell.startswith("'"))


def _next_number() -> int:
    from crewdesk.tickets.operations.create import next_numbers

    return next_numbers(1)[0]


class TestNastyFiles:
    @pytest.mark.parametrize(
        "data, word",
        [(b"", "empty"), (b"email,name\n", "no rows"), (b"PK\x03\x04xx", "XLSX"), (b'"email,name\n', "cannot be read")],
    )
    def test_what_cannot_be_read_is_told_and_the_upload_is_kept(self, in_harbor, data, word):
        run = keep_upload(BytesIO(data), kind="users", name="x.csv", by=in_harbor.ada, at=now())
        from crewdesk.connectors.sheets.reading import BadSheet

        with pytest.raises(BadSheet, match=word):
            look(run)
        with storage.default_storage.open(run.file.key) as content:
            assert content.read() == data

    def test_a_file_of_another_kind_lacks_what_is_needed(self, in_harbor):
        with pytest.raises(CannotImport, match="Requester's e-mail"):
            begun(in_harbor, "tickets", "Name,Domains\nMarsh,marsh.example\n")

    def test_headings_that_are_missing_or_stand_twice_are_told(self, in_harbor):
        run = keep_upload(BytesIO(b"zoe@x.example,Zoe\nyan@x.example,Yan\n"), kind="users", name="x.csv", by=None, at=now())
        assert "first line looks like data" in look(run).warnings[0]
        run = keep_upload(BytesIO(b"email,Name,name,\na@x.example,A,B,C,D\n"), kind="users", name="x.csv", by=None, at=now())
        seen = look(run)
        assert [column.heading for column in seen.columns] == ["email", "Name", "name", "Column 4", "Column 5"]
        assert len(seen.warnings) == 2

    def test_one_target_for_two_columns_is_refused(self, in_harbor):
        run = keep_upload(BytesIO(b"a,b\na@x.example,b@x.example\n"), kind="users", name="x.csv", by=in_harbor.ada, at=now())
        with pytest.raises(CannotImport, match="Two columns"):
            map_columns(run, {0: "email", 1: "email"}, seen=look(run), date_order="dmy", by=in_harbor.ada, at=now())

    def test_long_and_strange_cells_spoil_one_row_only(self, in_harbor):
        name = "N" * 5000
        text = f'email,name,notes\na@x.example,{name},\nb@x.example,B\x00,"{"x" * 1_000_000}"\n"open@x.example,C\n'
        run = imported(in_harbor, "users", text)
        assert counts(run) == (1, 0, 0, 2)
        assert User.objects.get(email="b@x.example").name == "B"

    def test_utf16_with_tabs_as_excel_saves_it(self, in_harbor):
        run = imported(in_harbor, "users", "E-mail\tName\nzoe@x.example\tZoë\n".encode("utf-16"))
        assert counts(run) == (1, 0, 0, 0)
        assert User.objects.get(email="zoe@x.example").name == "Zoë"


class TestResuming:
    def test_a_run_that_was_killed_goes_on_and_brings_nothing_twice(self, committed_harbor, monkeypatch):
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
            real(self, *arguments)

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

    def test_a_worker_that_comes_back_from_the_dead_changes_nothing(self, committed_harbor, monkeypatch):
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

    def test_a_run_that_broke_off_says_why_and_goes_on(self, committed_harbor, monkeypatch):
        cast = committed_harbor
        with cast.scope():
            run = begin_import(checked(cast, "users", "email\na@x.example\n"), by=cast.ada, at=now(), with_job=False)

        def broken(*_arguments):
            raise OSError("disk is gone")

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
