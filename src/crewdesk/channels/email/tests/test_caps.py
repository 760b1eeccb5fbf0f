"""How much a machine may send by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from testing.cast import make_desk

from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.email.acknowledging import acknowledge
from crewdesk.channels.models import OutgoingMail
from crewdesk.core.clock import now
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket

SPAM = "Cheap pills at http://spam.example"


def post(address: str, at):
    """A ticket as an open form makes it, acknowledged."""
    user = create_user(name=SPAM[:60], email=address, by=None)
    ticket = create_ticket(requester=user, by=None, via="web", at=at, subject=SPAM, said=Said(body=SPAM))
    return ticket, acknowledge(ticket, at=at)


def test_criterion_21_thousand_victims_get_fifty_mails_and_no_word_of_the_sender(desk):
    at = now()
    with desk.scope():
        sent = [(ticket, mail) for ticket, mail in (post(f"v{n}@{desk.id}.victims.example", at) for n in range(120)) if mail]
    assert len(sent) == 50
    for _ticket, mail in sent:
        assert "spam" not in (mail.subject + mail.text + mail.html).lower()
    # But for the number they are the same, byte for byte.
    assert len({mail.text.replace(f"#{ticket.number}.", "#.") for ticket, mail in sent}) == 1


def test_criterion_21_cap_opens_again_after_the_hour(desk):
    at = now()
    with desk.scope():
        for n in range(51):
            post(f"w{n}@{desk.id}.victims.example", at)
        assert post(f"late@{desk.id}.victims.example", at + timedelta(minutes=59))[1] is None
        assert post(f"later@{desk.id}.victims.example", at + timedelta(minutes=61))[1] is not None


def test_criterion_22_one_address_gets_one_a_day_from_all_desks_together(desk):
    at, victim = now(), f"one@{desk.id}.victims.example"
    desks = [make_desk(f"{desk.cast.desk.slug}-cap{n}", admin="Olga") for n in range(4)]

    def five_posts(cast) -> None:
        try:
            for n in range(5):
                with desk_scope(cast.desk.pk):
                    if n == 0:
                        post(victim, at)
                    else:
                        from crewdesk.accounts.models import User

                        requester = User.objects.with_address(victim).get()
                        acknowledge(
                            create_ticket(requester=requester, by=None, via="web", at=at, subject="x", said=Said(body="x")), at=at
                        )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(five_posts, desks))
    assert sum(_sent(cast, victim) for cast in desks) == 1


def _sent(cast, address: str) -> int:
    with desk_scope(cast.desk.pk):
        return OutgoingMail.objects.filter(to_address=address).count()


def test_members_are_not_told_that_their_own_mail_arrived(desk):
    with desk.scope():
        ticket = create_ticket(requester=desk.ben, by=None, via="email", at=now(), subject="x", said=Said(body="x"))
        assert acknowledge(ticket, at=now()) is None
