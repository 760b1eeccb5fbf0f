"""Customers' mailboxes: what is kept, what they look like, and that an answer reaches its ticket over real SMTP."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from testing.browser import free_ports

from crewdesk.accounts.models import Person
from crewdesk.channels.email.tests.processes import listening
from crewdesk.channels.models import IncomingMail, SupportAddress
from crewdesk.core.clock import now
from crewdesk.core.mail.transport import hang_up
from crewdesk.core.tenancy import desk_scope
from crewdesk.demo.post import letters
from crewdesk.demo.post.letters import Letter, LetterBox, latest_of_each
from crewdesk.demo.post.office import controller
from crewdesk.demo.post.threads import conversations
from crewdesk.demo.post.writing import write_answer, write_new
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.reply import reply

pages = pytest.mark.urls("crewdesk.demo.tests.urls")
DANGEROUS = "<p>Hello</p><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.CREWDESK_DATA = tmp_path


@pytest.fixture
def post(settings):
    """Our listener as a process, and the server where the desk's mail arrives, on ports of this test."""
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY, settings.EMAIL_USER = (
        "127.0.0.1",
        free_ports(1)[0],
        "none",
        "",
    )
    settings.MAIL_AUTHSERV_ID = "mx.harbor.example"
    office = controller()
    office.start()
    with listening() as settings.MAIL_PORT:
        yield
    hang_up()
    office.stop()


def letter(subject="Hello", *, text="Hello", at=datetime(2026, 5, 1, tzinfo=UTC), html="", **headers) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Harbor <support@harbor.example>", "Cleo <cleo@marsh.example>", subject
    message["Date"] = at
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def clock_at(moment: datetime) -> type[datetime]:
    """`datetime`, for which it is always this moment."""
    return type("Stopped", (datetime,), {"now": classmethod(lambda _cls, _zone: moment)})


@pytest.fixture
def box() -> LetterBox:
    return LetterBox("cleo@marsh.example")


def test_a_message_is_kept_once(box):
    assert box.keep(letter()).key == box.keep(letter()).key
    assert [one.raw for one in box.letters()] == [letter()]


@pytest.mark.parametrize("address", ["..", "../../etc/passwd", "keys"])
def test_what_is_no_address_leads_to_no_folder(address):
    with pytest.raises(ValueError):
        LetterBox(address)


def test_an_address_stays_inside_the_folder(box, tmp_path):
    odd = LetterBox("../../../@evil.example")
    odd.keep(letter())
    assert odd.folder.resolve().parent == (tmp_path / "demo-mail").resolve()
    assert [address for address, _letter in latest_of_each()] == ["../../../@evil.example"]


def test_messages_that_answer_each_other_are_one_conversation(box):
    for hour, (subject, headers) in enumerate([
        ("Invoice", {"Message_ID": "<a@x>"}), ("Re: Invoice", {"Message_ID": "<b@x>", "References": "<0@x> <a@x>"}),
        ("Other", {"Message_ID": "<c@x>"}), ("Re: Invoice", {"Message_ID": "<d@x>", "In_Reply_To": "<b@x>"}),
    ]):  # fmt: skip
        box.keep(letter(subject, at=datetime(2026, 5, 1, hour, tzinfo=UTC), **headers))
    found = conversations(box.letters())
    assert [(thread.subject, len(thread.letters)) for thread in found] == [("Invoice", 3), ("Other", 1)]


def test_an_answer_that_stands_before_its_question_is_of_the_same_conversation():
    answer = letter("Re: Invoice", Message_ID="<b@x>", References="<a@x>")
    both = [Letter("1-came", False, answer), Letter("2-sent", True, letter("Invoice", Message_ID="<a@x>"))]
    assert [len(thread.letters) for thread in conversations(both)] == [2]


def test_messages_of_one_second_stand_as_they_came(box, monkeypatch):
    at = datetime(2026, 5, 1, 9, 0, 0, tzinfo=UTC)
    for micros in (850_000, 900_000, 1_050_000):
        monkeypatch.setattr(letters, "datetime", clock_at(at + timedelta(microseconds=micros)))
        box.keep(letter(f"After {micros}", at=at))
    assert [one.message["Subject"] for one in box.letters()] == ["After 850000", "After 900000", "After 1050000"]


@pytest.mark.parametrize("path", ["", "new/", "cleo@marsh.example/", "cleo@marsh.example/x-came/"])
def test_without_demo_there_is_no_mailbox(client, db, path):
    assert client.get(f"/demo/mailbox/{path}").status_code == 404
    assert client.post("/demo/enter/", {"as": "ada@harbor.example"}).status_code == 404


@pages
def test_the_page_shows_what_arrived(client, db, box):
    kept = box.keep(letter("Your invoice", html=DANGEROUS))
    assert "Your invoice" in client.get("/demo/mailbox/").content.decode()
    page = client.get("/demo/mailbox/cleo@marsh.example/").content.decode()
    assert f"/demo/mailbox/cleo@marsh.example/{kept.key}/" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


@pages
def test_a_message_is_shown_in_a_frame_where_no_script_runs(client, db, box):
    answer = client.get(f"/demo/mailbox/cleo@marsh.example/{box.keep(letter(html=DANGEROUS)).key}/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


@pages
@pytest.mark.parametrize("path", ["nobody/", "cleo@marsh.example/0-came/"])
def test_unknown_mailboxes_and_messages_are_404(client, db, path):
    assert client.get(f"/demo/mailbox/{path}").status_code == 404


@pages
def test_a_role_is_entered_without_a_password_but_nobody_else_is(client, db):
    Person.objects.create_user("ben@harbor.example")
    Person.objects.create_user("henrik@harbor.example")
    assert client.post("/demo/enter/", {"as": "henrik@harbor.example"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert client.post("/demo/enter/", {"as": "ben@harbor.example"}).status_code == 302
    assert client.session["_auth_user_id"]


@pages
def test_a_refused_message_is_told(client, db, settings):
    settings.MAIL_PORT = free_ports(1)[0]
    facts = {"name": "Cleo", "address": "cleo@marsh.example", "to": "support@harbor.example", "subject": "Hello", "text": "Hello"}
    answer = client.post("/demo/mailbox/new/", facts)
    assert answer.status_code == 422
    assert "did not take it" in answer.content.decode()


def test_an_answer_threads_into_its_ticket_over_smtp(committed_harbor, post, do_jobs):
    desk, ben = committed_harbor.desk, committed_harbor.ben
    support = f"support-{desk.pk}@harbor.example"
    with desk_scope(desk.pk):
        SupportAddress.objects.create(address=support, is_default=True)
    asked = write_new(name="Cleo Marsh", address="cleo@marsh.example", to=support, subject="Invoice", text="Where is it?")
    do_jobs()
    with desk_scope(desk.pk):
        ticket = Ticket.objects.get()
        assert ticket.comments.get().is_trusted
        reply(ticket, by=ben, said=Said(body="On its way."), via="web", at=now(), changes={"assignee": ben, "status": "pending"})
    do_jobs()
    came = [one for one in LetterBox("cleo@marsh.example").letters() if not one.is_sent and "On its way." in one.raw.decode()]
    write_answer(came[-1], name="Cleo Marsh", address="cleo@marsh.example", text="Thank you!")
    do_jobs()
    with desk_scope(desk.pk):
        assert Ticket.objects.get().status == "open"
        said = list(ticket.comments.order_by("id").values_list("body", "is_trusted"))
        assert said == [("Where is it?", True), ("On its way.", True), ("Thank you!", True)]
        assert IncomingMail.objects.filter(ticket=ticket).count() == 2
    threads = conversations(LetterBox("cleo@marsh.example").letters())
    assert asked.key in {one.key for one in threads[0].letters}
    assert len(threads) == 1
