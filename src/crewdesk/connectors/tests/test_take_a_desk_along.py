"""A desk goes out as a file and comes in as another desk: the same but for ids."""

import hashlib
import json
import shutil
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from testing.database import DESKS_OF_A_PROCESS

from crewdesk.accounts.models import Desk, Person, Seat, User
from crewdesk.accounts.operations.users import update_user
from crewdesk.accounts.profile_values import noted
from crewdesk.channels.models import HeldFile, IncomingMail, OutgoingMail, SupportAddress, Suspension
from crewdesk.channels.operations.suspended import recover
from crewdesk.channels.webform.holding import file_released
from crewdesk.connectors.desks import arriving, leaving
from crewdesk.connectors.desks.archive import BadArchive, Reader, opened, written
from crewdesk.connectors.desks.arriving import read_desk
from crewdesk.connectors.desks.catalogue import TABLES, Sort, columns, exported, target_of
from crewdesk.connectors.desks.leaving import write_desk
from crewdesk.connectors.desks.references import THEIR_WORDS, words
from crewdesk.connectors.models import ImportRun
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import desk_scope
from crewdesk.core.tenancy.walls import desk_models
from crewdesk.core.tests.rows import insert_row
from crewdesk.tickets.models import Attachment, Comment, SearchDocument, Tally, Ticket, TicketField
from crewdesk.tickets.operations.create import next_numbers

from .conftest import silent
from .story import forget_addresses, tell

LOOKUPS = {"organization": "accounts.Organization"}


class Ranks:
    """Ids by the place of their row: what has to be the same in two exports."""

    def __init__(self, archive: Reader):
        self._places = {}
        self.lookups = {}
        for label in exported():
            rows = list(archive.lines(f"tables/{label}.jsonl"))
            self._places[label] = {row["id"]: place for place, row in enumerate(rows)}
            if label == "tickets.TicketField":
                self.lookups = {row["id"]: LOOKUPS[row["lookup_target"]] for row in rows if row["type"] == "lookup"}

    def new(self, label: str, old: int):
        return f"{label} {self._places[label][old]}" if old in self._places.get(label, {}) else None


def normalised(archive: Reader) -> dict[str, list[dict]]:
    """All rows with places instead of ids, and files by their hash; without what the moving itself recorded."""
    ranks = Ranks(archive)
    found = {label: [_face(label, row, ranks) for row in archive.lines(f"tables/{label}.jsonl")] for label in exported()}
    found["core.Event"] = [row for row in found["core.Event"] if row["kind"] != "desk.imported"]
    found["files"] = [
        archive.pieces[f"files/{row['id']}"]["sha256"]
        for row in archive.lines("tables/core.StoredFile.jsonl")
        if row["deleted_at"] is None
    ]
    return found


def _face(label: str, row: dict, ranks: Ranks) -> dict:
    result = {}
    for field in columns(label):
        value = row[field.attname]
        if field.attname == "id":
            continue
        if target := target_of(field):
            value = value and ranks.new(target, value)
        elif field.attname in TABLES[label].references:
            value = TABLES[label].references[field.attname](value, ranks)
        result[field.attname] = value
    if label == "core.Event":
        subject = next((one for one in exported() if one.rpartition(".")[2].lower() == row["subject_type"]), "")
        result |= {
            "subject_id": ranks.new(subject, row["subject_id"]),
            "actor_id": row["actor_id"] and ranks.new("accounts.User", row["actor_id"]),
        }
    return result


@pytest.fixture
def moved(harbor, export, tmp_path):
    """(the old archive, the desk that was made of it)."""
    tell(harbor)
    old = export(harbor.desk, "old")
    forget_addresses(harbor)
    return old, read_desk(tmp_path / "old", slug="arrived", at=now(), progress=silent)


def test_every_table_of_desks_is_classified():
    missing = {model._meta.label for model in desk_models()} - set(TABLES)
    assert missing == set(), "say in connectors/desks/catalogue.py what happens to them when a desk is taken along"
    nowhere = {
        f"{label}.{field.attname}"
        for label in exported()
        for field in exported()[label]._meta.concrete_fields
        if (target := target_of(field)) and target not in exported() and not field.null
    }
    assert nowhere == set(), "these point to tables that stay behind"


def test_a_desk_that_went_out_and_in_is_the_same(moved, export):
    old, desk = moved
    before, after = normalised(old), normalised(export(desk, "new"))
    for label in before:
        assert after[label] == before[label], label
    assert {label for label, rows in before.items() if not rows} == set(), "the story tells of every table"


def test_ids_inside_of_values_name_the_new_rows(moved, harbor):
    _old, desk = moved
    with desk_scope(desk.pk):
        first = Ticket.objects.order_by("number").first()
        form = first.form
        assert [int(pk) for pk in first.custom_fields] == form.ticket_field_ids
        assert first.custom_fields[str(form.ticket_field_ids[2])] == first.organization_id
        assert form.agent_conditions[0]["child_fields"][0]["id"] == form.ticket_field_ids[1]
        assert first.comments.get(public=False).mentions == [User.objects.get(name="Ben").pk]
        assert Desk.objects.get(pk=desk.pk).settings == {"web_form": {"categories": [form.pk]}}
        events = Event.objects.filter(kind="ticket.updated", subject_type="ticket")
        assert {event.subject_id for event in events} <= set(Ticket.objects.values_list("pk", flat=True))


def test_fields_of_customers_come_with_what_they_hold(moved):
    _old, desk = moved
    with desk_scope(desk.pk):
        cleo = User.objects.get(name="Cleo")
        assert noted(cleo) == [("Plan", "Gold")]
        assert noted(cleo.organization) == [("Renewal", "Jan. 31, 2027")]
        assert cleo.user_fields["ticket"] == 1
        changes = Event.objects.filter(kind="user.updated", subject_id=cleo.pk).earliest("id").changes
        assert changes["user_fields"] == [{}, {"plan": "gold", "ticket": 1}], "a word of the desk's own names no row"
        with pytest.raises(Refused):
            update_user(cleo, by=None, at=now(), user_fields={"plan": "silver"})


def test_what_a_client_said_of_a_comment_stays_as_it_is(moved):
    old, desk = moved
    before = [row["metadata"] for row in old.lines("tables/tickets.Comment.jsonl") if row["metadata"]]
    with desk_scope(desk.pk):
        assert list(Comment.objects.exclude(metadata={}).values_list("metadata", flat=True)) == before
    assert before[0]["custom"]["of"] == 5


# Words in events under which a number is a number and no row.
NUMBERS = {"version", "size", "mails", "position", "tier", "start_minute", "end_minute", "intervals", "number", "rows"}


def test_every_number_in_an_event_is_a_number_or_known_as_an_id(moved):
    """A word that is not known would carry the old desk's id along unseen."""
    old, _desk = moved
    found = {word for event in old.lines("tables/core.Event.jsonl") for word in _words_of_numbers(event["changes"], "")}
    assert {"comment", "into", "sources", "merged_into", "ccs", "custom_fields"} <= found
    # `id` stands in the conditions of forms, which have a translator of their own.
    assert found - NUMBERS - set(words()) - {"custom_fields", "id"} == set()


def _words_of_numbers(value, word: str) -> set[str]:
    if word in THEIR_WORDS:
        return set()
    if isinstance(value, dict):
        own = {"custom_fields"} if any(key.isdecimal() for key in value) else set()
        return own.union(*(_words_of_numbers(one, "custom_fields" if key.isdecimal() else key) for key, one in value.items()))
    if isinstance(value, list):
        return {found for one in value for found in _words_of_numbers(one, word)}
    return {word} if isinstance(value, int) and not isinstance(value, bool) else set()


def test_a_request_that_waits_becomes_the_same_ticket_at_the_new_place(moved):
    _old, desk = moved
    with desk_scope(desk.pk):
        suspension = Suspension.objects.select_related("held__form").get()
        assert suspension.held.confirmation_hash == ""
        recover(suspension, by=User.objects.get(name="Ben"), at=now())
        file_released(suspension_id=suspension.pk)
        ticket = Ticket.objects.get(subject="Is anybody there?")
        order = TicketField.objects.get(key="order")
        assert (ticket.requester.email, ticket.custom_fields) == ("vera@visitor.example", {str(order.pk): "A-18"})
        attached = Attachment.objects.get(comment__ticket=ticket)
        assert attached.file.name == "sent.txt"
        assert not HeldFile.objects.exists()


def test_what_is_derived_is_made_anew(moved, harbor):
    _old, desk = moved
    with harbor.scope():
        sums = {(row.status): row.delta for row in Tally.objects.all()}
        numbers = list(Ticket.objects.order_by("number").values_list("number", flat=True))
    with desk_scope(desk.pk):
        assert SearchDocument.objects.count() == Ticket.objects.count() == len(numbers)
        assert f"desk:{desk.pk}" in SearchDocument.objects.order_by("id").first().words
        assert {row.status for row in Tally.objects.all()} == set(sums)
        assert list(Ticket.objects.order_by("number").values_list("number", flat=True)) == numbers
        assert next_numbers(1)[0] > max(numbers)
        assert Seat.objects.filter(user__name="Ada", is_active=True).exists()
        assert Person.objects.get(pk=User.objects.get(name="Ada").person_id).email == f"ada@{harbor.desk.slug}.example"


def test_no_job_and_no_mail_leaves(harbor, export, tmp_path):
    tell(harbor)
    export(harbor.desk, "old")
    forget_addresses(harbor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        before = cursor.fetchone()
        desk = read_desk(tmp_path / "old", slug="arrived", at=now(), progress=silent)
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == before
    with harbor.scope():
        assert {mail.state for mail in OutgoingMail.objects.all()} == {"queued"}
    with desk_scope(desk.pk):
        assert {(mail.state, mail.reply_to) for mail in OutgoingMail.objects.all()} == {("failed", "")}


def test_secrets_stay_behind(moved, tmp_path):
    old, desk = moved
    assert old.manifest["left_out"]["accounts.ApiToken"] == 1
    assert {"accounts.ApiToken", "channels.Webhook", "channels.ThreadAddress"} <= set(old.manifest["left_out"])
    everything = b"".join(path.read_bytes() for path in (tmp_path / "old").rglob("*") if path.is_file())
    for secret in (b"unclaimed-secret", b"draft-secret", b"secret_hash", b"password", b"argon2", b"reply+"):
        assert secret not in everything
    with desk_scope(desk.pk):
        assert any("channels.Webhook" in entry["what"] for entry in ImportRun.objects.get().report)


def test_a_tar_holds_the_same_as_a_folder(harbor, export, tmp_path):
    tell(harbor)
    folder = export(harbor.desk, "folder")
    with written(tmp_path / "desk.tar") as out:
        write_desk(harbor.desk, out, at=now(), progress=silent)
    forget_addresses(harbor)
    desk = read_desk(tmp_path / "desk.tar", slug="arrived", at=now(), progress=silent)
    assert normalised(export(desk, "again")) == normalised(folder)


def test_long_rows_travel_a_few_at_a_time(harbor, export, tmp_path, monkeypatch):
    """A thousand mails of 40 MB are more than a machine holds, and more than one parameter of a statement."""
    with harbor.scope():
        for size in (10, 900, 900, 10):
            insert_row(IncomingMail, raw=b"x" * size, state="processed", door="smtp")
    whole = export(harbor.desk, "whole")
    monkeypatch.setattr(leaving, "PAGE_BYTES", 1000)
    with harbor.scope():
        assert [len(page) for page in leaving._pages("channels.IncomingMail")] == [3, 1]
    assert normalised(export(harbor.desk, "by pages")) == normalised(whole)
    chunks = whole.chunks("tables/channels.IncomingMail.jsonl", rows=3, size=3000)
    assert [len(chunk) for chunk in chunks] == [2, 2]
    monkeypatch.setattr(arriving, "CHUNK_BYTES", 1)
    forget_addresses(harbor)
    desk = read_desk(tmp_path / "by pages", slug="arrived", at=now(), progress=silent)
    assert normalised(export(desk, "again")) == normalised(whole)


def test_a_link_in_a_tar_is_no_piece(tmp_path):
    with tarfile.open(tmp_path / "desk.tar", "w") as archive:
        entry = tarfile.TarInfo("manifest.json")
        entry.type, entry.linkname = tarfile.SYMTYPE, "desk.json"
        archive.addfile(entry)
        entry = tarfile.TarInfo("desk.json")
        content = b'{"format": 1, "pieces": {}}'
        entry.size = len(content)
        archive.addfile(entry, BytesIO(content))
    with pytest.raises(BadArchive, match=r"manifest\.json is missing"), opened(tmp_path / "desk.tar"):
        pass


def test_an_address_stays_with_the_desk_that_has_it(harbor, export, tmp_path):
    tell(harbor)
    export(harbor.desk, "old")
    desk = read_desk(tmp_path / "old", slug="arrived", at=now(), progress=silent)
    with desk_scope(desk.pk):
        assert SupportAddress.objects.count() == 0
        assert [entry["examples"] for entry in ImportRun.objects.get().report if "address" in entry["what"]] == [
            ["help@harbor.example"]
        ]


def _damage_bytes(folder):
    file = next((folder / "files").iterdir())
    file.write_bytes(b"other")


def _damage_rows(folder):
    path = folder / "tables" / "tickets.Ticket.jsonl"
    path.write_text(path.read_text().replace("Anders", "Andres"))


def _lose_a_table(folder):
    (folder / "tables" / "tickets.Comment.jsonl").unlink()


def _lose_the_manifest(folder):
    (folder / "manifest.json").unlink()


def _escape(folder):
    _edit_manifest(folder, lambda manifest: manifest["pieces"].update({"files/../../x": {"sha256": "0"}}))


def _from_the_future(folder):
    _edit_manifest(folder, lambda manifest: manifest.update({"format": 99}))


def _dangling(folder):
    """Rightly hashed, but a comment's ticket is not there: found only while rows are written."""
    _rewrite(folder, "tickets.Comment", lambda row: row | {"ticket_id": 10**12})


def _unfit(folder):
    _rewrite(folder, "tickets.Comment", lambda row: row | {"created_at": "never"})


def _id_beyond_all(folder):
    _rewrite(folder, "tickets.Draft", lambda row: row | {"id": 2**63})


def _deep(folder):
    _write(folder, "desk.json", "[" * 100_000)


def _person_without_address(folder):
    _write(folder, "persons.jsonl", '{"id": 1, "email": "nobody"}')


def _edit_manifest(folder, change):
    manifest = json.loads((folder / "manifest.json").read_text())
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def _rewrite(folder, label, change):
    name = f"tables/{label}.jsonl"
    lines = [json.dumps(change(json.loads(line)), separators=(",", ":")) for line in (folder / name).read_text().splitlines()]
    _write(folder, name, "\n".join(lines))


def _write(folder, name, text):
    """With the right hash, as anybody can make it."""
    (folder / name).write_text(text + "\n")
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    _edit_manifest(folder, lambda manifest: manifest["pieces"][name].update(sha256=digest))


DAMAGE = [
    _damage_bytes, _damage_rows, _lose_a_table, _lose_the_manifest, _escape, _from_the_future, _dangling, _unfit, _id_beyond_all, _deep,
    _person_without_address,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_archive_changes_nothing(harbor, export, tmp_path, damage, settings):
    tell(harbor)
    export(harbor.desk, "old")
    shutil.copytree(tmp_path / "old", tmp_path / "damaged")
    damage(tmp_path / "damaged")
    before = _state(settings)
    with pytest.raises(BadArchive):
        read_desk(tmp_path / "damaged", slug="arrived", at=now(), progress=silent)
    assert _state(settings) == before


def _own_folders(settings) -> list[Path]:
    """The folders of this process's desks; others write beside them."""
    first = Desk.objects.order_by("-pk").first().pk // DESKS_OF_A_PROCESS
    return [
        folder
        for folder in settings.MEDIA_ROOT.iterdir()
        if folder.name.isdecimal() and int(folder.name) // DESKS_OF_A_PROCESS == first
    ]


def _state(settings) -> tuple:
    return (
        sorted(Desk.objects.values_list("slug", flat=True)), Person.objects.count(),
        sum(path.is_file() for folder in _own_folders(settings) for path in folder.rglob("*")),
    )  # fmt: skip


def test_a_name_that_is_taken_is_refused(moved, tmp_path):
    with pytest.raises(Refused):
        read_desk(tmp_path / "old", slug="arrived", at=now(), progress=silent)


def test_html_from_a_file_is_cleaned_again(harbor, export, tmp_path):
    tell(harbor)
    export(harbor.desk, "old")
    _rewrite(tmp_path / "old", "tickets.Comment", lambda row: row | {"html_body": "<script>alert(1)</script><p onclick=x>hi</p>"})
    desk = read_desk(tmp_path / "old", slug="arrived", at=now(), progress=silent)
    with desk_scope(desk.pk):
        assert set(Comment.objects.values_list("html_body", flat=True)) == {"<p>hi</p>"}


def test_an_export_says_what_sort_each_table_is():
    assert {table.sort for table in TABLES.values()} == set(Sort)
