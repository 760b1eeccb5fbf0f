"""zenpy, from its registry, lives the whole life of tickets, users and organizations against the running servers."""

import time

import pytest
from zenpy.lib.api_objects import Comment, Group, GroupMembership, Organization, OrganizationMembership, Ticket, TicketField, User
from zenpy.lib.exception import APIException, RecordNotFoundException

from crewdesk.tickets.api.present_views import VIEW_IDS
from crewdesk.tickets.models import CustomStatus

PATIENCE_SECONDS = 30


def finished(zenpy, status):
    """The job once it is done."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while status.status not in ("completed", "failed", "killed"):
        assert time.monotonic() < deadline, status.to_dict()
        time.sleep(0.05)
        status = zenpy.job_status(id=status.id)
    return status


def new_ticket(zenpy, subject="Late payout", **more) -> Ticket:
    customer = User(name="Nia", email="nia@new.example")
    return zenpy.tickets.create(
        Ticket(subject=subject, comment=Comment(body="Where is it?", public=True), requester=customer, **more)
    ).ticket


def test_life_of_a_ticket(zenpy, committed_harbor):
    ticket = new_ticket(zenpy, tags=["payout"], priority="high", external_id="erp-7")
    assert (ticket.status, ticket.requester.email, ticket.priority) == ("new", "nia@new.example", "high")
    ticket.assignee_id, ticket.status = committed_harbor.ben.pk, "pending"
    ticket.comment = Comment(html_body="<p>It is <b>on its way</b>.</p>", public=True)
    audit = zenpy.tickets.update(ticket)
    assert {event["type"] for event in audit.audit.events} >= {"Change", "Comment"}
    ticket = zenpy.tickets(id=ticket.id)
    assert (ticket.status, ticket.assignee.name, ticket.external_id) == ("pending", "Ben", "erp-7")
    comments = list(zenpy.tickets.comments(ticket))
    assert [comment.author.name for comment in comments] == ["Nia", "Ada"]
    assert comments[1].html_body.startswith("<p>It is <b>on its way</b>")
    audits = list(zenpy.tickets.audits(ticket=ticket.id))
    assert {comment.audit_id for comment in comments} <= {audit.id for audit in audits}
    ticket.status = "solved"
    zenpy.tickets.update(ticket)
    zenpy.tickets.delete(ticket)
    with pytest.raises(RecordNotFoundException):
        zenpy.tickets(id=ticket.id)
    assert ticket.id in [one.id for one in zenpy.tickets.deleted()]
    zenpy.tickets.restore(ticket)
    assert zenpy.tickets(id=ticket.id).status == "solved"


def test_tags_of_a_ticket(zenpy):
    ticket = new_ticket(zenpy, tags=["one"])
    assert list(zenpy.tickets.add_tags(ticket.id, ["two"])) == ["one", "two"]
    assert list(zenpy.tickets.delete_tags(ticket.id, ["one"])) == ["two"]
    assert list(zenpy.tickets.set_tags(ticket.id, ["three"])) == ["three"]


def test_tickets_in_bulk(zenpy):
    made = finished(zenpy, zenpy.tickets.create([Ticket(subject=f"Number {n}", description="Hello") for n in range(12)]))
    assert (made.status, made.progress, made.total) == ("completed", 12, 12)
    ids = [result.id for result in made.results]
    tickets = list(zenpy.tickets(ids=ids))
    assert sorted(ticket.subject for ticket in tickets) == sorted(f"Number {n}" for n in range(12))
    for ticket in tickets:
        ticket.tags = ["bulk"]
    assert finished(zenpy, zenpy.tickets.update(tickets)).status == "completed"
    assert all(ticket.tags == ["bulk"] for ticket in zenpy.tickets(ids=ids))
    assert finished(zenpy, zenpy.tickets.delete(list(zenpy.tickets(ids=ids)))).status == "completed"


def test_merge_of_tickets(zenpy):
    into, source = new_ticket(zenpy, "Into"), new_ticket(zenpy, "Source")
    finished(zenpy, zenpy.tickets.merge(target=into, source=source, target_comment="One more.", source_comment="See the other."))
    assert zenpy.tickets(id=source.id).status == "closed"


def test_pages_of_both_kinds(zenpy):
    made = {new_ticket(zenpy, f"Page {n}").id for n in range(5)}
    by_cursor = [ticket.id for ticket in zenpy.tickets(page_size=2)]
    by_offset = [ticket.id for ticket in zenpy.tickets(cursor_pagination=False)]
    assert set(by_cursor) == set(by_offset) == made
    assert len(by_cursor) == len(by_offset) == 5


def test_life_of_a_user(zenpy):
    user = zenpy.users.create(
        User(name="Mia Okafor", email="mia@okafor.example", role="end-user", tags=["vip"], external_id="c-1")
    )
    assert (user.role, user.verified, user.tags) == ("end-user", False, ["vip"])
    user.notes = "Prefers the phone."
    assert zenpy.users.update(user).notes == "Prefers the phone."
    assert [found.id for found in zenpy.users.search(query="mia@okafor.example")] == [user.id]
    assert zenpy.users.create_or_update(User(name="Mia O.", email="mia@okafor.example")).id == user.id
    assert [identity.value for identity in zenpy.users.identities(id=user.id)] == ["mia@okafor.example"]
    assert zenpy.users.me().name == "Ada"
    zenpy.users.delete(user)
    assert zenpy.users(id=user.id).active is False


def test_merge_of_users(zenpy):
    winner = zenpy.users.create(User(name="Mia", email="mia@okafor.example"))
    loser = zenpy.users.create(User(name="Mia again", email="mia@other.example"))
    zenpy.users.merge(source_user=loser, dest_user=winner)
    assert {identity.value for identity in zenpy.users.identities(id=winner.id)} == {"mia@okafor.example", "mia@other.example"}


def test_users_in_bulk(zenpy):
    made = finished(zenpy, zenpy.users.create([User(name=f"User {n}", email=f"u{n}@bulk.example") for n in range(3)]))
    assert [result.success for result in made.results if hasattr(result, "success")] == [True] * 3
    ids = [result.id for result in made.results]
    assert {user.email for user in zenpy.users(ids=ids)} == {f"u{n}@bulk.example" for n in range(3)}


def test_life_of_an_organization(zenpy):
    acme = zenpy.organizations.create(Organization(name="Acme", domain_names=["acme.example"], external_id="o-1"))
    acme.details = "Makes everything."
    assert zenpy.organizations.update(acme).details == "Makes everything."
    assert [found.external_id for found in zenpy.search(query="acme", type="organization")] == ["o-1"]
    member = zenpy.users.create(User(name="Wile", email="wile@acme.example"))
    if member.organization_id != acme.id:
        zenpy.organization_memberships.create(OrganizationMembership(user_id=member.id, organization_id=acme.id))
    assert [user.name for user in zenpy.organizations.users(acme)] == ["Wile"]
    zenpy.organizations.delete(acme)
    with pytest.raises(RecordNotFoundException):
        zenpy.organizations(id=acme.id)


def test_groups_and_their_members(zenpy, committed_harbor):
    group = zenpy.groups.create(Group(name="Finance"))
    zenpy.group_memberships.create(GroupMembership(user_id=committed_harbor.ben.pk, group_id=group.id))
    assert committed_harbor.ben.pk in [one.user_id for one in zenpy.group_memberships() if one.group_id == group.id]
    zenpy.groups.delete(group)
    assert group.id not in [one.id for one in zenpy.groups()]


def test_upload_and_its_way_onto_a_ticket(zenpy, tmp_path):
    file = tmp_path / "log.txt"
    file.write_text("it broke at noon")
    upload = zenpy.attachments.upload(str(file))
    ticket = new_ticket(zenpy)
    ticket.comment = Comment(body="The log.", uploads=[upload.token], public=False)
    zenpy.tickets.update(ticket)
    [attachment] = list(zenpy.tickets.comments(ticket))[-1].attachments
    assert attachment.file_name == "log.txt"
    copy = tmp_path / "copy.txt"
    zenpy.attachments.download(attachment.id, str(copy))
    assert copy.read_text() == "it broke at noon"


def test_search_and_its_export(zenpy):
    ticket = new_ticket(zenpy, "The unmistakable zebra")
    assert [found.id for found in zenpy.search(query="zebra", type="ticket")] == [ticket.id]
    assert [found.id for found in zenpy.search_export(query="zebra", type="ticket")] == [ticket.id]
    assert [found.email for found in zenpy.search(query="nia", type="user")] == ["nia@new.example"]
    assert zenpy.search.count(query="zebra", type="ticket") == 1


def test_incremental_exports(zenpy):
    made = new_ticket(zenpy)
    assert made.id in [ticket.id for ticket in zenpy.tickets.incremental(start_time=1_000_000_000, paginate_by_time=False)]
    assert "nia@new.example" in [user.email for user in zenpy.users.incremental(start_time=1_000_000_000, paginate_by_time=False)]


def test_incremental_export_of_events(zenpy, owner_connection):
    made = new_ticket(zenpy, tags=["payout"])
    # It leaves the last minute out.
    owner_connection.execute("UPDATE core_event SET changed_at = changed_at - interval '10 minutes'")
    [event] = [
        one for one in zenpy.tickets.events(start_time=1_000_000_000, include="comment_events") if one.ticket_id == made.id
    ]
    assert (event.event_type, event.updater.name, event.ticket.subject) == ("Audit", "Ada", "Late payout")
    [said] = [child for child in event.child_events if child["event_type"] == "Comment"]
    assert (said["body"], said["public"]) == ("Where is it?", True)
    assert ["payout"] in [child.get("added_tags") for child in event.child_events]


def test_fields_and_forms(zenpy):
    field = zenpy.ticket_fields.create(TicketField(type="text", title="Order number"))
    ticket = new_ticket(zenpy, custom_fields=[{"id": field.id, "value": "A-17"}])
    assert {one["id"]: one["value"] for one in zenpy.tickets(id=ticket.id).custom_fields}[field.id] == "A-17"
    assert field.id in [one.id for one in zenpy.ticket_fields()]
    zenpy.ticket_fields.delete(field)


def test_side_loads(zenpy):
    ticket = new_ticket(zenpy)
    shown = zenpy.tickets(id=ticket.id, include=["users", "metric_sets"])
    assert (
        shown.metric_set["ticket_id"] == ticket.id
        if isinstance(shown.metric_set, dict)
        else shown.metric_set.ticket_id == ticket.id
    )


def test_import_keeps_historic_dates(zenpy):
    past = Ticket(
        subject="Old", comments=[{"value": "Long ago", "created_at": "2020-01-01T10:00:00Z"}], created_at="2020-01-01T10:00:00Z"
    )
    imported = zenpy.ticket_import.create(past)
    assert zenpy.tickets(id=imported.ticket.id).to_dict()["created_at"] == "2020-01-01T10:00:00Z"


def test_refusals_say_why(zenpy, committed_harbor):
    ticket = new_ticket(zenpy)
    ticket.status, ticket.assignee_id = "solved", 10**12
    with pytest.raises(APIException) as refusal:
        zenpy.tickets.update(ticket)
    assert refusal.value.response.json()["error"] == "RecordInvalid"


def test_small_resources(zenpy, committed_harbor):
    with committed_harbor.scope():
        CustomStatus.objects.create(status_category="hold", agent_label="Waits for parts")
    new_ticket(zenpy, tags=["parcel"])
    assert "parcel" in {tag.name for tag in zenpy.tags()}
    assert {view.id for view in zenpy.views()} == set(VIEW_IDS.values())
    assert list(zenpy.macros()) == list(zenpy.triggers()) == []
    assert "Waits for parts" in {status.agent_label for status in zenpy.custom_statuses()}
    assert list(zenpy.suspended_tickets()) == []
