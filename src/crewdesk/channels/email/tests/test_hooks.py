"""Mail that providers post: payloads as their documentation shows them."""

import json

import pytest
from django.test import Client

from crewdesk.channels.email.hooks import take_out
from crewdesk.channels.models import HookCall, IncomingMail
from crewdesk.channels.operations.hooks import create_hook, revoke_hook
from crewdesk.core.clock import now
from crewdesk.core.operations import NotPermitted
from crewdesk.core.tenancy import desk_scope

from .conftest import letter

pytestmark = [
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailInsecureWebhookWarning"),
    pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid"),
]
HEADERS = [
    ["Received", "by mxa.example.org"], ["From", "Cleo Marsh <cleo@customer.example>"], ["To", "support@harbor.example"],
    ["Subject", "Where is my payout?"], ["Message-Id", "<abc@customer.example>"], ["Date", "Mon, 04 May 2026 10:00:00 +0000"],
]  # fmt: skip


@pytest.fixture
def hook_of(desk):
    def make(provider: str) -> str:
        with desk.scope():
            _hook, secret = create_hook(provider=provider, by=desk.ada, at=now())
        return f"/hooks/mail/{provider}/{desk.cast.desk.slug}/{secret}/"

    return make


def taken(desk) -> IncomingMail:
    """What the worker makes of the calls that are kept."""
    from crewdesk.channels.email.processing import process_incoming

    with desk.scope():
        for call in HookCall.objects.all():
            take_out.__wrapped__(call_id=call.pk) if hasattr(take_out, "__wrapped__") else take_out(call_id=call.pk)
        row = IncomingMail.objects.latest("id")
    process_incoming(desk_id=desk.id, mail_id=row.pk)
    with desk.scope():
        assert not HookCall.objects.exists()
        return IncomingMail.objects.select_related("ticket__requester", "comment").get(pk=row.pk)


def post(url: str, data, **more):
    return Client(enforce_csrf_checks=True).post(url, data, **more)


MAILGUN = {
    "recipient": "support@harbor.example", "sender": "bounces@customer.example", "subject": "Where is my payout?", "body-plain": "Three days already.",
    "body-html": "<p>Three <b>days</b> already.</p>", "timestamp": "1714816800", "token": "t", "signature": "s", "message-headers": json.dumps(HEADERS),
}  # fmt: skip
SENDGRID = {
    "headers": "\n".join(f"{name}: {value}" for name, value in HEADERS) + "\n", "from": "Cleo Marsh <cleo@customer.example>", "to": "support@harbor.example",
    "subject": "Where is my payout?", "text": "Three days already.", "html": "<p>Three <b>days</b> already.</p>", "attachments": "0",
    "envelope": json.dumps({"to": ["support@harbor.example"], "from": "bounces@customer.example"}), "charsets": json.dumps({"text": "UTF-8"}),
}  # fmt: skip
POSTMARK = json.dumps({
    "FromName": "Cleo Marsh", "From": "cleo@customer.example", "FromFull": {"Email": "cleo@customer.example", "Name": "Cleo Marsh", "MailboxHash": ""},
    "To": "support@harbor.example", "ToFull": [{"Email": "support@harbor.example", "Name": "", "MailboxHash": ""}], "Cc": "", "CcFull": [], "Bcc": "", "BccFull": [],
    "OriginalRecipient": "support@harbor.example", "Subject": "Where is my payout?", "MessageID": "22c74902", "ReplyTo": "", "MailboxHash": "",
    "Date": "Mon, 04 May 2026 10:00:00 +0000", "TextBody": "Three days already.", "HtmlBody": "<p>Three <b>days</b> already.</p>", "StrippedTextReply": "", "Tag": "",
    "Headers": [{"Name": "Message-ID", "Value": "<abc@customer.example>"}, {"Name": "Return-Path", "Value": "<bounces@customer.example>"}],
    "Attachments": [{"Name": "list.csv", "Content": "MTsy", "ContentType": "text/csv", "ContentLength": 3, "ContentID": ""}],
})  # fmt: skip
MAILJET = json.dumps({
    "Sender": "bounces@customer.example", "Recipient": "support@harbor.example", "Date": "20260504T100000", "From": "Cleo Marsh <cleo@customer.example>",
    "Subject": "Where is my payout?", "Headers": dict(HEADERS), "Parts": [{"Headers": {"Content-Type": "text/plain; charset=UTF-8"}, "ContentRef": "Text-part"}],
    "Text-part": "Three days already.", "Html-part": "", "SpamAssassinScore": "0",
})  # fmt: skip
PAYLOADS = {
    "mailgun": (MAILGUN, {}), "sendgrid": (SENDGRID, {}), "postmark": (POSTMARK, {"content_type": "application/json"}),
    "mailjet": (MAILJET, {"content_type": "application/json"}),
}  # fmt: skip


@pytest.mark.parametrize("provider", PAYLOADS)
def test_documented_payload_becomes_a_ticket(desk, hook_of, provider):
    data, more = PAYLOADS[provider]
    assert post(hook_of(provider), data, **more).status_code == 200
    with desk.scope():
        assert HookCall.objects.count() == 1
        assert not IncomingMail.objects.exists()
    row = taken(desk)
    assert (row.state, row.door, row.ticket.subject) == ("processed", "webhook", "Where is my payout?")
    assert row.ticket.requester.pk == desk.cleo.pk
    assert "days" in row.comment.body
    assert not row.comment.is_trusted


@pytest.mark.parametrize(("provider", "field"), [("mailgun", "body-mime"), ("sendgrid", "email")])
def test_whole_message_is_taken_byte_for_byte(desk, hook_of, provider, field):
    raw = letter(to=desk.address, body="Grüße aus dem Süden")
    data = {field: raw.decode(), "recipient": desk.address, "sender": "cleo@customer.example", "timestamp": "1714816800"}
    assert post(hook_of(provider), data).status_code == 200
    assert bytes(taken(desk).raw) == raw


def test_verdict_written_by_the_sender_counts_for_nothing(desk, hook_of):
    """There is no server of ours in front of a webhook that would have taken a forged verdict out."""
    forged = letter(to=desk.address, vouched=True)
    post(hook_of("mailgun"), {"body-mime": forged.decode(), "timestamp": "1"})
    assert not taken(desk).comment.is_trusted


def test_attachment_of_a_payload_comes_along(desk, hook_of):
    post(hook_of("postmark"), POSTMARK, content_type="application/json")
    row = taken(desk)
    with desk.scope():
        assert [one.file.name for one in row.comment.attachments.select_related("file")] == ["list.csv"]


@pytest.mark.parametrize("data", ["", "{", "[]", '{"RecordType": "Bounce"}', "\x00"])
def test_call_that_cannot_be_read_is_shown(desk, hook_of, data):
    assert post(hook_of("postmark"), data, content_type="application/json").status_code == 200
    row = taken(desk)
    assert (row.state, bytes(row.raw)) == ("unreadable", data.encode())
    assert row.ticket is not None


def test_wrong_secret_provider_or_desk_leads_nowhere(desk, hook_of, committed_harbor):
    url = hook_of("postmark")
    wrong = [
        url[:-3] + "xx/",
        url.replace("postmark", "mailgun"),
        url.replace(f"/{desk.cast.desk.slug}/", f"/{committed_harbor.desk.slug}x/"),
    ]
    assert [post(each, POSTMARK, content_type="application/json").status_code for each in wrong] == [404] * 3


def test_criterion_09_secret_of_one_desk_opens_no_other(desk, hook_of, committed):
    from testing.cast import make_desk

    other = make_desk(f"{desk.cast.desk.slug}-other", admin="Olga")
    url = hook_of("postmark").replace(f"/{desk.cast.desk.slug}/", f"/{other.desk.slug}/")
    assert post(url, POSTMARK, content_type="application/json").status_code == 404
    with desk_scope(other.desk.pk):
        assert not HookCall.objects.exists()


def test_revoked_address_leads_nowhere(desk, hook_of):
    url = hook_of("postmark")
    with desk.scope():
        from crewdesk.channels.models import MailHook

        revoke_hook(MailHook.objects.get(), by=desk.ada, at=now())
    assert Client().head(url).status_code == 404


def test_provider_may_ask_whether_somebody_is_there(hook_of):
    url = hook_of("mailgun")
    assert (Client().head(url).status_code, Client().get(url).status_code) == (200, 405)


def test_call_over_the_limit_is_refused(desk, hook_of, settings):
    settings.MAIL_LIMIT_MB = 1
    assert post(hook_of("postmark"), "x" * 1_100_000, content_type="application/json").status_code == 413


def test_call_larger_than_a_page_may_be_is_taken(desk, hook_of):
    big = json.loads(POSTMARK) | {
        "Attachments": [{"Name": "a.bin", "Content": "QUFB" * 1_500_000, "ContentType": "application/octet-stream"}]
    }
    assert post(hook_of("postmark"), json.dumps(big), content_type="application/json").status_code == 200
    assert taken(desk).state == "processed"


def test_only_admins_make_them(desk):
    with desk.scope(), pytest.raises(NotPermitted):
        create_hook(provider="postmark", by=desk.lena, at=now())
