"""Files of messages that wait: listed, downloaded from the host of the files, copied for a ticket, and gone with the message."""

from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crewdesk.channels.email.reading.tests.corpus import VERIFICATIONS, multipart
from crewdesk.channels.email.tests.conftest import MailDesk
from crewdesk.channels.models import Cause, HeldFile, HeldRequest, IncomingMail, Suspension
from crewdesk.channels.operations.suspended import discard, recover
from crewdesk.channels.suspended_files import files_of, link_to, read_link
from crewdesk.core.clock import now
from crewdesk.core.files.links import BadLink
from crewdesk.core.files.store import store
from crewdesk.core.models import Event, StoredFile
from crewdesk.tickets.models import Attachment
from crewdesk.tickets.tests.test_api import Caller, token_of

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HTML = 'Content-Type: text/html; name="../../page.html"\r\nContent-Disposition: attachment\r\n\r\n<script>alert(1)</script>'
PICTURE = f'Content-Type: image/png; name="log.png"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n{PNG}'
TEXT = "Content-Type: text/plain\r\n\r\nI am away."


def away_with_files(address: str, **headers) -> bytes:
    return multipart("b", TEXT, HTML, PICTURE, **{"to": address, "auto_submitted": "auto-replied"} | headers)


@pytest.fixture
def desk(committed_harbor) -> MailDesk:
    return MailDesk(committed_harbor)


@pytest.fixture
def away(desk) -> Suspension:
    row = desk.take_in(away_with_files(desk.address))
    with desk.scope():
        return Suspension.objects.select_related("mail").get(mail=row)


@pytest.fixture
def ben(client, desk) -> Caller:
    return Caller(client, token_of(desk.cast, desk.ben))


def path_of(address: str) -> str:
    return urlsplit(address).path


def test_reply_and_list_name_the_files(ben, desk, away):
    [row] = ben.get("suspended_tickets").json()["suspended_tickets"]
    files = row["attachments"]
    assert [(one["file_name"], one["content_type"], one["inline"]) for one in files] == [
        ("page.html", "text/html", False), ("log.png", "image/png", False),
    ]  # fmt: skip
    assert {one["id"] for one in files} == {None}
    assert ben.get(f"suspended_tickets/{away.pk}").json()["suspended_ticket"]["attachments"] == files
    assert ben.get(f"suspended_tickets/{away.pk}/attachments.json").json() == {"attachments": files}
    with desk.scope():
        assert not StoredFile.objects.exists()


def test_a_file_comes_from_the_host_of_the_files_and_never_as_a_page(client, ben, away, settings):
    [page, picture] = ben.get(f"suspended_tickets/{away.pk}/attachments").json()["attachments"]
    got = client.get(path_of(page["content_url"]))
    assert (got.status_code, got.content) == (200, b"<script>alert(1)</script>")
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"] == 'attachment; filename="page.html"'
    assert (got["X-Content-Type-Options"], got["Content-Security-Policy"]) == ("nosniff", "sandbox; default-src 'none'")
    shown = client.get(path_of(picture["content_url"]))
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/png", 'attachment; filename="log.png"')
    assert len(shown.content) == picture["size"]
    settings.FILES_URL = "https://files.crewdesk-usercontent.example"
    assert client.get(path_of(page["content_url"])).status_code == 404
    settings.ALLOWED_HOSTS = ["*"]
    there = client.get(path_of(page["content_url"]), headers={"host": "files.crewdesk-usercontent.example"})
    assert there.status_code == 200
    again = ben.get(f"suspended_tickets/{away.pk}/attachments").json()["attachments"][0]["content_url"]
    assert again.startswith("https://files.crewdesk-usercontent.example/files/suspended/")


def test_a_link_ends_and_cannot_be_made_up(client, desk, away):
    with desk.scope():
        [page, _picture] = files_of(away)
        old = link_to(away, page, member=desk.ben, at=0)
        good = link_to(away, page, member=desk.ben)
    token = path_of(good).split("/")[3]
    assert read_link(token)[3] == desk.ben.pk
    with pytest.raises(BadLink):
        read_link(token[:-1])
    assert client.get(path_of(old)).status_code == 403
    assert client.get(path_of(good).replace(token, token[:-1])).status_code == 403


@pytest.mark.parametrize("change", [{"role": "light_agent"}, {"suspended": True}, {"is_active": False}])
def test_rights_are_asked_again_when_it_is_fetched(client, desk, away, change):
    with desk.scope():
        address = path_of(link_to(away, files_of(away)[0], member=desk.ben))
        assert client.get(address).status_code == 200
        type(desk.ben).objects.filter(pk=desk.ben.pk).update(**change)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("verb", [recover, discard])
def test_files_go_with_the_message(client, desk, away, verb):
    with desk.scope():
        address = path_of(link_to(away, files_of(away)[0], member=desk.ben))
        verb(away, by=desk.ben, at=now())
    assert client.get(address).status_code == 404


def test_without_its_bytes_a_message_has_no_files(client, ben, desk, away):
    with desk.scope():
        address = path_of(link_to(away, files_of(away)[0], member=desk.ben))
        IncomingMail.objects.update(raw=b"", raw_dropped_at=now())
    assert client.get(address).status_code == 404
    assert ben.get(f"suspended_tickets/{away.pk}").json()["suspended_ticket"]["attachments"] == []
    assert ben.send("post", f"suspended_tickets/{away.pk}/attachments", {}).status_code == 422


def test_one_that_was_suspended_before_files_were_noted_is_read_when_asked(ben, desk, away):
    with desk.scope():
        Suspension.objects.update(files=None)
    assert len(ben.get(f"suspended_tickets/{away.pk}/attachments").json()["attachments"]) == 2


def test_copies_are_uploads_of_whoever_asked_and_nothing_else_happens(ben, desk, away):
    with desk.scope():
        before = Event.objects.exclude(kind="file.stored").count()
    reply = ben.send("post", f"suspended_tickets/{away.pk}/attachments.json", {})
    upload = reply.json()["upload"]
    assert (reply.status_code, set(upload)) == (200, {"token", "expires_at", "attachments"})
    assert [(one["file_name"], one["content_type"]) for one in upload["attachments"]] == [
        ("page.html", "text/html"), ("log.png", "image/png"),
    ]  # fmt: skip
    with desk.scope():
        assert {one.uploaded_by_id for one in Attachment.objects.filter(comment=None)} == {desk.ben.pk}
        assert Event.objects.exclude(kind="file.stored").count() == before
        assert Suspension.objects.waiting().filter(pk=away.pk).exists()
    ticket = {"subject": "By hand", "comment": {"body": "See the files.", "uploads": [upload["token"]]}}
    made = ben.send("post", "tickets", {"ticket": ticket}).json()["ticket"]["id"]
    [comment] = ben.get(f"tickets/{made}/comments").json()["comments"]
    assert [one["file_name"] for one in comment["attachments"]] == ["page.html", "log.png"]


def test_a_message_without_files_has_nothing_to_copy(ben, desk):
    row = desk.take_in(multipart("b", TEXT, to=desk.address, auto_submitted="auto-replied"))
    with desk.scope():
        pk = Suspension.objects.get(mail=row).pk
    reply = ben.send("post", f"suspended_tickets/{pk}/attachments", {})
    assert (reply.status_code, reply.json()["details"]["base"][0]["description"]) == (422, "This message has no files.")


def test_no_room_for_copies_leaves_nothing(ben, desk, away, monkeypatch):
    from crewdesk.core.files import bytes_kept

    def full():
        raise bytes_kept.StorageFull

    monkeypatch.setattr(bytes_kept, "refuse_when_nearly_full", full)
    assert ben.send("post", f"suspended_tickets/{away.pk}/attachments", {}).status_code == 507
    with desk.scope():
        assert not Attachment.objects.exists()


def test_who_may_not(client, desk, away, meridian):
    for user in (desk.liv, desk.cleo):
        caller = Caller(client, token_of(desk.cast, user))
        assert caller.get(f"suspended_tickets/{away.pk}/attachments").status_code == 403
        assert caller.send("post", f"suspended_tickets/{away.pk}/attachments", {}).status_code == 403
    olga = Caller(client, token_of(meridian, meridian.olga))
    for ask in (olga.get, lambda path: olga.send("post", path, {})):
        foreign, missing = ask(f"suspended_tickets/{away.pk}/attachments"), ask("suspended_tickets/99999999/attachments")
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    with desk.scope():
        file = files_of(away)[0]
        assert client.get(path_of(link_to(away, file, member=meridian.olga))).status_code == 403
        assert client.get(path_of(link_to(away, file, member=desk.liv))).status_code == 403


def test_files_of_verification_mail_are_for_admins(client, desk):
    sender, subject, _body = VERIFICATIONS[0]
    row = desk.take_in(multipart("b", TEXT, PICTURE, to=desk.address, subject=subject, **{"from": sender}))
    with desk.scope():
        code = Suspension.objects.get(mail=row)
        assert code.cause == Cause.VERIFICATION
        links = {user.name: path_of(link_to(code, files_of(code)[0], member=user)) for user in (desk.lena, desk.ada)}
    assert {name: client.get(link).status_code for name, link in links.items()} == {"Lena": 404, "Ada": 200}


def test_the_page_lists_them_and_they_can_be_downloaded(client, desk, away, sign_in):
    address = reverse("channels:suspended-show", kwargs={"desk": desk.cast.desk.slug, "pk": away.pk})
    page = sign_in(desk.ben).get(address).content.decode()
    with desk.scope():
        found = files_of(away)
    for file in found:
        with desk.scope():
            link = link_to(away, file, member=desk.ben)
        assert link in page
        assert client.get(path_of(link)).status_code == 200
    with desk.scope():
        Suspension.objects.update(files=None)
        IncomingMail.objects.update(raw=b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" * 2000)
    assert sign_in(desk.ben).get(address).status_code == 200


def test_files_that_came_with_the_form_are_there_too(client, harbor, sign_in):
    with harbor.scope():
        held = HeldRequest.objects.create(subject="Late", created_at=now())
        stored = store(SimpleUploadedFile("log.txt", b"hello"), name="log.txt", content_type="text/plain", by=None)
        HeldFile.objects.create(file=stored, request=held, created_at=now())
        waiting = Suspension.objects.create(held=held, cause=Cause.FLOOD, subject="Late", created_at=now())
    ben = Caller(client, token_of(harbor, harbor.ben))
    [file] = ben.get(f"suspended_tickets/{waiting.pk}/attachments").json()["attachments"]
    assert (file["file_name"], file["size"]) == ("log.txt", 5)
    assert b"".join(client.get(path_of(file["content_url"])).streaming_content) == b"hello"
    copied = ben.send("post", f"suspended_tickets/{waiting.pk}/attachments", {}).json()["upload"]["attachments"]
    assert [one["file_name"] for one in copied] == ["log.txt"]
    page = sign_in(harbor.ben).get(f"/d/{harbor.desk.slug}/suspended/{waiting.pk}/").content.decode()
    assert "log.txt" in page
    with harbor.scope():
        discard(waiting, by=harbor.ben, at=now())
    assert client.get(path_of(file["content_url"])).status_code == 404
    with harbor.scope():
        # The copy is another file: it stays until it is used, or too old.
        assert StoredFile.objects.filter(deleted_at=None).count() == 1
