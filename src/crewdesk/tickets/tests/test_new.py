"""A new ticket on a customer's behalf."""

import re

import pytest
from django.core.files.base import ContentFile

from crewdesk.accounts.models import User
from crewdesk.tickets.models import Ticket

NEW = "/d/harbor/tickets/new/"
ASKED = {
    "email": "dora@customer.example",
    "name": "Dora",
    "subject": "A call",
    "body": "She called about her payout.",
    "public": "no",
}


def test_an_agent_opens_a_ticket_for_a_new_customer(in_harbor, sign_in):
    client = sign_in(in_harbor.ben)
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, {**ASKED, "priority": "high", "assignee": in_harbor.ben.pk, "add_tags": "phone"})
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/d/harbor/tickets/{ticket.number}/"
    assert (ticket.requester.email, ticket.submitter, ticket.assignee) == ("dora@customer.example", in_harbor.ben, in_harbor.ben)
    assert (ticket.priority, ticket.tags, ticket.comments.get().public) == ("high", ["phone"], False)


def test_a_known_customer_is_not_made_twice(in_harbor, sign_in):
    sign_in(in_harbor.ben).post(NEW, {**ASKED, "email": "CLEO@customer.example"})
    assert Ticket.objects.get().requester == in_harbor.cleo
    assert not User.objects.filter(name="Dora").exists()


def test_what_is_missing_is_said_and_what_was_written_is_kept(in_harbor, sign_in):
    answer = sign_in(in_harbor.ben).post(NEW, {**ASKED, "email": "nonsense"})
    assert answer.status_code == 422
    assert "She called about her payout." in answer.content.decode()
    assert not Ticket.objects.exists()


def test_nothing_that_was_chosen_or_added_is_lost_by_a_mistake(in_harbor, sign_in):
    client = sign_in(in_harbor.ben)
    chosen = {"group": in_harbor.group.pk, "priority": "high", "add_tags": "phone, bank", "assignee": ""}
    sent = {**ASKED, **chosen, "html_body": "<p>She <strong>called</strong>.</p>", "email": "nonsense"}
    answer = client.post(NEW, {**sent, "files": ContentFile(b"scan", name="scan.txt")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<option value="{in_harbor.group.pk}" selected>' in page
    assert '<option value="high" selected>' in page
    assert 'value="phone, bank"' in page
    assert 'name="public" value="no" checked' in page
    assert "scan.txt" in page
    assert "She &lt;strong&gt;called&lt;/strong&gt;." in page
    token = re.search(r'name="upload_token" value="([^"]+)"', page)[1]
    client.post(NEW, {**ASKED, **chosen, "html_body": "<p>She called.</p>", "upload_token": token})
    ticket = Ticket.objects.get()
    assert [each.file.name for each in ticket.comments.get().attachments.all()] == ["scan.txt"]
    assert (ticket.group, ticket.assignee, ticket.priority, ticket.tags) == (in_harbor.group, None, "high", ["bank", "phone"])


def test_a_refused_ticket_leaves_the_form_and_no_customer(in_harbor, sign_in):
    answer = sign_in(in_harbor.ben).post(NEW, {**ASKED, "body": "", "priority": "high"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what it is about." in page
    assert 'value="A call"' in page
    assert '<option value="high" selected>' in page
    assert not User.objects.filter(name="Dora").exists()


@pytest.mark.parametrize("who", ["liv"])
def test_light_agents_may_not(harbor, sign_in, who):
    assert sign_in(getattr(harbor, who)).get(NEW).status_code == 403
