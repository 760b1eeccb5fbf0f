"""Spam, the bin, and the end of both."""

from datetime import timedelta

import pytest

from crewdesk.core.files.store import store
from crewdesk.core.models import Event, StoredFile
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets import jobs
from crewdesk.tickets.models import Attachment, Comment, SearchDocument, Ticket
from crewdesk.tickets.operations.bin import delete_ticket, purge, restore_ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.errors import CannotUpdate
from crewdesk.tickets.operations.spam import mark_spam, unmark_spam

from .story import AT, BY_WEB, changed, closed, last_event, opened


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo)


def test_spam_and_back(in_harbor, ticket):
    mark_spam(ticket, by=in_harbor.ben, **BY_WEB)
    mark_spam(ticket, by=in_harbor.ben, **BY_WEB)
    assert not Ticket.objects.live().exists()
    assert last_event("ticket.marked_spam").changes == {"version": 2, "is_spam": [False, True]}
    unmark_spam(ticket, by=in_harbor.ben, **BY_WEB)
    assert Ticket.objects.live().get().version == 3
    assert last_event("ticket.unmarked_spam").changes == {"version": 3, "is_spam": [True, False]}


def test_suspending_needs_its_own_right(in_harbor, ticket):
    with pytest.raises(NotPermitted):
        mark_spam(ticket, by=in_harbor.ben, suspend_requester=True, **BY_WEB)
    ticket.refresh_from_db()
    mark_spam(ticket, by=in_harbor.lena, suspend_requester=True, **BY_WEB)
    in_harbor.cleo.refresh_from_db()
    assert in_harbor.cleo.suspended
    with pytest.raises(CannotUpdate):
        mark_spam(opened(in_harbor.ben), by=in_harbor.lena, suspend_requester=True, **BY_WEB)


@pytest.mark.parametrize("verb", [mark_spam, unmark_spam, delete_ticket, restore_ticket])
@pytest.mark.parametrize("who", ["cleo", "liv"])
def test_others_may_not(in_harbor, ticket, verb, who):
    with pytest.raises(NotPermitted):
        verb(ticket, by=getattr(in_harbor, who), **BY_WEB)


def test_agents_do_not_delete(in_harbor, ticket):
    with pytest.raises(NotPermitted):
        delete_ticket(ticket, by=in_harbor.ben, **BY_WEB)


def test_bin_and_back(in_harbor, ticket):
    closed(ticket)
    delete_ticket(ticket, by=in_harbor.lena, **BY_WEB)
    assert last_event("ticket.deleted").changes == {"version": 3, "deleted_at": [None, AT.isoformat()]}
    for verb in (mark_spam, unmark_spam):
        with pytest.raises(CannotUpdate):
            verb(ticket, by=in_harbor.ben, **BY_WEB)
    with pytest.raises(CannotUpdate):
        changed(ticket, in_harbor.ben, priority="high")
    restore_ticket(ticket, by=in_harbor.lena, **BY_WEB)
    assert (ticket.is_deleted, ticket.status) == (False, "closed")
    assert last_event("ticket.restored").changes["deleted_at"] == [AT.isoformat(), None]


def test_purge_leaves_nothing_but_the_trace(in_harbor, ticket, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    file = store(b"hello", name="a.txt", content_type="text/plain", by=in_harbor.cleo)
    attachment = Attachment.objects.create(file=file, uploaded_by=in_harbor.cleo, upload_token="t")
    old = create_ticket(requester=in_harbor.cleo, by=None, via="email", at=AT, said=Said(body="x", attachments=[attachment]))
    delete_ticket(old, by=in_harbor.lena, **BY_WEB)
    assert purge(at=AT + timedelta(days=29)) == 0
    assert purge(at=AT + timedelta(days=31)) == 1
    assert [row.pk for row in Ticket.objects.all()] == [ticket.pk]
    assert (Comment.objects.count(), SearchDocument.objects.count(), Attachment.objects.count()) == (1, 1, 0)
    assert StoredFile.objects.get().deleted_at is not None
    event = Event.objects.get(kind="ticket.purged")
    assert (event.subject_id, event.changes) == (old.pk, {"number": 2})


def test_the_job_empties_the_bin(in_harbor, ticket):
    Ticket.objects.update(deleted_at=AT - timedelta(days=400))
    jobs.empty_bin()
    assert not Ticket.objects.exists()
