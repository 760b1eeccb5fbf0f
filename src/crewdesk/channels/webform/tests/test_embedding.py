"""The form in a frame on other sites, and the desk's settings for it."""

import pytest
from django.urls import reverse

from crewdesk.accounts.models import Desk
from crewdesk.channels.email.wording import mail_settings
from crewdesk.channels.models import Suspension
from crewdesk.channels.operations.wording import update_mail_settings
from crewdesk.channels.webform.configuring import CannotSetUp, FormSettings, clean_site, form_settings
from crewdesk.channels.webform.setting_up import update_form
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Ticket

from .conftest import address, come_in, open_more, send

SITES = ["https://www.shop.example", "https://*.brand.example"]
SAVED = {"is_open": "on", "requests_of_network": "20", "requests_of_address": "5"}


@pytest.mark.parametrize(
    "typed, site",
    [
        ("https://www.shop.example", "https://www.shop.example"), ("https://Shop.Example/", "https://shop.example"),
        ("shop.example", "https://shop.example"), ("http://localhost:3000", "http://localhost:3000"), ("*.shop.example", "https://*.shop.example"),
    ],
)  # fmt: skip
def test_a_site_is_an_origin(typed, site):
    assert clean_site(typed) == site


@pytest.mark.parametrize(
    "typed",
    [
        "*",
        "'self'",
        "https://x.example/path",
        "javascript:alert(1)",
        "data:x",
        "https://a.example;script-src",
        "https://a b",
        "https://u:p@x.example",
        "https://[x",
        "a℀b.com",
        "",
        "//",
    ],
)
def test_nothing_else_gets_into_the_policy(typed):
    with pytest.raises(CannotSetUp):
        clean_site(typed)


@pytest.mark.django_db
class TestFrame:
    def policy(self, client, desk, name="request-embed") -> str:
        response = client.get(address(desk, name))
        assert "X-Frame-Options" not in response.headers
        return response["Content-Security-Policy"]

    def test_listed_sites_may_show_it(self, client, desk):
        open_more(desk, sites=SITES)
        for name in ("request-embed", "request-embed-sent"):
            assert self.policy(client, desk, name).endswith(f"frame-ancestors {' '.join(SITES)}")

    def test_no_site_may_where_none_is_listed(self, client, desk):
        assert self.policy(client, desk).endswith("frame-ancestors 'none'")

    def test_no_other_page_may_be_framed(self, client, desk):
        open_more(desk, sites=SITES)
        for name in ("request-new", "request-sent"):
            assert "frame-ancestors 'none'" in client.get(address(desk, name))["Content-Security-Policy"]

    def test_a_request_is_sent_from_it(self, client, desk):
        client.handler.enforce_csrf_checks = True
        response = send(client, desk, route="request-embed")
        assert response["Location"] == address(desk, "request-embed-sent")
        with desk.scope():
            assert Ticket.objects.get().requester.email == "vera@visitor.example"

    def test_the_page_itself_asks_for_its_token(self, client, desk):
        client.handler.enforce_csrf_checks = True
        data = {"subject": "x", "body": "x"}
        assert client.post(address(desk, "request-new"), data).status_code == 403

    def test_nobody_is_signed_in_there(self, client, desk):
        come_in(client, desk, desk.cleo)
        assert desk.cleo.email not in client.get(address(desk, "request-embed")).content.decode()
        client.post(
            address(desk, "request-embed"), {"subject": "x", "body": "x", "name": "V", "address": "v@x.example", "seen": "all"}
        )
        with desk.scope():
            assert not Ticket.objects.filter(requester=desk.cleo).exists()
            assert Suspension.objects.get().author_address == "v@x.example"

    def test_the_script_names_this_installation_and_no_host_header(self, client, desk, settings):
        settings.ALLOWED_HOSTS = ["*"]
        response = client.get(address(desk, "request-script"), HTTP_HOST="evil.example")
        assert response["Content-Type"].startswith("text/javascript")
        script = response.content.decode()
        assert "evil.example" not in script
        assert f"{settings.SITE_URL}{address(desk, 'request-embed')}" in script.replace("\\u002D", "-")


@pytest.mark.django_db
class TestSettings:
    def page(self, desk) -> str:
        return reverse("channels:form-settings", kwargs={"desk": desk.desk.slug})

    def test_a_lead_sets_it_up(self, harbor, sign_in):
        response = sign_in(harbor.lena).post(
            self.page(harbor), SAVED | {"sites": "shop.example\nhttps://b.example/", "welcome": "Hello"}
        )
        assert response.status_code == 302
        chosen = form_settings(Desk.objects.get(pk=harbor.desk.pk))
        assert chosen == FormSettings(
            is_open=True, welcome="Hello", asks_severity=False, sites=["https://shop.example", "https://b.example"]
        )
        page = sign_in(harbor.lena).get(self.page(harbor)).content.decode()
        assert "embed.js" in page
        with harbor.scope():
            assert Event.objects.filter(kind="web_form.changed", actor_id=harbor.lena.pk).count() == 1

    def test_a_lead_does_not_set_how_much_mail_leaves(self, harbor, sign_in):
        sign_in(harbor.lena).post(self.page(harbor), SAVED | {"acknowledgements": "9999", "unproved_an_hour": "9999"})
        assert mail_settings(Desk.objects.get(pk=harbor.desk.pk))["unproved_an_hour"] == 50
        with harbor.scope(), pytest.raises(NotPermitted):
            update_mail_settings(harbor.desk, by=harbor.lena, at=now(), unproved_an_hour=9999)

    def test_what_another_version_has_set_is_left_out(self, harbor):
        harbor.desk.settings = {"web_form": {"is_open": True, "acknowledgements": 9999}}
        assert form_settings(harbor.desk) == FormSettings(is_open=True)

    def test_a_site_that_is_none_is_told_beside_its_field(self, harbor, sign_in):
        response = sign_in(harbor.lena).post(self.page(harbor), SAVED | {"sites": "https://x.example/path"})
        assert response.status_code == 422
        assert "is not the address of a site" in response.content.decode()
        assert not form_settings(Desk.objects.get(pk=harbor.desk.pk)).is_open

    @pytest.mark.parametrize("who", ["ben", "liv"])
    def test_who_is_no_lead_may_not(self, harbor, sign_in, who):
        assert sign_in(getattr(harbor, who)).post(self.page(harbor), SAVED).status_code == 403
        with harbor.scope(), pytest.raises(NotPermitted):
            update_form(harbor.desk, by=getattr(harbor, who), at=now(), is_open=True)
        assert not form_settings(Desk.objects.get(pk=harbor.desk.pk)).is_open
