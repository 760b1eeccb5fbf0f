"""Files: taken in, shown, thumbnailed and handed out without trusting anything about them."""

import errno
import functools
import hashlib
import io
import os
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.core.files import storage
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from crewdesk.core.clock import now
from crewdesk.core.files import access, bytes_kept
from crewdesk.core.files.bytes_kept import StorageFull, TooLarge
from crewdesk.core.files.kinds import served_type, sniff
from crewdesk.core.files.links import STEP_SECONDS, BadLink, read_link, signed_url
from crewdesk.core.files.models import StoredFile
from crewdesk.core.files.names import INVISIBLE, LONGEST, shown_name
from crewdesk.core.files.store import discard, store
from crewdesk.core.files.sweep import sweep
from crewdesk.core.files.thumbnails import NoThumbnail, shrink
from crewdesk.core.jobs import Lane

LIFE_SECONDS = 300


def png(width=60, height=40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def vouched(monkeypatch):
    """The ids of the users for whom some room vouches."""
    allowed: set[int] = set()
    monkeypatch.setattr(access, "_checks", [lambda file, user_id: user_id in allowed])
    return allowed


def keep(desk, content=b"hello", name="a.txt", content_type="text/plain") -> StoredFile:
    with desk.scope():
        return store(content, name=name, content_type=content_type, by=desk.ada)


def bytes_of(key: str) -> bytes:
    with storage.default_storage.open(key) as stream:
        return stream.read()


# --- taking in


def test_stored_bytes_come_back(in_harbor):
    file = store(io.BytesIO(b"x" * 700_000), name="big.bin", content_type="application/x-thing", by=in_harbor.ben)
    assert bytes_of(file.key) == b"x" * 700_000
    assert (file.size, file.sha256) == (700_000, hashlib.sha256(b"x" * 700_000).hexdigest())


def test_upload_is_streamed(in_harbor):
    """Never more than a chunk at a time is asked for."""
    asked = []

    class Stream(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    store(Stream(b"x" * 300_000), name="a", content_type="text/plain", by=None)
    assert len(asked) > 3
    assert 0 < max(asked) <= 256 * 1024


def test_too_large_is_refused_and_leaves_nothing(in_harbor, settings):
    settings.UPLOAD_LIMIT_MB = 1
    before = _files_on_disk(in_harbor)
    with pytest.raises(TooLarge, match="1 MB"):
        store(io.BytesIO(b"x" * (1024 * 1024 + 1)), name="a", content_type="text/plain", by=None)
    assert _files_on_disk(in_harbor) == before
    assert not StoredFile.objects.exists()


def test_criterion_48_full_disk_refuses_uploads_and_keeps_reading(in_harbor):
    kept, before = keep(in_harbor), _files_on_disk(in_harbor)

    def fills_up(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True)
        path.write_bytes(content.read(3))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with patch.object(storage.FileSystemStorage, "_save", fills_up), pytest.raises(StorageFull) as refusal:
        keep(in_harbor)
    assert refusal.value.status == 507
    assert _files_on_disk(in_harbor) == before
    assert bytes_of(kept.key) == b"hello"
    assert keep(in_harbor).size == 5


def test_criterion_48_nearly_full_disk_refuses_uploads(in_harbor, monkeypatch):
    room = type("Room", (), {"total": 10 * 1024**3, "free": 900 * 1024**2})
    monkeypatch.setattr(bytes_kept.shutil, "disk_usage", lambda path: room)
    with pytest.raises(StorageFull):
        keep(in_harbor)


def test_files_are_for_the_program_alone(in_harbor):
    path = Path(storage.default_storage.path(keep(in_harbor).key))
    assert path.stat().st_mode & 0o777 == 0o600
    folders = [folder for folder in path.parents if folder.is_relative_to(storage.default_storage.base_location)]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_discarded_file_is_gone_once_committed(committed_harbor):
    file = keep(committed_harbor)
    with committed_harbor.scope():
        discard(file, by=committed_harbor.ada)
        assert storage.default_storage.exists(file.key)
    assert not storage.default_storage.exists(file.key)


def test_sweep_removes_what_no_row_knows(in_harbor, do_jobs):
    file, gone = keep(in_harbor, png(), "photo.png"), keep(in_harbor)
    do_jobs(Lane.BATCH)
    orphan = bytes_kept.write_bytes(b"rolled back", desk_id=in_harbor.desk.pk)
    StoredFile.objects.filter(pk=gone.pk).update(deleted_at=now())
    assert sweep(in_harbor.desk.pk, at=now()) == 0
    assert sweep(in_harbor.desk.pk, at=now() + timedelta(days=2)) == 2
    file.refresh_from_db()
    assert [storage.default_storage.exists(key) for key in (file.key, file.thumbnail_key, gone.key, orphan.key)] == [
        True,
        True,
        False,
        False,
    ]


def _files_on_disk(cast) -> int:
    return sum(len(files) for _folder, _folders, files in os.walk(Path(storage.default_storage.path(str(cast.desk.pk)))))


# --- names and kinds

EVIL = "\u200b\u202e\u2066\ufeff\x00\r\n/\\.~%\ud800e\u0301\u2028:<>|? CON"


@hypothesis_settings(max_examples=10_000, deadline=None, database=None)
@given(
    st.text(alphabet=st.sampled_from(EVIL) | st.characters(), max_size=12)
    | st.text(alphabet=EVIL, min_size=LONGEST, max_size=LONGEST + 20)
)
def test_criterion_30_any_name_becomes_a_harmless_one(name):
    import unicodedata

    shown = shown_name(name)
    assert 0 < len(shown) <= LONGEST
    assert not set(shown) & set('/\\<>:"|?*;%\x00')
    assert not {unicodedata.category(c) for c in shown} & INVISIBLE
    assert not shown.startswith(".")
    assert not shown.endswith((".", " "))
    assert shown.isprintable()
    assert unicodedata.is_normalized("NFC", shown)
    assert shown.partition(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}
    assert shown_name(shown) == shown
    shown.encode()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\eve\\invoice.pdf", "invoice.pdf"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("shell.p\u200bhp", "shell.php"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("...", "file"),
        ("a\r\nb.txt", "a b.txt"),
        ("Cafe\u0301.txt", "Caf\u00e9.txt"),
        ("nul.txt", "_nul.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("会議の資料.pdf", "会議の資料.pdf"),
    ],
)
def test_criterion_30_names(sent, shown):
    assert shown_name(sent) == shown


def test_criterion_30_key_has_nothing_of_the_name(in_harbor):
    first, second = keep(in_harbor, name="../../evil.php"), keep(in_harbor, name="../../evil.php")
    assert first.key != second.key
    assert "evil" not in first.key
    assert ".." not in first.key
    assert first.name == "evil.php"


@pytest.mark.parametrize(
    ("head", "claimed", "kind"),
    [
        (png(), "text/html", "image/png"),
        (b"<svg onload=alert(1)>", "image/png", "application/octet-stream"),
        (b"PK\x03\x04", "image/jpeg", "application/octet-stream"),
        (b"%PDF-1.7", "text/plain", "application/pdf"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "", "image/webp"),
        (b"hello", "text/plain; charset=utf-8", "text/plain"),
        (b"hello", "text/plain\r\nX-Evil: 1", "application/octet-stream"),
        (b"hello", "nonsense", "application/octet-stream"),
    ],
)
def test_type_is_what_the_bytes_say(head, claimed, kind):
    assert sniff(head[:64], claimed) == kind


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript", "multipart/related"]
)
def test_active_types_are_never_served(kind):
    assert served_type(kind) == "application/octet-stream"


# --- thumbnails


def test_thumbnail_is_made_by_a_job(in_harbor, do_jobs):
    file = keep(in_harbor, png(2000, 1000), "photo.png")
    do_jobs(Lane.BATCH)
    file.refresh_from_db()
    assert (file.width, file.height, file.thumbnail_problem) == (2000, 1000, "")
    with Image.open(io.BytesIO(bytes_of(file.thumbnail_key))) as small:
        assert (small.format, small.size) == ("WEBP", (480, 240))


def test_what_is_no_picture_says_so(in_harbor, do_jobs):
    file = keep(in_harbor, b"\x89PNG\r\n\x1a\n" + b"nonsense", "photo.png")
    do_jobs(Lane.BATCH)
    file.refresh_from_db()
    assert (file.thumbnail_key, file.thumbnail_problem) == ("", "not a picture")


def test_sideways_photo_is_shown_upright():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1000, 500), "teal").save(out, "JPEG", exif=exif)
    small = shrink(io.BytesIO(out.getvalue()))
    assert (small.width, small.height) == (500, 1000)
    with Image.open(io.BytesIO(small.data)) as picture:
        assert picture.size == (240, 480)
        assert not picture.getexif()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@functools.cache
def huge_png(side: int) -> bytes:
    """A picture of side x side black pixels in three colours: small on the wire, huge in memory."""
    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(b"\x00" * (3 * side + 1) * 100) for _rows in range(side // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def many_frames_gif() -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 3000, 3000, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 3000, 3000, 0) + b"\x02\x02\x4c\x01\x00"
    return head + frame * 10_000 + b"\x3b"


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\x00" * 10_000_000)
    return out.getvalue()


def text_chunk_bomb() -> bytes:
    """A PNG whose compressed text unpacks to 300 MB."""
    packer = zlib.compressobj(1)
    text = b"".join(packer.compress(b"\x00" * 1_000_000) for _part in range(300)) + packer.flush()
    return png()[:33] + _chunk(b"zTXt", b"k\x00\x00" + text) + png()[33:]


def huge_tiff() -> bytes:
    out = io.BytesIO()
    Image.new("1", (15_000, 15_000)).save(out, "TIFF", compression="group4")
    return out.getvalue()


SVG = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>'
BOMBS = {
    "20k x 20k PNG": lambda: huge_png(20_000),
    "11k x 11k PNG, under the pixel limit": lambda: huge_png(10_900),
    "10k frames GIF": many_frames_gif,
    "zip as PNG": lambda: b"\x89PNG\r\n\x1a\n" + zip_bomb(),
    "zip": zip_bomb,
    "SVG entities": lambda: SVG,
    "truncated JPEG": lambda: _jpeg()[:-400],
    "300 MB of PNG text": text_chunk_bomb,
    "huge TIFF": huge_tiff,
    "false sizes": lambda: png()[:16] + b"\x7f\xff\xff\xff\x7f\xff\xff\xff" + png()[24:],
}


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((800, 800), 80).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_criterion_31_bombs_harm_the_helper_alone(bomb):
    picture = io.BytesIO(bomb())
    began = time.monotonic()
    with suppress(NoThumbnail):
        assert len(shrink(picture).data) < 100_000
    assert time.monotonic() - began < 10


def test_criterion_31_helper_has_256_mb():
    """356 MB of pixels are within the limit of pixels, and so run into the limit of memory."""
    with pytest.raises(NoThumbnail, match="too large"):
        shrink(io.BytesIO(huge_png(10_900)))
    assert shrink(io.BytesIO(huge_png(5_000))).width == 5_000


def test_criterion_31_file_of_a_bomb_is_kept(in_harbor, do_jobs):
    bomb = huge_png(20_000)
    file = keep(in_harbor, bomb, "bomb.png")
    do_jobs(Lane.BATCH)
    file.refresh_from_db()
    assert file.thumbnail_problem == "too large"
    assert bytes_of(file.key) == bomb


# --- handing out


def fetch(client, url, **options):
    response = client.get(urlsplit(url).path, **options)
    response.body = response.getvalue()
    return response


def test_criterion_29_only_who_is_vouched_for_reads(harbor, client, vouched):
    file = keep(harbor)
    for member in (harbor.ada, harbor.lena, harbor.ben, harbor.liv, harbor.cleo):
        vouched.clear()
        url = signed_url(file, member=member)
        assert fetch(client, url).status_code == 403
        vouched.add(member.pk)
        assert fetch(client, url).status_code == 200


def test_criterion_29_rights_are_asked_at_each_fetch(harbor, client, vouched):
    url = signed_url(keep(harbor), member=harbor.ben)
    vouched.add(harbor.ben.pk)
    assert fetch(client, url).status_code == 200
    vouched.clear()
    assert fetch(client, url).status_code == 403


def test_criterion_29_no_room_vouches_no_access(harbor, client, monkeypatch):
    monkeypatch.setattr(access, "_checks", [])
    assert fetch(client, signed_url(keep(harbor), member=harbor.ada)).status_code == 403


@pytest.mark.parametrize("at", range(0, 2 * STEP_SECONDS, 37))
def test_criterion_29_link_ends_within_five_minutes(in_harbor, at):
    began = 1_800_000_000 + at
    token = urlsplit(signed_url(keep(in_harbor), member=in_harbor.ben, at=began)).path.split("/")[-2]
    assert read_link(token, at=began + STEP_SECONDS - 1).user_id == in_harbor.ben.pk
    with pytest.raises(BadLink):
        read_link(token, at=began + LIFE_SECONDS + 1)


def test_criterion_29_expired_or_forged_link_is_403(harbor, client, vouched):
    vouched.add(harbor.ben.pk)
    file = keep(harbor)
    assert fetch(client, signed_url(file, member=harbor.ben, at=time.time() - 600)).status_code == 403
    url = signed_url(file, member=harbor.ben)
    token = url.split("/")[-2]
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", token.split(":")[0], "W10:" + token.split(":")[1]):
        assert client.get(url.replace(token, forged)).status_code == 403


def test_criterion_29_file_of_another_desk_is_not_there(harbor, meridian, client, vouched):
    """The link names the desk it was made for; a file of that number elsewhere is never looked at."""
    vouched |= {harbor.ben.pk, meridian.olga.pk}
    file = keep(harbor)
    with meridian.scope():
        stranger = StoredFile(desk_id=meridian.desk.pk, pk=file.pk, name="a.txt")
    assert fetch(client, signed_url(stranger, member=meridian.olga)).status_code == 404


def test_criterion_29_headers(harbor, client, vouched):
    vouched.add(harbor.ben.pk)
    file = keep(harbor, b"<script>alert(1)</script>", "Über 'x'.html", "text/html")
    response = fetch(client, signed_url(file, member=harbor.ben, disposition="inline"))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.body == b"<script>alert(1)</script>"


def test_pictures_are_shown_and_the_small_one_where_there_is_one(harbor, client, vouched, do_jobs):
    vouched.add(harbor.ben.pk)
    file = keep(harbor, png(1000, 500), "photo.png")
    thumbnail = signed_url(file, member=harbor.ben, disposition="thumbnail")
    assert fetch(client, thumbnail).headers["Content-Type"] == "image/png"
    with harbor.scope():
        do_jobs(Lane.BATCH)
    response = fetch(client, thumbnail)
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Content-Disposition"].startswith("inline")
    attached = fetch(client, signed_url(file, member=harbor.ben))
    assert attached.headers["Content-Disposition"].startswith("attachment")


def test_files_come_from_their_own_host_alone_when_there_is_one(harbor, client, vouched, settings):
    vouched.add(harbor.ben.pk)
    settings.FILES_URL, settings.ALLOWED_HOSTS = "https://files.example", ["testserver", "files.example"]
    url = signed_url(keep(harbor), member=harbor.ben)
    assert url.startswith("https://files.example/files/")
    assert fetch(client, url).status_code == 404
    assert fetch(client, url, headers={"host": "files.example"}).status_code == 200


def test_host_of_the_files_serves_nothing_else(harbor, client, settings):
    settings.FILES_URL, settings.ALLOWED_HOSTS = "https://files.example", ["testserver", "files.example"]
    for path in ("/", "/readyz", "/accounts/login/"):
        assert client.get(path, headers={"host": "files.example"}).status_code == 404
    assert client.get("/readyz").status_code == 200


def test_discarded_file_is_404(harbor, client, vouched):
    vouched.add(harbor.ben.pk)
    file = keep(harbor)
    url = signed_url(file, member=harbor.ben)
    with harbor.scope():
        discard(file, by=harbor.ada)
    assert fetch(client, url).status_code == 404
