"""Verbs: all or nothing, and never in silence."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils.module_loading import import_string

import crewdesk
from crewdesk.accounts.models import Group, Organization
from crewdesk.core.events import Via, record
from crewdesk.core.jobs import defer
from crewdesk.core.models import Event
from crewdesk.core.operations import OPERATIONS, NotPermitted, RecordedNothing, Refused, operation, undone_as_a_whole
from crewdesk.core.tenancy import NoDeskInScope

from .sample_jobs import leave_mark


class Deed(StrEnum):
    DONE = "deed.done"
    OTHER = "deed.other"


@pytest.fixture(autouse=True)
def _own_operations():
    """Verbs of this file leave the catalogue again."""
    yield
    for name in [name for name in OPERATIONS if name.startswith(__name__)]:
        del OPERATIONS[name]


class Broken(Exception):
    """What a verb fails with after all its work."""


def work_and_break(desk):
    """Do all that verbs do: write, record, leave a job; then fail."""
    organization = Organization.objects.create(name="never")
    record(Deed.DONE, organization, by=desk.ada, via=Via.WEB)
    defer(leave_mark, desk_id=desk.desk.pk, number=1)
    raise Broken


def traces(desk) -> list[int]:
    """Rows, events and jobs of `work_and_break` on the desk."""
    with desk.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE (args->>'desk_id')::bigint = %s", [desk.desk.pk])
        jobs = cursor.fetchone()[0]
        return [Organization.objects.filter(name="never").count(), Event.objects.filter(kind=Deed.DONE).count(), jobs]


def all_verbs() -> list[str]:
    """The names of all operations of the program, with the modules that hold them loaded."""
    source = Path(crewdesk.__file__).parent
    for file in source.rglob("*.py"):
        if "tests" not in file.parts and "@operation(" in file.read_text():
            import_module(".".join(("crewdesk", *file.relative_to(source).with_suffix("").parts)))
    return [name for name in OPERATIONS if not name.startswith(__name__)]


def named(name: str):
    """The verb; one that is a method is found in its class."""
    try:
        return import_string(name)
    except ImportError:
        owner, _dot, method = name.rpartition(".")
        return getattr(import_string(owner), method)


def test_criterion_45_every_verb_is_all_or_nothing(committed_harbor, monkeypatch):
    """Each operation of the program is given a body that does everything and then fails: nothing of it may stay.

    The desk's own transaction goes on and commits, so that it is the operation that takes the work back.
    """
    before = traces(committed_harbor)
    verbs = all_verbs()
    for name in verbs:
        verb = named(name)
        body = verb.__closure__[verb.__code__.co_freevars.index("verb")]
        with monkeypatch.context() as patch, committed_harbor.scope():
            patch.setattr(body, "cell_contents", lambda: work_and_break(committed_harbor))
            with pytest.raises(Broken):
                verb()
        assert (name, traces(committed_harbor)) == (name, before)
    assert len(verbs) > 20


def test_criterion_45_the_body_would_leave_traces_by_itself(committed_harbor):
    """The counterpart: without an operation around it the same work stays."""
    before = traces(committed_harbor)
    with committed_harbor.scope(), pytest.raises(Broken):
        work_and_break(committed_harbor)
    assert traces(committed_harbor) == [count + 1 for count in before]


def test_criterion_45_nothing_runs_on_commit_of_a_verb_that_failed(committed_harbor):
    ran = []

    @operation(Deed.DONE)
    def verb():
        transaction.on_commit(lambda: ran.append(1))
        raise Broken

    with committed_harbor.scope(), pytest.raises(Broken):
        verb()
    assert ran == []


def test_a_verb_that_is_undone_as_a_whole_has_no_savepoint_of_its_own(in_harbor, django_assert_num_queries):
    @operation(Deed.DONE)
    def verb():
        Group.objects.count()

    with undone_as_a_whole(), django_assert_num_queries(1):
        verb()
    with django_assert_num_queries(3):
        verb()


def test_a_verb_within_such_a_one_is_refused_alone(in_harbor):
    @operation(Deed.OTHER)
    def inner():
        Organization.objects.create(name="never")
        record(Deed.OTHER, in_harbor.group, by=None, via=Via.WEB)
        raise Refused("no")

    @operation(Deed.DONE)
    def outer():
        with pytest.raises(Refused):
            inner()
        record(Deed.DONE, Organization.objects.create(name="kept"), by=None, via=Via.WEB)

    with undone_as_a_whole():
        outer()
    assert list(Organization.objects.filter(name__in=["never", "kept"]).values_list("name", flat=True)) == ["kept"]


def test_without_a_transaction_around_it_a_verb_has_one_all_the_same(committed_harbor):
    with undone_as_a_whole():
        before = traces(committed_harbor)
        with committed_harbor.scope(), pytest.raises(Broken):
            operation(Deed.DONE)(lambda: work_and_break(committed_harbor))()
    assert traces(committed_harbor) == before


def test_verb_that_writes_in_silence_fails(in_harbor):
    @operation(Deed.DONE)
    def silent():
        Group.objects.create(name="quiet")

    with pytest.raises(RecordedNothing, match="accounts_group"):
        silent()


def test_verb_that_records_what_nobody_declares_fails(in_harbor):
    @operation(Deed.DONE)
    def liar():
        record(Deed.OTHER, in_harbor.group, by=None, via=Via.WEB)

    with pytest.raises(RecordedNothing, match=r"deed\.other"):
        liar()


def test_verb_within_a_verb_speaks_for_both(in_harbor):
    @operation(Deed.OTHER)
    def inner():
        record(Deed.OTHER, in_harbor.group, by=None, via=Via.WEB)

    @operation(Deed.DONE)
    def outer():
        Group.objects.create(name="told of within")
        inner()

    outer()
    assert Event.objects.filter(kind=Deed.OTHER).count() == 1


def test_verb_that_only_reads_need_not_speak(in_harbor):
    @operation(Deed.DONE)
    def read():
        return Group.objects.count()

    assert read() == 1


def test_verb_needs_a_desk(db):
    @operation(Deed.DONE)
    def verb():
        return 1

    with pytest.raises(NoDeskInScope):
        verb()


def test_refusal_says_what_and_where():
    refusal = NotPermitted("No.", field="status", code="Forbidden")
    assert (refusal.message, refusal.field, refusal.code, refusal.status) == ("No.", "status", "Forbidden", 422)
    assert isinstance(refusal, Refused)
