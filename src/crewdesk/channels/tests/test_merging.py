"""When customers are merged, what the doors keep of the one is the other's."""

import pytest

from crewdesk.accounts.operations.merge_users import merge_users
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.email.threads import reply_addresses, token_in
from crewdesk.channels.models import HeldRequest, OutgoingMail, ThreadAddress
from crewdesk.core.clock import now
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket


@pytest.fixture
def twice(in_harbor):
    """Cleo wrote from a second address, as somebody else."""
    return create_user(name="Cleo", email="cleo@elsewhere.example", by=None)


def write(user):
    return create_ticket(requester=user, by=None, via="email", at=now(), subject="Late", said=Said(body="Where is it?"))


def mail_to(user) -> OutgoingMail:
    return OutgoingMail.objects.create(
        kind="reply", user=user, to_address=user.email, message_id=f"m{user.pk}@x.example", created_at=now()
    )


def owner(address: str) -> int:
    return ThreadAddress.objects.get(token=token_in(address)).user_id


def test_mails_and_waiting_requests_follow(in_harbor, twice):
    other = create_user(name="Else", email="else@x.example", by=None)
    mails = [mail_to(user) for user in (twice, other)]
    held = [HeldRequest.objects.create(requester=user, body="x", created_at=now()) for user in (twice, other)]
    merge_users(in_harbor.cleo, twice, by=in_harbor.ben, at=now())
    for row in (*mails, *held):
        row.refresh_from_db()
    assert [mail.user for mail in mails] == [request.requester for request in held] == [in_harbor.cleo, other]


def test_reply_addresses_follow_one_on_each_ticket(in_harbor, twice):
    """Where both have one, all three lead to their tickets as before, and the next mail goes out with the winner's own."""
    alone, both = write(twice), write(twice)
    lone = reply_addresses(alone, [twice])[twice.pk]
    theirs = reply_addresses(both, [twice, in_harbor.cleo])
    merge_users(in_harbor.cleo, twice, by=in_harbor.ben, at=now())
    assert [owner(address) for address in (lone, theirs[in_harbor.cleo.pk], theirs[twice.pk])] == [
        in_harbor.cleo.pk, in_harbor.cleo.pk, twice.pk,
    ]  # fmt: skip
    assert reply_addresses(alone, [in_harbor.cleo]) == {in_harbor.cleo.pk: lone}
    assert reply_addresses(both, [in_harbor.cleo]) == {in_harbor.cleo.pk: theirs[in_harbor.cleo.pk]}


def test_who_may_not_merge_moves_nothing(in_harbor, twice):
    address = reply_addresses(write(twice), [twice])[twice.pk]
    mail = mail_to(twice)
    with pytest.raises(NotPermitted):
        merge_users(in_harbor.cleo, twice, by=in_harbor.cleo, at=now())
    mail.refresh_from_db()
    assert (owner(address), mail.user) == (twice.pk, twice)
