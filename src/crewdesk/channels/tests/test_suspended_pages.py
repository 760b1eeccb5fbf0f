"""The suspended queue and original messages, by HTTP."""

import pytest
from django.urls import reverse

from crewdesk.channels.email.tests.conftest import MailDesk, letter
from crewdesk.channels.models import IncomingMail, Suspension

AUTHSERV = "mx.harbor.example"


@pytest.fixture
def desk(committed_harbor, settings) -> MailDesk:
    settings.MAIL_AUTHSERV_ID = AUTHSERV
    return MailDesk(committed_harbor)


@pytest.fixture
def away(desk) -> Suspension:
    row = desk.take_in(
        letter(
            to=desk.address, subject="Out of office", body="<script>alert(1)</script> I am away", Auto_Submitted="auto-replied"
        )
    )
    with desk.scope():
        return Suspension.objects.get(mail=row)


def url(desk, name, **keys) -> str:
    return reverse(f"channels:{name}", kwargs={"desk": desk.cast.desk.slug, **keys})


def test_list_names_sender_subject_and_cause(desk, away, sign_in):
    page = sign_in(desk.ben).get(url(desk, "suspended-list")).content.decode()
    assert "Cleo Marsh" in page
    assert "Out of office" in page
    assert "Automatic reply" in page


def test_preview_is_a_sandboxed_document(desk, away, sign_in):
    page = sign_in(desk.ben).get(url(desk, "suspended-show", pk=away.pk)).content.decode()
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in page
    assert "<script>alert" not in page
    assert "I am away" in page


def test_chosen_messages_are_recovered_and_deleted(desk, away, sign_in, do_jobs):
    other = desk.take_in(letter(to=desk.address, subject="Out of office 2", Auto_Submitted="auto-replied"))
    client = sign_in(desk.ben)
    with desk.scope():
        other = Suspension.objects.get(mail=other)
    client.post(url(desk, "suspended-recover"), {"pk": [away.pk]})
    client.post(url(desk, "suspended-discard"), {"pk": [other.pk]})
    with desk.scope():
        assert not Suspension.objects.waiting().exists()
        states = dict(IncomingMail.objects.values_list("pk", "state"))
    assert states == {away.mail_id: "received", other.mail_id: "ignored"}


def test_light_agents_customers_and_strangers_stay_outside(desk, away, sign_in):
    names = [("suspended-list", {}), ("suspended-show", {"pk": away.pk})]
    assert {sign_in(desk.liv).get(url(desk, name, **keys)).status_code for name, keys in names} == {403}
    assert sign_in(desk.liv).post(url(desk, "suspended-recover"), {"pk": away.pk}).status_code == 403


def test_criterion_20_agents_see_no_verification_mail_anywhere(desk, sign_in):
    row = desk.take_in(
        letter(sender="Slack <no-reply@slack.com>", to=desk.address, subject="Slack confirmation code: X7K-9QD", body="Enter it.")
    )
    with desk.scope():
        pk = Suspension.objects.get(mail=row).pk
    agent = sign_in(desk.ben)
    assert "X7K" not in agent.get(url(desk, "suspended-list")).content.decode()
    assert agent.get(url(desk, "suspended-show", pk=pk)).status_code == 404
    assert agent.get(url(desk, "mail-raw", pk=row.pk)).status_code == 404
    agent.post(url(desk, "suspended-recover"), {"pk": pk})
    with desk.scope():
        assert Suspension.objects.get(pk=pk).recovered_at is None
    admin = sign_in(desk.ada)
    assert "X7K" in admin.get(url(desk, "suspended-list")).content.decode()
    assert b"X7K" in admin.get(url(desk, "mail-raw", pk=row.pk)).content


def test_original_is_downloaded_never_shown(desk, sign_in):
    row = desk.take_in(letter(to=desk.address, body="<script>alert(1)</script>"))
    answer = sign_in(desk.liv).get(url(desk, "mail-raw", pk=row.pk))
    assert answer.content == bytes(row.raw)
    assert answer["Content-Disposition"] == f'attachment; filename="message-{row.pk}.eml"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_original_of_a_ticket_that_one_may_not_see_is_not_there(desk, sign_in):
    row = desk.take_in(letter(to=desk.address))
    with desk.scope():
        desk.ben.ticket_restriction = "assigned"
        desk.ben.save(update_fields=["ticket_restriction"])
    assert sign_in(desk.ben).get(url(desk, "mail-raw", pk=row.pk)).status_code == 404


def test_original_that_was_dropped_is_not_there(desk, sign_in):
    row = desk.take_in(letter(to=desk.address))
    with desk.scope():
        from crewdesk.core.clock import now

        IncomingMail.objects.filter(pk=row.pk).update(raw=b"", raw_dropped_at=now())
    assert sign_in(desk.ben).get(url(desk, "mail-raw", pk=row.pk)).status_code == 404


def test_list_of_fifty_asks_no_more_than_list_of_one(desk, away, sign_in, django_assert_max_num_queries):
    client = sign_in(desk.ben)
    client.get(url(desk, "suspended-list"))
    with desk.scope():
        for n in range(50):
            mail = IncomingMail.objects.create(
                raw=b"x", digest=f"{n:064}", door="smtp", state="suspended", received_at=away.created_at
            )
            Suspension.objects.create(mail=mail, cause="automated", subject=f"Number {n}", created_at=away.created_at)
    with django_assert_max_num_queries(9):
        page = client.get(url(desk, "suspended-list")).content.decode()
    assert page.count('class="row"') == 50
    assert "Older" in page
