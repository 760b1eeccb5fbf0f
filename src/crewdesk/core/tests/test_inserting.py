"""A row that is inserted by kept SQL is the row that Django would have saved."""

import pytest
from django.db import ProgrammingError, transaction
from django.db.models import F

from crewdesk.accounts.models import Organization
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.inserting import insert
from crewdesk.core.models import ApiCall, Event
from crewdesk.core.tenancy import NoDeskInScope
from crewdesk.tickets.models import Comment, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket, next_numbers

# Who wrote it when is the database's own word.
BY_TRIGGER = {"changed_in", "changed_at"}


def columns(row) -> dict:
    """The columns as the database has them, but for the key."""
    stored = type(row).objects.get(pk=row.pk)
    names = {field.attname for field in row._meta.concrete_fields} - BY_TRIGGER - {"id", "number"}
    return {name: getattr(stored, name) for name in names}


@pytest.mark.parametrize("model", [Ticket, Comment, Event, ApiCall])
def test_the_row_is_the_one_that_a_save_makes(in_harbor, model, django_assert_num_queries):
    said = Said(body="Grüße \u2028 'x' %s", attachments=(), via_source={"a": [1, None, "ü"]})
    create_ticket(
        requester=in_harbor.cleo, by=in_harbor.ben, said=said, subject="50% \\ off", tags=["vip"], via=Via.API, at=now()
    )
    insert(ApiCall(at=now(), user_id=in_harbor.ben.pk, token_id=None, ip="::1", method="POST", path="/x", status=201))
    row, same = model.objects.latest("id"), model.objects.latest("id")
    for each in (row, same):
        each.pk, each._state.adding = None, True
        if model is Ticket:
            [each.number] = next_numbers(1)
    with django_assert_num_queries(1):
        insert(row)
    same.save(force_insert=True)
    assert columns(row) == columns(same)
    assert (row.pk, row._state.adding, row._state.db) == (same.pk - 1, False, "default")


def test_it_is_of_the_desk_in_scope_and_obeys_its_walls(harbor, meridian):
    with harbor.scope():
        insert(Organization(name="Ours"))
    with meridian.scope():
        assert not Organization.objects.filter(name="Ours").exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            insert(Organization(name="Smuggled", desk_id=harbor.desk.pk))
    with pytest.raises(NoDeskInScope):
        insert(Organization(name="Nobody's"))


def test_an_expression_is_refused(in_harbor):
    with pytest.raises(TypeError, match=r"Organization\.name"):
        insert(Organization(name=F("details")))
