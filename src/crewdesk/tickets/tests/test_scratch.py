"""Drafts and uploads: the writer's own scratch."""

from datetime import timedelta

import pytest

from crewdesk.core.clock import now
from crewdesk.core.files.store import store
from crewdesk.core.models import StoredFile
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets import jobs
from crewdesk.tickets.models import Attachment, Draft
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.drafts import discard_draft, save_draft
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.uploads import add_upload, claim, remove_upload

from .story import BY_WEB, opened

HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo)


@pytest.fixture
def file(in_harbor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return store(b"hello", name="a.txt", content_type="text/plain", by=in_harbor.ben)


def test_draft_is_kept_once_and_cleaned(in_harbor, ticket, django_assert_num_queries):
    save_draft(ticket, user=in_harbor.ben, html_body="<p>He</p>", public=True)
    with django_assert_num_queries(1):
        save_draft(
            ticket,
            user=in_harbor.ben,
            html_body="<p>Hello<script>x</script></p>",
            public=False,
            upload_token="t",
        )
    save_draft(ticket, user=in_harbor.liv, html_body="<p>Me too</p>", public=False)
    draft = Draft.objects.get(user=in_harbor.ben)
    assert (draft.html_body, draft.public, draft.upload_token) == ("<p>Hello</p>", False, "t")
    discard_draft(ticket, user=in_harbor.ben)
    assert Draft.objects.get().user == in_harbor.liv


def test_customers_keep_no_drafts(in_harbor, ticket):
    with pytest.raises(NotPermitted):
        save_draft(ticket, user=in_harbor.cleo, html_body="<p>x</p>", public=True)


def test_upload_is_claimed_by_the_uploader_only(in_harbor, ticket, file):
    upload = add_upload(file, by=in_harbor.ben)
    assert add_upload(file, by=in_harbor.ben, token=upload.upload_token).upload_token == upload.upload_token
    assert [len(claim(upload.upload_token, who)) for who in (in_harbor.ben, in_harbor.lena, in_harbor.cleo)] == [2, 0, 0]
    assert claim("", in_harbor.ben) == []
    with pytest.raises(NotPermitted):
        add_upload(file, by=in_harbor.lena, token=upload.upload_token)


def test_token_lives_an_hour_or_as_long_as_the_draft(in_harbor, ticket, file):
    token = add_upload(file, by=in_harbor.ben).upload_token
    late = now() + HOUR + timedelta(seconds=5)
    assert claim(token, in_harbor.ben, at=late) == []
    save_draft(ticket, user=in_harbor.ben, html_body="<p>x</p>", public=True, upload_token=token)
    assert len(claim(token, in_harbor.ben, at=late)) == 1


def test_claimed_upload_hangs_on_the_comment(in_harbor, ticket, file):
    token = add_upload(file, by=in_harbor.ben).upload_token
    comment = reply(ticket, by=in_harbor.ben, said=Said(attachments=claim(token, in_harbor.ben)), **BY_WEB)
    assert comment.attachments.get().file == file
    assert claim(token, in_harbor.ben) == []


def test_taking_back(in_harbor, file):
    upload = add_upload(file, by=in_harbor.ben)
    with pytest.raises(NotPermitted):
        remove_upload(upload, by=in_harbor.lena)
    remove_upload(upload, by=in_harbor.ben)
    assert StoredFile.objects.get().deleted_at is not None


def test_the_job_removes_what_nobody_can_claim(in_harbor, ticket, file):
    for token in ("stale", "fresh", "draft"):
        Attachment.objects.create(
            file=store(b"x", name="x", content_type="", by=None),
            uploaded_by=in_harbor.ben,
            upload_token=token,
        )
    Attachment.objects.exclude(upload_token="fresh").update(created_at=now() - 3 * HOUR)
    save_draft(ticket, user=in_harbor.ben, html_body="", public=True, upload_token="draft")
    jobs.remove_stale_uploads()
    assert sorted(Attachment.objects.values_list("upload_token", flat=True)) == ["draft", "fresh"]
    assert StoredFile.objects.filter(deleted_at__isnull=False).count() == 1
