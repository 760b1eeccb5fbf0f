"""A form that is open, and visitors with a browser that does its work."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from crewdesk.accounts.models import Desk
from crewdesk.accounts.sessions import CUSTOMER_KEY
from crewdesk.channels.models import Suspension
from crewdesk.channels.operations.wording import update_mail_settings
from crewdesk.channels.webform import judging, proving
from crewdesk.channels.webform.proving import Challenge, is_solved, read_challenge
from crewdesk.channels.webform.setting_up import update_form
from crewdesk.core.clock import now
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.definitions.forms import create_form

REASONS = [{"name": "Payout", "value": "payout"}, {"name": "Other", "value": "other_reason"}]
WORDS = {"name": "Vera Fuchs", "address": "vera@visitor.example", "subject": "Payout is late", "body": "It has been three days."}


@pytest.fixture(autouse=True)
def easy_work(monkeypatch):
    """Some tries instead of some ten thousand, and nobody waits before sending."""
    cache.clear()
    monkeypatch.setattr(proving, "LEAST_BITS", 3)
    monkeypatch.setattr(proving, "MOST_BITS", 6)
    monkeypatch.setattr(judging, "LEAST_SECONDS", -2)


@pytest.fixture
def desk(harbor):
    """Harbor with its form open to everybody."""
    with harbor.scope():
        update_form(harbor.desk, by=None, at=now(), is_open=True)
    return harbor


def address(desk, name: str, **keys) -> str:
    return reverse(f"channels:{name}", kwargs={"desk": desk.desk.slug, **keys})


def solve(challenge: Challenge) -> str:
    """What the browser's worker does."""
    return next(str(n) for n in range(10**7) if is_solved(challenge, str(n)))


def hidden(page: str) -> dict[str, str]:
    """The hidden inputs of the form on a page."""
    found = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page))
    return {each["name"]: each.get("value", "") for each in found if each.get("type") == "hidden"}


def filled(client, desk, *, route="request-new", query="", script=True, **words) -> dict[str, str]:
    """The form as a visitor fills it in. Without `script` the browser neither works nor shows fields by itself."""
    data = hidden(client.get(address(desk, route) + query).content.decode()) | WORDS | words
    if script:
        with desk_scope(desk.desk.pk):
            challenge = read_challenge(data.get("challenge", ""))
        data |= {"answer": solve(challenge) if challenge else "", "seen": "all"}
    return data


def send(client, desk, *, route="request-new", query="", script=True, ip="192.0.2.7", **words):
    """Fetch, fill in and send, from one network."""
    client.defaults["REMOTE_ADDR"] = ip
    return client.post(address(desk, route) + query, filled(client, desk, route=route, query=query, script=script, **words))


def come_in(client, desk, customer) -> None:
    """As a magic link does."""
    session = client.session
    session[CUSTOMER_KEY.format(desk.desk.pk)] = customer.pk
    session.save()


def shop_form(desk):
    """A category whose fields depend on each other: (form, fields by key)."""
    portal = {"visible_in_portal": True, "editable_in_portal": True}
    by = {"by": None, "at": now(), "via": "web"}
    reason = create_field(key="reason", type="tagger", title="Reason", options=REASONS, **portal, **by)
    account = create_field(key="account", type="text", title="Account number", **portal, **by)
    order = create_field(key="order", type="integer", title="Order", **portal, required_in_portal=True, **by)
    secret = create_field(key="inside", type="text", title="For agents only", **by)
    condition = {"parent_field_id": reason.pk, "value": "payout", "child_fields": [{"id": account.pk, "is_required": True}]}
    form = create_form(
        name="Shop", display_name="About a payment", ticket_field_ids=[reason.pk, account.pk, order.pk, secret.pk],
        end_user_conditions=[condition], **by,
    )  # fmt: skip
    return form, {"reason": reason, "account": account, "order": order, "inside": secret}


def open_more(desk, **settings) -> None:
    with desk.scope():
        update_form(Desk.objects.get(pk=desk.desk.pk), by=None, at=now(), **settings)


def suspension(desk) -> Suspension:
    """The one that waits, or waited."""
    return Suspension.objects.select_related("held").get()


def cap_mail(desk, an_hour: int) -> None:
    """How many automatic mails the desk sends to unproved addresses."""
    with desk.scope():
        update_mail_settings(Desk.objects.get(pk=desk.desk.pk), by=None, at=now(), unproved_an_hour=an_hour)
