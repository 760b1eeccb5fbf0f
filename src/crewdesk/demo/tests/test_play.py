"""The loader against the verbs: the same story, played by both, leaves the same ticket."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from crewdesk.accounts.models import User
from crewdesk.core.models import Event
from crewdesk.core.tenancy import desk_scope
from crewdesk.demo.content.conversation import stories, story
from crewdesk.demo.content.people import CLEO
from crewdesk.demo.furnishing import furnish
from crewdesk.demo.loading.filling import Filling
from crewdesk.demo.loading.script import Script
from crewdesk.tickets.models import Attachment, Comment, Participation, SearchDocument, Ticket
from crewdesk.tickets.operations.audit import with_wordings
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.update import update_ticket
from crewdesk.tickets.operations.words import index_again

UNTIL = datetime(2026, 5, 20, 12, tzinfo=UTC)
# Rows that are told apart by them, and mails, which the verbs leave to handlers.
# What the database itself sets at each write is no part of a story either.
OWN = {"id", "number", "desk_id", "changed_in", "changed_at"}


@pytest.fixture
def desk(db):
    made = furnish("anchor", at=UNTIL - timedelta(days=366))
    with desk_scope(made.pk):
        yield made


def replayed(moves, requester, world, mail_ids) -> Ticket:
    """The moves by the real verbs."""
    first, *rest = moves
    ticket = create_ticket(
        requester=requester, by=None, via=first.via, at=first.at, said=with_files(first, requester, mail_ids),
        recipient=world.address if first.via == "email" else "",
        via_source={"from": {"address": requester.email, "name": requester.name}, "to": {"address": world.address, "name": ""}, "rel": None}
        if first.via == "email" else {},
        **first.changes,
    )  # fmt: skip
    for move in rest:
        if move.said:
            reply(ticket, by=move.by, said=with_files(move, move.by, mail_ids), via=move.via, at=move.at, changes=move.changes)
        else:
            update_ticket(ticket, by=move.by, via=move.via, at=move.at, changes=move.changes)
    return ticket


def with_files(move, author, mail_ids) -> Said:
    attachments = [Attachment.objects.create(file=file, uploaded_by=author) for file in move.files]
    metadata = {**move.said.metadata, "mail": mail_ids[move.at]} if move.said.metadata else {}
    return Said(**{**vars(move.said), "attachments": attachments, "metadata": metadata})


def face(row, *left_out) -> dict:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in columns.items() if name not in OWN | set(left_out)}


def events_of(ticket: Ticket) -> list:
    """Events with comments by their place, and words by what they say."""
    events = list(Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).order_by("id"))
    places = {comment.pk: place for place, comment in enumerate(ticket.comments.order_by("id"))}
    told = [{**changes, "comment": places.get(changes.get("comment"))} for changes in with_wordings(events)]
    return [(face(event, "subject_id", "changes"), changes) for event, changes in zip(events, told, strict=True)]


def words_of(ticket: Ticket) -> str:
    return SearchDocument.objects.get(ticket=ticket).words


def told() -> list:
    """Stories of many shapes: those of a whole year, and one by somebody whose company has an organization."""
    some = list(stories(5, 400, until=UNTIL))
    shapes = {(story.channel, tuple(turn.step for turn in story.turns), story.status): story for story in some}
    return [*shapes.values(), story(Random(3), at=UNTIL - timedelta(days=3), until=UNTIL, requester=CLEO)]


def test_bulk_loaded_tickets_equal_those_of_the_verbs(desk):
    filling = Filling(desk, until=UNTIL, seed=1)
    played = told()
    assert len(played) > 60
    assert {story.channel for story in played} == {"email", "web", "chat", "api"}
    for rows, source in zip(filling.add(played, first=0), played, strict=True):
        loaded = Ticket.objects.get(pk=rows.ticket.pk)
        requester = User.objects.get(email=source.requester.email)
        mail_ids = {comment.created_at: comment.metadata["mail"] for comment in rows.comments if comment.metadata}
        verbs = Ticket.objects.get(
            pk=replayed(list(Script(source, filling.world, requester).moves()), requester, filling.world, mail_ids).pk
        )
        assert face(loaded) == face(verbs)
        pairs = zip(loaded.comments.order_by("id"), verbs.comments.order_by("id"), strict=True)
        for mine, theirs in pairs:
            assert face(mine, "ticket_id", "delivery") == face(theirs, "ticket_id", "delivery")
            assert files_of(mine) == files_of(theirs)
        assert events_of(loaded) == events_of(verbs)
        assert followers_of(loaded) == followers_of(verbs)
        index_again(verbs)
        assert words_of(loaded) == words_of(verbs)


def files_of(comment: Comment) -> list:
    rows = Attachment.objects.filter(comment=comment).order_by("id")
    return [face(row, "comment_id", "created_at") for row in rows]


def followers_of(ticket: Ticket) -> list:
    return list(Participation.objects.filter(ticket=ticket, kind="follower").values_list("user_id", flat=True))
