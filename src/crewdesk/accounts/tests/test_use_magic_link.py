from datetime import timedelta

import pytest

from crewdesk.accounts.models import MagicLink, User
from crewdesk.accounts.operations.magic_links import (
    make_magic_link,
    open_magic_link,
    use_magic_code,
    use_magic_link,
)
from crewdesk.accounts.operations.users import create_user, suspend_user
from crewdesk.core.operations import Refused

ADDRESS = "cleo@customer.example"


@pytest.fixture
def link(in_harbor, at):
    """Secret and code of Cleo's link."""
    return make_magic_link(address=ADDRESS, at=at)[1:]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_link_lets_in_once(link, in_harbor, at):
    assert use_magic_link(secret=link[0], at=at) == in_harbor.cleo
    with pytest.raises(Refused):
        use_magic_link(secret=link[0], at=at)
    assert use_magic_code(address=ADDRESS, code=link[1], at=at) is None


def test_looking_at_it_uses_nothing(link, at):
    assert all(open_magic_link(link[0], at=at) for _ in range(10))


def test_it_lasts_fifteen_minutes(link, in_harbor, at):
    with pytest.raises(Refused):
        use_magic_link(secret=link[0], at=at + timedelta(minutes=15))
    assert use_magic_link(secret=link[0], at=at + timedelta(minutes=14, seconds=59)) == in_harbor.cleo


def test_the_code_lets_in_once(link, in_harbor, at):
    assert use_magic_code(address="Cleo@customer.example ", code=f" {link[1]} ", at=at) == in_harbor.cleo
    assert use_magic_code(address=ADDRESS, code=link[1], at=at) is None


def test_five_wrong_codes_end_the_code_but_not_the_link(link, in_harbor, at):
    for _ in range(5):
        assert use_magic_code(address=ADDRESS, code=wrong(link[1]), at=at) is None
    assert use_magic_code(address=ADDRESS, code=link[1], at=at) is None
    assert use_magic_link(secret=link[0], at=at) == in_harbor.cleo


def test_four_wrong_codes_do_not(link, in_harbor, at):
    for _ in range(4):
        use_magic_code(address=ADDRESS, code=wrong(link[1]), at=at)
    assert use_magic_code(address=ADDRESS, code=link[1], at=at) == in_harbor.cleo


def test_a_code_is_for_its_address(link, in_harbor, at):
    create_user(name="Carla", email="carla@customer.example", by=None)
    assert use_magic_code(address="carla@customer.example", code=link[1], at=at) is None


def test_using_it_proves_the_address(in_harbor, at):
    carla = create_user(name="Carla", email="carla@customer.example", by=None)
    use_magic_link(secret=make_magic_link(address=carla.email, at=at)[1], at=at)
    assert User.objects.get(pk=carla.pk).email_verified


def test_none_for_strangers_staff_and_suspended_customers(in_harbor, at):
    suspend_user(in_harbor.cleo, by=in_harbor.ada, at=at)
    for address in ("nobody@else.example", in_harbor.ben.email, ADDRESS, ""):
        assert make_magic_link(address=address, at=at) is None
    assert not MagicLink.objects.exists()


def test_a_customer_suspended_meanwhile_stays_out(link, in_harbor, at):
    suspend_user(in_harbor.cleo, by=in_harbor.ada, at=at)
    with pytest.raises(Refused):
        use_magic_link(secret=link[0], at=at)


def test_five_an_hour_and_no_more(in_harbor, at):
    made = [make_magic_link(address=ADDRESS, at=at) for _ in range(6)]
    assert [bool(one) for one in made] == [True] * 5 + [False]
    assert make_magic_link(address=ADDRESS, at=at + timedelta(hours=1, seconds=1))


def test_a_customer_who_became_a_member_does_not_come_in_as_one(client, harbor, at):
    from crewdesk.accounts.models import User
    from crewdesk.accounts.sessions import CUSTOMER_KEY

    session = client.session
    session[CUSTOMER_KEY.format(harbor.desk.pk)] = harbor.cleo.pk
    session.save()
    home = f"/h/{harbor.desk.slug}/requests/"
    assert client.get(home).status_code == 200
    with harbor.scope():
        User.objects.filter(pk=harbor.cleo.pk).update(role="agent")
    assert client.get(home).status_code == 302
