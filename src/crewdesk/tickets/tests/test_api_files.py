"""Uploads and attachments over the API."""

import errno
import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from PIL import Image

from crewdesk.core.clock import now
from crewdesk.core.files import bytes_kept
from crewdesk.core.models import StoredFile
from crewdesk.tickets.models import Attachment, Comment

from .api_story import delete
from .story import answered, opened
from .test_api import Caller, token_of

UPLOAD_KEYS = {"token", "expires_at", "attachment", "attachments"}
FILE_KEYS = {
    "content_type", "content_url", "deleted", "file_name", "height", "id", "inline", "malware_access_override", "malware_scan_result",
    "mapped_content_url", "size", "thumbnails", "url", "width",
}  # fmt: skip


@pytest.fixture
def ben(client, harbor):
    return Caller(client, token_of(harbor, harbor.ben))


@pytest.fixture
def cleo(client, harbor):
    return Caller(client, token_of(harbor, harbor.cleo))


def upload(caller, content: bytes = b"a,b\n1,2\n", *, name: str = "report.csv", kind: str = "text/csv", token: str = ""):
    query = f"?filename={name}" + (f"&token={token}" if token else "")
    return caller.client.post(f"/api/v2/uploads.json{query}", content, content_type=kind, headers=caller.headers)


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (600, 400), "red").save(held, "PNG")
    return held.getvalue()


def test_upload_becomes_a_file_of_a_comment_and_is_handed_out(ben, harbor):
    reply = upload(ben)
    sent = reply.json()["upload"]
    assert (reply.status_code, set(sent), set(sent["attachment"])) == (201, UPLOAD_KEYS, FILE_KEYS)
    assert (sent["attachment"]["content_type"], sent["attachment"]["size"]) == ("text/csv", 8)
    with harbor.scope():
        ticket = opened(harbor.cleo)
    body = {"ticket": {"comment": {"body": "Here", "uploads": [sent["token"]]}}}
    assert ben.send("put", f"tickets/{ticket.number}", body).status_code == 200
    shown = ben.get(f"attachments/{sent['attachment']['id']}.json").json()["attachment"]
    assert shown["content_url"].startswith("http://testserver/")
    assert b"".join(ben.client.get(shown["content_url"])) == b"a,b\n1,2\n"


def test_a_second_upload_joins_the_first(ben):
    first = upload(ben).json()["upload"]
    second = upload(ben, b"more", name="more.txt", token=first["token"]).json()["upload"]
    assert second["token"] == first["token"]
    assert [one["file_name"] for one in second["attachments"]] == ["report.csv", "more.txt"]


def test_a_token_of_somebody_else_adds_nothing(ben, cleo, harbor):
    token = upload(cleo).json()["upload"]["token"]
    assert upload(ben, token=token).status_code == upload(ben, token="nonsense%00").status_code == 404
    assert delete(ben, f"uploads/{token}").status_code == delete(ben, "uploads/nonsense%00").status_code == 404
    with harbor.scope():
        assert StoredFile.objects.count() == 1


def test_an_upload_expires_after_an_hour(ben, harbor):
    token = upload(ben).json()["upload"]["token"]
    with harbor.scope():
        Attachment.objects.update(created_at=now() - timedelta(minutes=61))
    assert upload(ben, token=token).status_code == 404


def test_upload_is_taken_back(ben, harbor):
    token = upload(ben).json()["upload"]["token"]
    assert (delete(ben, f"uploads/{token}.json").status_code, delete(ben, f"uploads/{token}.json").status_code) == (204, 404)
    one = upload(ben).json()["upload"]["attachment"]["id"]
    assert (delete(ben, f"attachments/{one}").status_code, delete(ben, f"attachments/{one}").status_code) == (204, 404)
    with harbor.scope():
        assert not Attachment.objects.exists()


def test_too_large_is_413_and_leaves_nothing(ben, harbor, settings):
    settings.UPLOAD_LIMIT_MB = 1
    reply = upload(ben, b"x" * (1024 * 1024 + 1))
    assert (reply.status_code, reply.json()["error"]) == (413, "FileTooLarge")
    assert upload(ben, b"x" * 1024 * 1024).status_code == 201
    with harbor.scope():
        assert list(StoredFile.objects.values_list("size", flat=True)) == [1024 * 1024]


def test_the_body_is_never_read_whole(ben, monkeypatch):
    """A megabyte comes in pieces; DATA_UPLOAD_MAX_MEMORY_SIZE is for bodies that are."""
    sizes = []
    read = bytes_kept._Measured.read
    monkeypatch.setattr(bytes_kept._Measured, "read", lambda self, size=-1: sizes.append(size) or read(self, size))
    assert upload(ben, b"x" * (5 * 1024 * 1024)).status_code == 201
    assert max(sizes) <= 256 * 1024
    assert min(sizes) > 0


def test_full_disk_is_507(ben, harbor, monkeypatch):
    def full(*_args, **_named):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(storages["default"]), "_save", full)
    reply = upload(ben)
    assert (reply.status_code, reply.json()["error"]) == (507, "StorageFull")
    with harbor.scope():
        assert not Attachment.objects.exists()


def test_upload_needs_a_name_and_believes_no_claim(ben):
    assert ben.client.post("/api/v2/uploads", b"x", content_type="text/plain", headers=ben.headers).status_code == 400
    file = upload(ben, b"<script>", name="..%2F..%2Fetc%2Fx.png%00", kind="image/png").json()["upload"]["attachment"]
    assert (file["file_name"], file["content_type"]) == ("x.png", "application/octet-stream")


def test_pictures_have_a_thumbnail_once_it_is_made(ben, harbor, do_jobs):
    sent = upload(ben, picture(), name="red.png", kind="image/png").json()["upload"]["attachment"]
    assert sent["thumbnails"] == []
    do_jobs()
    shown = ben.get(f"attachments/{sent['id']}").json()["attachment"]
    assert (shown["width"], shown["height"]) == (600, 400)
    small = shown["thumbnails"][0]
    assert b"".join(ben.client.get(small["content_url"]))[8:12] == b"WEBP"


def test_who_may_see_a_file_is_who_may_see_its_comment(client, harbor, meridian, ben, cleo):
    files = {}
    with harbor.scope():
        ticket = opened(harbor.cleo)
    for public in (True, False):
        sent = upload(ben).json()["upload"]
        comment = {"body": "x", "public": public, "uploads": [sent["token"]]}
        assert ben.send("put", f"tickets/{ticket.number}", {"ticket": {"comment": comment}}).status_code == 200
        files[public] = sent["attachment"]["id"]
    loose = upload(ben).json()["upload"]["attachment"]["id"]
    olga = Caller(client, token_of(meridian, meridian.olga))
    assert [cleo.get(f"attachments/{pk}").status_code for pk in (files[True], files[False], loose)] == [200, 404, 404]
    foreign, missing = olga.get(f"attachments/{files[True]}"), olga.get("attachments/99999999999")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert olga.get("attachments/99999999999999999999").status_code == 404
    assert [delete(caller, f"attachments/{files[True]}").status_code for caller in (ben, cleo, olga)] == [403, 403, 404]
    with harbor.scope():
        assert Attachment.objects.filter(pk=files[True], comment__isnull=False).exists()


def test_a_customer_uploads_for_a_request(cleo, harbor):
    token = upload(cleo).json()["upload"]["token"]
    body = {"request": {"subject": "Log", "comment": {"body": "See the file", "uploads": [token]}}}
    number = cleo.send("post", "requests", body).json()["request"]["id"]
    comment = cleo.get(f"requests/{number}/comments").json()["comments"][0]
    assert [one["file_name"] for one in comment["attachments"]] == ["report.csv"]
    with harbor.scope():
        answered(Comment.objects.get().ticket, harbor.ben)


def test_a_body_in_chunks_without_a_length_is_read_to_its_end(ben):
    """As a server hands it over when a client streams a file whose size it does not know."""
    chunks = {"wsgi.input": io.BytesIO(b"x" * 300_000), "HTTP_TRANSFER_ENCODING": "chunked"}
    reply = ben.client.generic("POST", "/api/v2/uploads?filename=log.txt", headers=ben.headers, **chunks)
    assert (reply.status_code, reply.json()["upload"]["attachment"]["size"]) == (201, 300_000)
