"""A small account, and what its rows look like."""

import pytest

from .account import Account

CUSTOMER = {
    "id": 11, "name": "Nora", "email": "Nora@Client.example", "role": "end-user", "organization_id": 5, "tags": ["VIP"],
    "created_at": "2015-02-03T04:05:06Z", "updated_at": "2015-02-03T04:05:06Z",
}  # fmt: skip
AGENT = {"id": 12, "name": "Axel", "email": "axel@acme.example", "role": "admin"}
TICKET = {
    "id": 901, "subject": "Refund", "status": "solved", "priority": "high", "type": "question", "requester_id": 11, "submitter_id": 11, "assignee_id": 12,
    "group_id": 3, "organization_id": 5, "tags": ["vip", "money"], "via": {"channel": "email", "source": {"from": {"address": "nora@client.example"}}},
    "created_at": "2016-01-01T10:00:00Z", "updated_at": "2016-01-03T10:00:00Z", "metric_set": {"solved_at": "2016-01-02T10:00:00Z", "reopens": 2},
}  # fmt: skip
SAID = (
    {
        "id": 1,
        "author_id": 11,
        "body": "Where is it?",
        "html_body": "<p>Where is it?<script>x()</script></p>",
        "created_at": "2016-01-01T10:00:00Z",
    },
    {"id": 2, "author_id": 12, "html_body": "<b>On its way</b>", "public": True, "created_at": "2016-01-01T11:00:00Z"},
    {"id": 3, "author_id": 12, "body": "He is right", "public": False, "created_at": "2016-01-01T12:00:00Z"},
)


@pytest.fixture
def account() -> Account:
    """One organization, its customer, an admin, a ticket with two answers."""
    account = Account(
        groups=[{"id": 3, "name": "tier 1"}, {"id": 4, "name": "Money"}], organizations=[{"id": 5, "name": "Client", "domain_names": ["client.example"]}],
        users=[CUSTOMER, AGENT], tickets=[TICKET],
    )  # fmt: skip
    account.comments(901, *SAID)
    return account
