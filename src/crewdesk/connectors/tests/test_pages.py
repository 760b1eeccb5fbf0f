"""The pages of imports and exports by HTTP: what they show, and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crewdesk.accounts.models import User
from crewdesk.connectors.models import DeskExport, ImportRun
from crewdesk.core.models import Event

GOOD = "email,name,odd\nzoe@x.example,Zoe,\nbad,,\n"


@pytest.fixture
def root(harbor) -> str:
    return f"/d/{harbor.desk.slug}/settings"


def upload(client, root: str, text: str = GOOD, kind: str = "users"):
    file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    return client.post(f"{root}/import/", {"kind": kind, "file": file}, follow=True)


def test_from_upload_to_report(harbor, sign_in, root, do_jobs):
    client = sign_in(harbor.ada)
    assert b"Upload a file" in client.get(f"{root}/import/").content
    columns = upload(client, root)
    assert b"What is what?" in columns.content
    with harbor.scope():
        run = ImportRun.objects.get()
    page = f"{root}/import/{run.pk}/"
    assert client.get(page).status_code == 302
    chosen = {
        "column-0": "email",
        "column-1": "name",
        "column-2": "",
        "date_order": "dmy",
        "encoding": "utf-8-sig",
        "delimiter": ",",
    }
    refused = client.post(f"{page}columns/", chosen | {"column-0": ""})
    assert (refused.status_code, b"Choose the column for: E-mail." in refused.content) == (422, True)
    working = client.post(f"{page}columns/", chosen, follow=True)
    assert b"Checking all rows" in working.content
    assert b"import-progress" not in working.content
    assert f'hx-get="{page}progress/"'.encode() in working.content
    do_jobs()
    done = client.get(f"{page}progress/").content
    assert b"hx-get" not in done
    assert b"Import the good rows" in done
    assert "“bad” is not an e-mail address".encode() in done
    with harbor.scope():
        assert not User.objects.filter(email="zoe@x.example").exists()
    link = client.get(f"{page}bad-rows/")["Location"]
    assert b"".join(client.get(link).streaming_content).startswith(b'\xef\xbb\xbf"Line","What is wrong"')
    client.post(f"{page}start/")
    do_jobs()
    assert b"The import is done." in client.get(page).content
    with harbor.scope():
        assert User.objects.filter(email="zoe@x.example").exists()
    assert b"people.csv" in client.get(f"{root}/import/").content


def test_the_encoding_can_be_chosen_where_it_was_seen_wrongly(harbor, sign_in, root):
    client = sign_in(harbor.ada)
    file = SimpleUploadedFile("x.csv", "email;name\na@x.example;Łuk\n".encode())
    client.post(f"{root}/import/", {"kind": "users", "file": file})
    with harbor.scope():
        page = f"{root}/import/{ImportRun.objects.get().pk}/columns/"
    assert "Łuk" in client.get(page).content.decode()
    assert "Å" in client.get(page, {"encoding": "cp1252", "delimiter": ";"}).content.decode()
    assert "Łuk" in client.get(page, {"encoding": "no such thing", "delimiter": ";"}).content.decode()


@pytest.mark.parametrize("text, word", [("", b"This file is empty"), ("email\n", b"no rows below"), ("PK\x03\x04", b"XLSX")])
def test_a_file_that_cannot_be_read_is_explained(harbor, sign_in, root, text, word):
    answer = upload(sign_in(harbor.ada), root, text)
    assert answer.status_code == 422
    assert word in answer.content


def test_a_file_that_is_too_large_is_refused(harbor, sign_in, root, settings):
    settings.IMPORT_LIMIT_MB = 0.0001
    answer = upload(sign_in(harbor.ada), root, "email\n" + "a@x.example\n" * 100)
    assert b"Divide it" in answer.content
    with harbor.scope():
        assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", ["lena", "ben", "liv"])
def test_members_below_admin_get_403(harbor, sign_in, root, name):
    client = sign_in(getattr(harbor, name))
    for path in ("import/", "export/"):
        assert client.get(f"{root}/{path}").status_code == 403
    assert upload(client, root).status_code == 403
    assert client.post(f"{root}/export/new/").status_code == 403


def test_another_desk_finds_nothing(harbor, meridian, sign_in, root):
    upload(sign_in(harbor.ada), root)
    with harbor.scope():
        pk = ImportRun.objects.get().pk
    client = sign_in(meridian.olga)
    assert client.get(f"{root}/import/{pk}/").status_code == 404
    assert client.get(f"/d/meridian/settings/import/{pk}/").status_code == 404
    assert client.post(f"/d/meridian/settings/import/{pk}/start/").status_code == 404


def test_an_export_asks_who_is_there_first(harbor, sign_in, recently, root):
    client = sign_in(harbor.ada)
    assert "reauthenticate" in client.post(f"{root}/export/new/")["Location"]
    with harbor.scope():
        assert not DeskExport.objects.exists()
    recently(harbor.ada)
    # As whoever comes back from giving the password.
    assert client.get(f"{root}/export/new/", follow=True).status_code == 200
    with harbor.scope():
        assert not DeskExport.objects.exists()
    assert b"Being written" in client.post(f"{root}/export/new/", follow=True).content
    with harbor.scope():
        assert Event.objects.filter(kind="desk_export.started", actor_id=harbor.ada.pk).exists()
    assert client.post(f"{root}/export/new/").status_code == 422


def test_a_fetched_export_is_on_record_and_its_link_is_for_one_person(harbor, sign_in, recently, root, do_jobs, monkeypatch):
    from crewdesk.connectors.operations import exports

    # Within the transaction of the test nobody else sees the row whose progress is told.
    monkeypatch.setattr(exports._Teller, "__call__", lambda *_arguments: None)
    client = sign_in(harbor.ada)
    recently(harbor.ada)
    client.post(f"{root}/export/new/")
    do_jobs()
    with harbor.scope():
        export = DeskExport.objects.get()
    assert export.state == "ready"
    link = client.post(f"{root}/export/{export.pk}/fetch/")["Location"]
    assert b"manifest.json" in b"".join(client.get(link).streaming_content)
    with harbor.scope():
        assert Event.objects.filter(kind="desk_export.fetched", actor_id=harbor.ada.pk).count() == 1
        User.objects.filter(pk=harbor.ada.pk).update(role="lead")
    assert client.get(link).status_code == 403
