"""What the form makes us send to addresses that anybody may have typed."""

import pytest
from testing.cast import make_desk

from crewdesk.channels.handlers import mail_public_comment
from crewdesk.channels.models import OutgoingMail, Suspension
from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket

from .conftest import address, cap_mail, come_in, open_more, send


def run_handlers(desk) -> None:
    """Let the doors hear all that happened, as the worker would."""
    with desk.scope():
        for event in Event.objects.filter(kind="ticket.created"):
            mail_public_comment(event)


@pytest.mark.django_db
def test_criterion_21_many_posts_to_many_victims_send_no_more_than_the_cap_and_no_word_of_the_sender(client, desk):
    """From ten networks, with every proof done: what goes beyond the caps waits, and nothing typed leaves in a mail."""
    open_more(desk, requests_of_network=8)
    spam = {"subject": "Cheap pills at http://spam.example", "body": "http://spam.example", "name": "Cheap pills"}
    for n in range(100):
        response = send(
            client, desk, ip=f"198.51.100.{n % 10}", address=f"v{n}@{desk.desk.pk}.victims.example", script=n % 7 != 0, **spam
        )
        assert response.status_code in (302, 429)
    run_handlers(desk)
    with desk.scope():
        mails = list(OutgoingMail.objects.all())
        assert len(mails) == 50
        for mail in mails:
            assert "spam" not in (mail.subject + mail.text + mail.html + mail.from_name).lower()
            assert "pills" not in (mail.subject + mail.text + mail.html + mail.from_name).lower()
        assert Ticket.objects.count() + Suspension.objects.waiting().count() == 100


@pytest.mark.django_db
def test_criterion_21_a_verified_customers_address_in_a_strangers_form_is_no_better(client, desk):
    """Anybody may type it: the letter to Cleo has no word of the stranger, and there is one a day."""
    for n in range(3):
        send(client, desk, address=desk.cleo.email, subject="Cheap pills", ip=f"198.51.100.{n}", script=n != 1)
    run_handlers(desk)
    with desk.scope():
        mail = OutgoingMail.objects.get()
        assert (mail.kind, mail.to_address) == ("unverified_ack", desk.cleo.email)
        assert "pills" not in (mail.subject + mail.text + mail.html).lower()


@pytest.mark.django_db
def test_who_is_signed_in_gets_an_acknowledgement_with_the_subject(client, desk):
    come_in(client, desk, desk.cleo)
    client.post(address(desk, "request-new"), {"subject": "My matter", "body": "x"})
    run_handlers(desk)
    with desk.scope():
        mail = OutgoingMail.objects.get()
        assert (mail.kind, mail.subject) == ("acknowledgement", "Re: My matter")


@pytest.mark.django_db
def test_criterion_21_the_desk_sets_the_cap(client, desk):
    cap_mail(desk, 2)
    for n in range(4):
        send(client, desk, ip=f"198.51.100.{n}", address=f"w{n}@{desk.desk.pk}.victims.example")
    run_handlers(desk)
    with desk.scope():
        assert OutgoingMail.objects.count() == 2
        assert Ticket.objects.count() == 4


@pytest.mark.django_db
def test_criterion_22_one_address_gets_one_letter_a_day_from_all_desks(client, desk):
    victim = f"one@{desk.desk.pk}.victims.example"
    desks = [desk, *(make_desk(f"cap-{n}", admin="Olga") for n in range(4))]
    for cast in desks:
        open_more(cast, is_open=True)
        for n in range(3):
            send(client, cast, address=victim, script=n != 0, ip=f"198.51.100.{n}")
        run_handlers(cast)
    sent = 0
    for cast in desks:
        with cast.scope():
            sent += OutgoingMail.objects.filter(to_address=victim).count()
    assert sent == 1
