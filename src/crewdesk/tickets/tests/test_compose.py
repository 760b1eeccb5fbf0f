"""Writing on a ticket: replies, notes, drafts and files, with scripts and without."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crewdesk.tickets.models import Attachment, Draft

from .story import changed, opened

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo)


@pytest.fixture
def here(ticket):
    return f"/d/harbor/tickets/{ticket.number}/"


HTMX = {"HX-Request": "true"}


def test_a_reply_goes_out_with_its_status(in_harbor, ticket, here, sign_in):
    data = {"html_body": "<p>On its <b>way</b>.</p>", "public": "yes", "status": "solved", "version": 1, "since": 0}
    answer = sign_in(in_harbor.ben).post(f"{here}comments/", data, headers=HTMX)
    ticket.refresh_from_db()
    comment = ticket.comments.latest("id")
    assert (comment.public, comment.html_body, comment.author) == (True, "<p>On its <b>way</b>.</p>", in_harbor.ben)
    assert ticket.status == "solved"
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "Sent"
    assert 'id="composer-pane" hx-swap-oob="true"' in answer.content.decode()


def test_a_reply_needs_no_scripts(in_harbor, ticket, here, sign_in):
    file = SimpleUploadedFile("proof.txt", b"paid")
    data = {"body": "First line\n\nSecond <b>line</b>", "public": "yes", "status": "pending", "version": 1, "files": [file]}
    answer = sign_in(in_harbor.ben).post(f"{here}comments/", data)
    comment = ticket.comments.latest("id")
    assert answer["Location"] == here
    assert comment.body.startswith("First line")
    assert "&lt;b&gt;" in comment.html_body
    assert comment.attachments.get().file.name == "proof.txt"


def test_a_note_names_colleagues(in_harbor, ticket, here, sign_in):
    in_harbor.lena.name = "Lena Fischer"
    in_harbor.lena.save()
    data = {"html_body": "<p>@Lena Fischer, and @Nobody Here, please look. @Liv</p>", "public": "no"}
    sign_in(in_harbor.ben).post(f"{here}comments/", data, headers=HTMX)
    comment = ticket.comments.latest("id")
    assert (comment.public, sorted(comment.mentions)) == (False, sorted([in_harbor.lena.pk, in_harbor.liv.pk]))


def test_customers_are_never_mentioned(in_harbor, ticket, here, sign_in):
    sign_in(in_harbor.ben).post(f"{here}comments/", {"body": "@Cleo is right", "public": "no"}, headers=HTMX)
    assert ticket.comments.latest("id").mentions == []


def test_an_empty_reply_is_refused(in_harbor, ticket, here, sign_in):
    answer = sign_in(in_harbor.ben).post(f"{here}comments/", {"html_body": "<p></p>", "public": "yes"}, headers=HTMX)
    assert answer.status_code == 422
    assert ticket.comments.count() == 1


def test_a_stale_reply_is_told_what_changed_and_can_be_sent_anyway(in_harbor, ticket, here, sign_in):
    changed(ticket, in_harbor.lena, priority="urgent")
    client = sign_in(in_harbor.ben)
    data = {"html_body": "<p>My answer</p>", "public": "yes", "version": 1}
    told = client.post(f"{here}comments/", data, headers=HTMX)
    assert told.status_code == 422
    assert re.search(r"Lena.*Priority.*Urgent", told.content.decode(), re.DOTALL)
    assert ticket.comments.count() == 1
    client.post(f"{here}comments/", {**data, "send_anyway": "on"}, headers=HTMX)
    assert ticket.comments.count() == 2


def test_a_stale_reply_without_scripts_keeps_what_was_written(in_harbor, ticket, here, sign_in):
    changed(ticket, in_harbor.lena, priority="urgent")
    told = sign_in(in_harbor.ben).post(f"{here}comments/", {"body": "My long answer", "public": "yes", "version": 1})
    assert told.status_code == 422
    page = told.content.decode()
    assert "My long answer" in page
    assert 'name="send_anyway" value="on"' in page
    assert "Urgent" in page


def test_a_draft_is_kept_for_its_writer_alone(in_harbor, ticket, here, sign_in):
    client = sign_in(in_harbor.ben)
    assert client.post(f"{here}draft/", {"html_body": "<p>Half a thou</p>", "public": "no"}).status_code == 204
    page = client.get(here).content.decode()
    assert "Half a thou" in page
    assert 'value="no" checked' in page
    assert "Half a thou" not in sign_in(in_harbor.lena).get(here).content.decode()
    client = sign_in(in_harbor.ben)
    client.post(f"{here}draft/", {"html_body": "", "public": "no"})
    assert not Draft.objects.exists()


def test_a_picture_is_taken_in_shown_and_sent(in_harbor, ticket, here, sign_in):
    client = sign_in(in_harbor.ben)
    stored = client.post(f"{here}uploads/", {"file": SimpleUploadedFile("shot.png", PNG, "image/png"), "inline": "1"}).json()
    assert b"".join(client.get(stored["url"]).streaming_content) == PNG
    text = f'<p>See <img src="cid:{stored["cid"]}"></p>'
    client.post(f"{here}draft/", {"html_body": text, "public": "yes", "upload_token": stored["token"]})
    assert f"title=&quot;cid:{stored['cid']}&quot;" in client.get(here).content.decode()
    client.post(f"{here}comments/", {"html_body": text, "public": "yes", "upload_token": stored["token"]}, headers=HTMX)
    comment = ticket.comments.latest("id")
    assert comment.attachments.get().content_id == stored["cid"]
    assert "src=&quot;/files/" in client.get(here).content.decode()


def test_nobody_sends_the_upload_of_another(in_harbor, ticket, here, sign_in):
    token = sign_in(in_harbor.lena).post(f"{here}uploads/", {"file": SimpleUploadedFile("a.txt", b"a")}).json()["token"]
    sign_in(in_harbor.ben).post(f"{here}comments/", {"body": "Mine", "public": "yes", "upload_token": token}, headers=HTMX)
    assert Attachment.objects.get().comment is None


def test_an_upload_can_be_taken_back(in_harbor, ticket, here, sign_in):
    client = sign_in(in_harbor.ben)
    stored = client.post(f"{here}uploads/", {"file": SimpleUploadedFile("a.txt", b"a")}).json()
    client.post(f"{here}uploads/remove/", {"upload_token": stored["token"], "attachment": stored["id"]})
    assert not Attachment.objects.exists()


def test_files_of_notes_are_not_for_customers(in_harbor, ticket, here, sign_in):
    from crewdesk.core.files.access import may_read

    client = sign_in(in_harbor.ben)
    for public in ("yes", "no"):
        client.post(f"{here}comments/", {"body": "File", "public": public, "files": [SimpleUploadedFile("a.txt", b"a")]})
    shared, internal = Attachment.objects.order_by("id")
    assert may_read(shared.file, in_harbor.cleo.pk)
    assert not may_read(internal.file, in_harbor.cleo.pk)
    assert may_read(internal.file, in_harbor.lena.pk)
