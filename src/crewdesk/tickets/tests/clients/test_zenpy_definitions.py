"""zenpy and what a desk defines: forms, statuses, addresses, webhooks, views, and the requests of its customers."""

import pytest
from zenpy.lib.api_objects import Comment, CustomStatus, RecipientAddress, Request, TicketField, TicketForm, Webhook
from zenpy.lib.exception import APIException, RecordNotFoundException

from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket

pytestmark = pytest.mark.usefixtures("committed_harbor")


def test_forms(zenpy):
    field = zenpy.ticket_fields.create(TicketField(type="text", title="Order"))
    form = zenpy.ticket_forms.create(TicketForm(name="Refund", ticket_field_ids=[field.id]))
    form.name = "Refunds"
    assert zenpy.ticket_forms.update(form).name == "Refunds"
    assert [one.name for one in zenpy.ticket_forms()] == ["Refunds"]
    zenpy.ticket_forms.delete(form)
    with pytest.raises(RecordNotFoundException):
        zenpy.ticket_forms(id=form.id)


def test_custom_statuses(zenpy):
    status = zenpy.custom_statuses.create(CustomStatus(status_category="open", agent_label="Waits", end_user_label="Waits"))
    status.agent_label = "Waits for bank"
    assert zenpy.custom_statuses.update(status).agent_label == "Waits for bank"
    assert [one.agent_label for one in zenpy.custom_statuses()] == ["Waits for bank"]


def test_recipient_addresses(zenpy):
    for n in range(2):
        address = zenpy.recipient_addresses.create(RecipientAddress(name="Help", email=f"help{n}@harbor-clients.example"))
    address.name = "Desk"
    assert zenpy.recipient_addresses.update(address).name == "Desk"
    assert len(list(zenpy.recipient_addresses())) == 2
    zenpy.recipient_addresses.delete(address)
    with pytest.raises(RecordNotFoundException):
        zenpy.recipient_addresses(id=address.id)


def test_webhooks(zenpy):
    webhook = zenpy.webhooks.create(
        Webhook(
            name="Mirror", endpoint="https://mirror.example/hook", http_method="POST", request_format="json", status="active",
            subscriptions=["conditional_ticket_events"],
        )
    )  # fmt: skip
    assert [one.name for one in zenpy.webhooks()] == ["Mirror"]
    assert zenpy.webhooks.show_secret(webhook).secret != zenpy.webhooks.reset_secret(webhook).secret
    assert list(zenpy.webhooks.invocations(webhook)) == []
    zenpy.webhooks.delete(webhook)
    with pytest.raises(APIException):
        zenpy.webhooks(id=webhook.id)


def test_views(zenpy, committed_harbor):
    with committed_harbor.scope():
        number = create_ticket(requester=committed_harbor.cleo, by=None, via="email", at=now(), said=Said(body="Where?")).number
    view = next(one for one in zenpy.views() if one.title == "All unsolved")
    assert [ticket.id for ticket in zenpy.views.tickets(view)] == [number]
    assert zenpy.views.count(view).value == 1
    assert [one.value for one in zenpy.views.count_many([view.id])] == [1]


def test_requests(zenpy, committed_harbor):
    request = zenpy.requests.create(Request(subject="My own", comment=Comment(body="Where?")))
    assert [one.id for one in zenpy.requests()] == [one.id for one in zenpy.requests.open()] == [request.id]
    assert [comment.body for comment in zenpy.requests.comments(request.id)] == ["Where?"]
