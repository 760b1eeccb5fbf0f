"""The page of a ticket: what it shows to whom, and what its parts change."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import Group
from crewdesk.tickets.models import CustomStatus, TicketField, TicketForm
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.delivery import mark_delivery
from crewdesk.tickets.operations.links import link_tickets
from crewdesk.tickets.operations.reply import reply

from .story import AT, BY_WEB, answered, changed, closed, last_event, opened

# Rich mail, as clean_html leaves it.
RICH = '<table><tr><td>Row</td></tr></table><img alt="x" data-remote-src="https://tracker.example/p.png">'


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo, subject="Late payout")


def address(ticket, part: str = "") -> str:
    return f"/d/harbor/tickets/{ticket.number}/{part}"


def text(response) -> str:
    return response.content.decode()


def htmx(client, url: str, data: dict | None = None):
    """A request as the page's scripts make it."""
    return client.post(url, data or {}, headers={"HX-Request": "true"})


def test_the_page_tells_the_conversation(in_harbor, ticket, sign_in):
    answered(ticket, in_harbor.ben, "We look into it.", status="pending")
    answered(ticket, in_harbor.lena, "The bank is slow.", public=False)
    page = text(sign_in(in_harbor.ben).get(address(ticket)))
    assert page.index("Where is my payout?") < page.index("We look into it.") < page.index("The bank is slow.")
    assert page.count("Internal note</span>") == 1
    assert re.search(r"Status</span> <s>New</s> .*<b>Pending</b>", page)


def test_strangers_find_no_ticket(harbor, meridian, sign_in):
    with harbor.scope():
        ticket = opened(harbor.cleo)
        parts = ("", "news/", "earlier/", "presence/", f"comments/{ticket.comments.get().pk}/body/")
    client = sign_in(meridian.omar)
    for part in parts:
        assert client.get(address(ticket, part)).status_code == 404
        assert client.get(f"/d/meridian/tickets/{ticket.number}/{part}").status_code == 404


@pytest.mark.parametrize(
    ("part", "data"),
    [("update/", {"priority": "high"}), ("spam/", {"is_spam": "yes"}), ("delete/", {}), ("notes/", {"notes": "x"}),
     ("merge/", {"other": "1"}), ("comments/", {"body": "Hello", "public": "yes"})],
)  # fmt: skip
def test_light_agents_change_nothing(in_harbor, ticket, sign_in, part, data):
    assert sign_in(in_harbor.liv).post(address(ticket, part), data).status_code == 403
    ticket.refresh_from_db()
    assert (ticket.version, ticket.comment_count) == (1, 1)


def test_light_agents_are_offered_what_they_may(in_harbor, ticket, sign_in):
    page = text(sign_in(in_harbor.liv).get(address(ticket)))
    assert 'value="no" checked' in page
    assert 'name="public" value="yes"' not in page
    assert "<fieldset disabled>" in page


def test_a_body_of_plain_marks_stands_in_the_page_and_rich_mail_in_a_sandboxed_frame(in_harbor, ticket, sign_in):
    reply(ticket, by=in_harbor.cleo, said=Said(html_body=RICH), **BY_WEB)
    page = text(sign_in(in_harbor.ben).get(address(ticket)))
    frames = re.findall(r"<iframe[^>]*>", page)
    assert len(frames) == 1
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in frames[0]
    assert "<table>" not in page.split('id="timeline"')[1].split("<iframe")[0]
    assert "&lt;table&gt;" in frames[0]
    assert "Where is my payout?" in page


def test_criterion_28_every_page_forbids_inline_code_and_bodies_are_sandboxed(in_harbor, ticket, sign_in):
    comment = reply(ticket, by=in_harbor.cleo, said=Said(html_body=RICH), **BY_WEB)
    client = sign_in(in_harbor.ben)
    for path in ("", "new/", "search/?q=payout", "view/unsolved/", f"{ticket.number}/"):
        response = client.get(f"/d/harbor/tickets/{path}")
        assert response.status_code == 200
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        assert "unsafe-eval" not in response["Content-Security-Policy"]
        assert not re.search(r"\s(style|on\w+)=\"", re.sub(r'srcdoc="[^"]*"', "", text(response)))
        assert not re.search(r"<script(?![^>]* src=)(?![^>]*application/json)", text(response))
        for frame in re.findall(r"<iframe[^>]*>", text(response)):
            assert "sandbox=" in frame
            assert "allow-same-origin" not in frame
    body = client.get(address(ticket, f"comments/{comment.pk}/body/"))
    assert "sandbox allow-scripts" in body["Content-Security-Policy"]
    assert "allow-same-origin" not in body["Content-Security-Policy"]
    assert "default-src 'none'" in body["Content-Security-Policy"]
    assert "unsafe-inline" not in body["Content-Security-Policy"]


def test_pictures_from_elsewhere_load_only_when_asked_for(in_harbor, ticket, sign_in):
    comment = reply(ticket, by=in_harbor.cleo, said=Said(html_body='<p><img src="https://tracker.example/p.png"></p>'), **BY_WEB)
    client = sign_in(in_harbor.ben)
    page = text(client.get(address(ticket)))
    assert "Show 1 picture from elsewhere" in page
    assert " src=&quot;https://tracker.example" not in page
    assert ' src="https://tracker.example/p.png"' in text(client.get(address(ticket, f"comments/{comment.pk}/body/")))


def test_a_bounce_is_told_with_its_reason(in_harbor, ticket, sign_in):
    comment = answered(ticket, in_harbor.ben)
    mark_delivery(comment, state="bounced", note="550 no such mailbox", at=AT)
    assert re.search(r"Bounced.*550 no such mailbox", text(sign_in(in_harbor.ben).get(address(ticket))), re.DOTALL)


def test_properties_are_saved_and_the_answer_holds_what_changed(in_harbor, ticket, sign_in):
    client = sign_in(in_harbor.ben)
    data = {"version": 1, "since": 0, "priority": "high", "status": "open", "assignee": in_harbor.ben.pk, "add_tags": "VIP, bank"}
    answer = htmx(client, address(ticket, "update/"), data)
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.status, ticket.assignee, ticket.tags) == ("high", "open", in_harbor.ben, ["bank", "vip"])
    assert 'id="composer-version" value="2"' in text(answer)
    assert re.search(r"Priority</span> +<b>High</b>", text(answer))


def test_a_form_that_says_what_stands_already_changes_nothing(in_harbor, ticket, sign_in):
    changed(ticket, in_harbor.ben, assignee=in_harbor.ben, priority="low")
    data = {
        "version": 2,
        "priority": "low",
        "type": "",
        "group": ticket.group_id or "",
        "assignee": in_harbor.ben.pk,
        "status": ticket.status,
    }
    htmx(sign_in(in_harbor.lena), address(ticket, "update/"), data)
    ticket.refresh_from_db()
    assert ticket.version == 2


def test_a_stale_save_is_told_and_overwrites_nothing(in_harbor, ticket, sign_in):
    changed(ticket, in_harbor.lena, priority="urgent")
    answer = htmx(sign_in(in_harbor.ben), address(ticket, "update/"), {"version": 1, "priority": "low"})
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#dialogs"
    assert re.search(r"Lena.*Priority.*Urgent", text(answer), re.DOTALL)
    ticket.refresh_from_db()
    assert ticket.priority == "urgent"


def test_custom_statuses_can_be_chosen(in_harbor, ticket, sign_in):
    waiting = CustomStatus.objects.create(status_category="pending", agent_label="Waiting for the bank")
    htmx(sign_in(in_harbor.ben), address(ticket, "update/"), {"version": 1, "status": f"custom:{waiting.pk}"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.custom_status) == ("pending", waiting)


def test_conditions_decide_which_fields_are_shown(in_harbor, ticket, sign_in):
    parent = TicketField.objects.create(key="kind", type="text", title="Kind of matter")
    child = TicketField.objects.create(key="iban", type="text", title="Bank account")
    conditions = [{"parent_field_id": parent.pk, "value": "bank", "child_fields": [{"id": child.pk, "is_required": True}]}]
    form = TicketForm.objects.create(name="Payments", ticket_field_ids=[parent.pk, child.pk], agent_conditions=conditions)
    changed(ticket, in_harbor.ben, form=form)
    client = sign_in(in_harbor.ben)
    assert "Bank account" not in text(client.get(address(ticket)))
    answer = htmx(client, address(ticket, "update/"), {"version": 2, f"field_{parent.pk}": "bank"})
    assert "Bank account" in text(answer)


def test_news_hold_what_came_after_an_event_and_nothing_else(in_harbor, ticket, sign_in):
    client = sign_in(in_harbor.ben)
    known = re.search(r'data-event="(\d+)"', text(client.get(address(ticket))))[1]
    assert client.get(address(ticket, f"news/?since={known}")).status_code == 204
    answered(ticket, in_harbor.cleo, "Are you there?")
    news = client.get(address(ticket, f"news/?since={known}"))
    assert "Are you there?" in text(news)
    assert "Where is my payout?" not in text(news)
    assert 'id="composer-version"' not in text(news), "a half-written reply answers to what its writer has seen"
    assert 'id="composer-version"' in text(client.get(address(ticket, f"news/?since={known}&idle=1")))


@pytest.mark.parametrize("number", ["9" * 4301, "9" * 18, "-1", "x"], ids=["endless", "high", "negative", "word"])
def test_places_that_nothing_has_are_no_error(in_harbor, ticket, sign_in, number):
    client = sign_in(in_harbor.ben)
    for path in (
        address(ticket, f"earlier/?before={number}"),
        address(ticket, f"news/?since={number}"),
        f"/d/harbor/tickets/rows/?ids={number}",
        f"/d/harbor/tickets/next/?after={number}",
        f"/d/harbor/live/poll/?after={number}",
    ):
        assert client.get(path).status_code in (200, 204, 302), path
    for data in ({"status": f"custom:{number}"}, {f"field_{number}": "x"}, {"version": number, "subject": "Late payout"}):
        assert htmx(client, address(ticket, "update/"), data).status_code in (200, 400, 422), data


def test_participants_come_and_go(in_harbor, ticket, sign_in):
    client = sign_in(in_harbor.ben)
    htmx(client, address(ticket, "participants/"), {"kind": "cc", "address": "dora@customer.example"})
    htmx(client, address(ticket, "participants/"), {"kind": "follower", "address": in_harbor.lena.email})
    assert sorted(ticket.participations.values_list("kind", "user__name")) == [("cc", "dora"), ("follower", "Lena")]
    refused = htmx(client, address(ticket, "participants/"), {"kind": "follower", "address": "cleo@customer.example"})
    assert refused.status_code == 422
    htmx(client, address(ticket, "participants/"), {"kind": "follower", "remove": in_harbor.lena.pk})
    assert ticket.participations.count() == 1
    htmx(client, address(ticket, "follow/"))
    assert ticket.participations.filter(user=in_harbor.ben).exists()


def test_merge_link_and_split_go_through_their_dialogs(in_harbor, ticket, sign_in):
    other = opened(in_harbor.cleo, subject="The same again")
    comment = answered(other, in_harbor.cleo, "And my card is broken.")
    client = sign_in(in_harbor.ben)
    assert "Merge #" in text(client.get(address(ticket, "merge/"), headers={"HX-Request": "true"}))
    htmx(client, address(ticket, "link/"), {"other": f"#{other.number}"})
    assert f"#{other.number}" in text(client.get(address(ticket)))
    split = htmx(client, address(other, f"comments/{comment.pk}/split/"), {"subject": "Card"})
    assert re.search(r"/tickets/(\d+)/", split["HX-Redirect"])
    merged = htmx(client, address(ticket, "merge/"), {"other": str(other.number)})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.merged_into) == ("closed", other)
    assert merged["HX-Redirect"].endswith(f"/{other.number}/")
    assert htmx(client, address(other, "merge/"), {"other": "99999"}).status_code == 422


def test_what_was_redacted_leaves_the_page(in_harbor, ticket, sign_in):
    comment = answered(ticket, in_harbor.cleo, "My card is 4111.")
    client = sign_in(in_harbor.ben)
    known = last_event("ticket.commented", ticket).pk
    answer = htmx(client, address(ticket, f"comments/{comment.pk}/redact/"), {"text": "4111", "since": known})
    assert f'id="comment-{comment.pk}" hx-swap-oob="true"' in text(answer)
    assert "4111" not in text(client.get(address(ticket)))


def test_links_show_no_ticket_that_the_agent_may_not_see(in_harbor, ticket, sign_in):
    changed(ticket, in_harbor.lena, group=in_harbor.group)
    hidden = opened(in_harbor.cleo, subject="Secret matter", group=Group.objects.create(name="Legal"))
    link_tickets(ticket, hidden, by=in_harbor.lena, **BY_WEB)
    in_harbor.ben.ticket_restriction = "groups"
    in_harbor.ben.save()
    assert "Secret matter" in text(sign_in(in_harbor.lena).get(address(ticket)))
    assert "Secret matter" not in text(sign_in(in_harbor.ben).get(address(ticket)))


def test_a_closed_ticket_goes_on_in_a_follow_up(in_harbor, ticket, sign_in):
    answered(ticket, in_harbor.ben, status="solved")
    closed(ticket)
    client = sign_in(in_harbor.ben)
    assert f'action="{address(ticket, "followup/")}"' in text(client.get(address(ticket)))
    answer = htmx(client, address(ticket, "followup/"), {"body": "One thing more."})
    assert ticket.followups.get().number == int(re.search(r"/(\d+)/$", answer["HX-Redirect"])[1])


def test_a_page_costs_the_same_at_one_message_and_at_twenty(in_harbor, ticket, sign_in):
    client = sign_in(in_harbor.ben)
    answered(ticket, in_harbor.ben, status="open")
    client.get(address(ticket))
    with CaptureQueriesContext(connection) as few:
        client.get(address(ticket))
    for number in range(18):
        answered(
            ticket,
            in_harbor.cleo if number % 2 else in_harbor.ben,
            f"Message {number}",
            **({} if number % 2 else {"status": "pending"}),
        )
    with CaptureQueriesContext(connection) as many:
        client.get(address(ticket))
    assert len(many) <= len(few) <= 22


def test_nothing_is_changed_by_following_a_link(in_harbor, ticket, sign_in):
    comment = ticket.comments.get()
    client = sign_in(in_harbor.ada)
    parts = ("spam/", "delete/", "restore/", "follow/", "update/", "participants/", "notes/", "comments/", "draft/", "uploads/", "followup/",
             "uploads/remove/", f"comments/{comment.pk}/private/", "link/1/remove/")  # fmt: skip
    assert {part: client.get(address(ticket, part)).status_code for part in parts} == dict.fromkeys(parts, 405)
    assert client.get("/d/harbor/tickets/bulk/").status_code == 405
    for part in ("merge/", "link/", f"comments/{comment.pk}/split/", f"comments/{comment.pk}/redact/", f"comments/{comment.pk}/"):
        assert client.get(address(ticket, part)).status_code == 200
    ticket.refresh_from_db()
    assert ticket.version == 1
