"""The e-mail settings of a desk, by HTTP."""

import json

import pytest
from django.urls import reverse

from crewdesk.channels.email.wording import acknowledgement_of, mail_settings
from crewdesk.channels.models import Mailbox, MailHook, MailServer, SupportAddress
from crewdesk.core import vault
from crewdesk.core.models import Event

CANARY = "s3cret-canary-91"
MAILBOX = {
    "host": "imap.example.com", "port": 993, "security": "tls", "username": "support@harbor.example", "folder": "INBOX", "sign_in": "password",
    "password": CANARY, "authserv_hops": 1, "is_active": "on",
}  # fmt: skip
SERVER = {"host": "127.0.0.1", "port": 587, "security": "starttls", "username": "u", "password": CANARY, "hourly_cap": 100}
PAGES = [
    "address-list",
    "address-create",
    "mailbox-list",
    "mailbox-create",
    "server-update",
    "hook-list",
    "acknowledgement-update",
]


def url(harbor, name, **keys) -> str:
    return reverse(f"channels:{name}", kwargs={"desk": harbor.desk.slug, **keys})


@pytest.fixture
def ada(in_harbor, sign_in, recently):
    """Her client; pages that hold keys ask who signed in long ago once more, so she has just done so."""
    client = sign_in(in_harbor.ada)
    recently(in_harbor.ada)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_admins_alone(in_harbor, ada, sign_in, name):
    assert ada.get(url(in_harbor, name)).status_code == 200
    for member in (in_harbor.lena, in_harbor.ben, in_harbor.liv):
        assert sign_in(member).get(url(in_harbor, name)).status_code == 403


def test_strangers_see_nothing(harbor, meridian, sign_in):
    stranger = sign_in(meridian.olga)
    assert {stranger.get(url(harbor, name)).status_code for name in PAGES} == {404}


def test_who_signed_in_long_ago_is_asked_again_before_keys(harbor, sign_in):
    answer = sign_in(harbor.ada).get(url(harbor, "mailbox-create"))
    assert answer.url.startswith("/accounts/reauthenticate/")


def test_first_address_is_the_default_until_another_is(in_harbor, ada):
    for address in ("Support@Harbor.example", "billing@harbor.example"):
        assert ada.post(url(in_harbor, "address-create"), {"address": address}).status_code == 302
    first, second = SupportAddress.objects.order_by("id")
    assert (first.address, first.is_default, second.is_default) == ("support@harbor.example", True, False)
    ada.post(
        url(in_harbor, "address-update", pk=second.pk),
        {"is_default": "on", "is_active": "on", "display_name": "Billing", "group": in_harbor.group.pk},
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_default, second.is_default, second.display_name, second.group_id) == (
        False,
        True,
        "Billing",
        in_harbor.group.pk,
    )


def test_address_in_use_elsewhere_is_refused_in_words(in_harbor, ada):
    ada.post(url(in_harbor, "address-create"), {"address": "support@harbor.example"})
    answer = ada.post(url(in_harbor, "address-create"), {"address": "support@harbor.example"})
    assert answer.status_code == 422
    assert "in use already" in answer.content.decode()


def test_default_address_cannot_be_put_out_of_use(in_harbor, ada):
    ada.post(url(in_harbor, "address-create"), {"address": "support@harbor.example"})
    row = SupportAddress.objects.get()
    assert ada.post(url(in_harbor, "address-update", pk=row.pk), {"is_default": "on"}).status_code == 422
    row.refresh_from_db()
    assert row.is_active


def test_criterion_27_password_of_a_mailbox_is_sealed_and_never_shown(in_harbor, ada):
    assert ada.post(url(in_harbor, "mailbox-create"), MAILBOX).status_code == 302
    row = Mailbox.objects.get()
    assert CANARY.encode() not in bytes(row.secret)
    assert vault.unseal(row.secret, place=f"desk {in_harbor.desk.pk} mailbox.secret") == CANARY
    pages = [
        ada.get(url(in_harbor, name, **keys)).content.decode()
        for name, keys in (("mailbox-list", {}), ("mailbox-update", {"pk": row.pk}))
    ]
    assert not any(CANARY in page for page in pages)
    assert CANARY not in json.dumps(list(Event.objects.values_list("changes", flat=True)))


def test_password_left_empty_stays(in_harbor, ada):
    ada.post(url(in_harbor, "mailbox-create"), MAILBOX)
    row = Mailbox.objects.get()
    Mailbox.objects.update(last_uid=7, uid_validity=3)
    ada.post(url(in_harbor, "mailbox-update", pk=row.pk), MAILBOX | {"password": "", "port": 1993})
    row.refresh_from_db()
    assert (row.port, row.last_uid, vault.unseal(row.secret, place=f"desk {in_harbor.desk.pk} mailbox.secret")) == (
        1993,
        7,
        CANARY,
    )


def test_other_folder_is_read_from_its_beginning(in_harbor, ada):
    ada.post(url(in_harbor, "mailbox-create"), MAILBOX)
    Mailbox.objects.update(last_uid=7, uid_validity=3)
    ada.post(url(in_harbor, "mailbox-update", pk=Mailbox.objects.get().pk), MAILBOX | {"folder": "Support"})
    assert Mailbox.objects.get().last_uid == 0


def test_oauth_needs_what_it_needs(in_harbor, ada):
    oauth = MAILBOX | {"sign_in": "oauth2", "password": "", "client_secret": CANARY, "refresh_token": "r"}
    assert ada.post(url(in_harbor, "mailbox-create"), oauth).status_code == 422
    oauth |= {"token_url": "https://login.example.com/token", "client_id": "c"}
    assert ada.post(url(in_harbor, "mailbox-create"), oauth).status_code == 302
    secret = json.loads(vault.unseal(Mailbox.objects.get().secret, place=f"desk {in_harbor.desk.pk} mailbox.secret"))
    assert (secret["client_secret"], secret["token_url"]) == (CANARY, "https://login.example.com/token")


def test_connection_test_says_what_is_wrong(in_harbor, ada):
    """An address of our own network is not asked at all (trust.md, SSRF)."""
    ada.post(url(in_harbor, "mailbox-create"), MAILBOX | {"host": "127.0.0.1"})
    row = Mailbox.objects.get()
    page = ada.post(url(in_harbor, "mailbox-test", pk=row.pk), follow=True).content.decode()
    row.refresh_from_db()
    assert "private network" in row.problem
    assert row.last_checked_at is not None
    assert "cannot be reached" in page


def test_mailbox_is_removed_with_its_password(in_harbor, ada):
    ada.post(url(in_harbor, "mailbox-create"), MAILBOX)
    ada.post(url(in_harbor, "mailbox-remove", pk=Mailbox.objects.get().pk))
    assert not Mailbox.objects.exists()


def test_server_is_saved_tried_and_signs(in_harbor, ada, postbox, settings):
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.0/8"]
    facts = SERVER | {"port": settings.EMAIL_PORT, "security": "none", "username": ""}
    settings.EMAIL_HOST = ""
    assert ada.post(url(in_harbor, "server-update"), facts).status_code == 302
    assert ada.post(url(in_harbor, "server-key"), {"domain": "harbor.example", "selector": "crew"}).status_code == 302
    assert ada.post(url(in_harbor, "server-test"), {"to": "ada@harbor.example"}).status_code == 302
    assert postbox.messages[0]["DKIM-Signature"]
    page = ada.get(url(in_harbor, "server-update")).content.decode()
    assert "crew._domainkey.harbor.example" in page
    assert "v=DKIM1; k=rsa; p=" in page
    assert CANARY not in page
    assert "PRIVATE KEY" not in page
    assert CANARY.encode() not in bytes(MailServer.objects.get().secret)


def test_server_that_refuses_the_test_is_quoted(in_harbor, ada, postbox):
    postbox.answers = ["554 5.7.1 Not from there"]
    page = ada.post(url(in_harbor, "server-test"), {"to": "ada@harbor.example"})
    assert page.status_code == 422
    assert "Not from there" in page.content.decode()


def test_server_in_our_own_network_is_refused(in_harbor, ada):
    answer = ada.post(url(in_harbor, "server-update"), SERVER)
    assert answer.status_code == 422
    assert not MailServer.objects.exists()


def test_address_for_a_provider_is_shown_once(in_harbor, ada):
    page = ada.post(url(in_harbor, "hook-create"), {"provider": "postmark"}).content.decode()
    hook = MailHook.objects.get()
    assert f"/hooks/mail/postmark/{in_harbor.desk.slug}/" in page
    assert hook.secret_hash not in page
    assert "/hooks/mail/" not in ada.get(url(in_harbor, "hook-list")).content.decode()
    ada.post(url(in_harbor, "hook-revoke", pk=hook.pk))
    hook.refresh_from_db()
    assert hook.revoked_at is not None


def test_acknowledgement_says_what_the_desk_wants(in_harbor, ada):
    facts = {"acknowledges": "on", "raw_days": 30, "unproved_an_hour": 7, "text_en": "Ahoy from {desk}: #{number}", "text_de": ""}
    assert ada.post(url(in_harbor, "acknowledgement-update"), facts).status_code == 302
    in_harbor.desk.refresh_from_db()
    assert acknowledgement_of(in_harbor.desk, "en") == "Ahoy from {desk}: #{number}"
    assert mail_settings(in_harbor.desk)["unproved_an_hour"] == 7
    assert "{number}" in acknowledgement_of(in_harbor.desk, "de")


@pytest.mark.parametrize("text", ["Hello {name}", "{desk.settings}", "{number:>999999999}", "{}", "{0}"])
def test_acknowledgement_has_no_other_placeholders(in_harbor, ada, text):
    answer = ada.post(
        url(in_harbor, "acknowledgement-update"), {"acknowledges": "on", "raw_days": 30, "unproved_an_hour": 7, "text_en": text}
    )
    from crewdesk.channels.email.wording import filled

    assert answer.status_code == 422 or filled(text, {"number": 1, "desk": "Harbor"}) == text


def test_desk_may_say_nothing(in_harbor, ada):
    ada.post(url(in_harbor, "acknowledgement-update"), {"raw_days": 30, "unproved_an_hour": 50})
    in_harbor.desk.refresh_from_db()
    assert acknowledgement_of(in_harbor.desk, "en") is None


def test_other_settings_of_the_desk_stay(in_harbor, ada):
    in_harbor.desk.settings = {"undo_seconds": 10}
    in_harbor.desk.save()
    ada.post(url(in_harbor, "acknowledgement-update"), {"raw_days": 5, "unproved_an_hour": 50})
    in_harbor.desk.refresh_from_db()
    assert in_harbor.desk.settings["undo_seconds"] == 10
