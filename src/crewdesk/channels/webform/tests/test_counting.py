"""How often an address or a network did something of late."""

from datetime import timedelta

import pytest

from crewdesk.channels.models import FormCount
from crewdesk.channels.webform import counting
from crewdesk.channels.webform.counting import Kind, count, counted, counted_at_desk
from crewdesk.core.clock import now


@pytest.mark.django_db
class TestCounting:
    @pytest.fixture(autouse=True)
    def scope(self, desk):
        with desk.scope():
            yield

    def test_an_hour_slides(self):
        at = now().replace(minute=30, second=0, microsecond=0)
        assert [count(Kind.NETWORK, "a", at=at) for _ in range(4)] == [1, 2, 3, 4]
        assert counted(Kind.NETWORK, "b", at=at) == 0
        assert counted(Kind.NETWORK, "a", at=at + timedelta(minutes=45)) == 3
        assert counted(Kind.NETWORK, "a", at=at + timedelta(minutes=91)) == 0
        count(Kind.NETWORK, "b", at=at)
        assert counted_at_desk(Kind.NETWORK, at=at) == 5

    def test_neither_address_nor_network_is_kept(self):
        count(Kind.ADDRESS, "vera@visitor.example", at=now())
        assert "vera" not in FormCount.objects.get().key

    @pytest.mark.parametrize(
        "ip, network",
        [("192.0.2.7", "192.0.2.7/32"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64")],
    )
    def test_whoever_has_ipv6_has_a_whole_network(self, rf, ip, network):
        assert counting.network_of(rf.get("/", REMOTE_ADDR=ip)) == network


@pytest.mark.parametrize("proxies, network", [(0, "10.0.0.1/32"), (1, "192.0.2.7/32"), (2, "203.0.113.5/32")])
def test_behind_a_proxy_visitors_are_told_apart_by_what_it_adds(rf, settings, proxies, network):
    """The left of the header is what a visitor wrote: it is believed by no installation."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    forwarded = "198.51.100.66, 203.0.113.5, 192.0.2.7"
    assert counting.network_of(rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)) == network
