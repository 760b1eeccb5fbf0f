"""Mails of ours name our own host, whatever a request says about hosts."""

import re

import pytest

from crewdesk.accounts.jobs import mail_account
from crewdesk.accounts.models import Person

EVIL = [
    {"HTTP_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_FORWARDED": "host=evil.example;proto=https"},
    {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_SERVER": "evil.example", "HTTP_X_HOST": "evil.example"},
    {"HTTP_HOST": "localhost:80@evil.example"},
]


@pytest.fixture
def sent(mailoutbox, harbor):
    """Run the mail jobs that wait, and give what went out."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    def run():
        for job in ProcrastinateJob.objects.filter(task_name="crewdesk.accounts.jobs.mail_account").order_by("id"):
            mail_account(**job.args)
        return mailoutbox

    return run


@pytest.mark.parametrize("headers", EVIL, ids=str)
def test_criterion_40_password_reset(client, harbor, sent, settings, headers):
    settings.SITE_URL = "https://desk.example"
    answer = client.post("/accounts/password/reset/", {"email": harbor.ada.email}, **headers)
    mails = sent()
    if answer.status_code == 400:
        assert not mails
        return
    (mail,) = mails
    assert mail.to == [harbor.ada.email]
    everything = f"{mail.subject}\n{mail.body}"
    assert set(re.findall(r"https?://([^/\s]+)", everything)) == {"desk.example"}
    assert "evil" not in everything


def test_criterion_40_some_variants_get_through_and_some_do_not(client, harbor):
    """Without this the test above could pass by refusing all, or by sending nothing."""
    codes = [client.post("/accounts/password/reset/", {"email": harbor.ada.email}, **headers).status_code for headers in EVIL]
    assert codes == [400, 302, 302, 302, 400]


def test_the_link_resets_the_password_once(client, harbor, sent, settings):
    settings.SITE_URL = "http://testserver"
    settings.ALLOWED_HOSTS = ["testserver"]
    client.post("/accounts/password/reset/", {"email": harbor.ada.email})
    path = re.search(r"http://testserver(/\S+)", sent()[0].body)[1]
    form = client.get(path).url
    client.post(form, {"password1": "a quite new passphrase", "password2": "a quite new passphrase"})
    assert Person.objects.get(pk=harbor.ada.person_id).check_password("a quite new passphrase")
    assert client.get(path).context["token_fail"]


def test_a_changed_address_is_confirmed_at_our_host(sign_in, harbor, sent, settings, client):
    import time

    settings.SITE_URL = "https://desk.example"
    sign_in(harbor.ada)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(harbor.ada.person_id)
    session.save()
    client.post("/accounts/email/", {"action_add": "", "email": "ada@elsewhere.example"}, HTTP_X_FORWARDED_HOST="evil.example")
    mail = next(mail for mail in sent() if mail.to == ["ada@elsewhere.example"])
    assert set(re.findall(r"https?://([^/\s]+)", mail.body)) == {"desk.example"}
