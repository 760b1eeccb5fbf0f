"""Whatever is sent to the API, it never answers 5xx, nothing undocumented, and nobody without credentials."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crewdesk.accounts.operations.tokens import create_token
from crewdesk.api import description
from crewdesk.core.api import limits
from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket

SHARDS, EXAMPLES = 4, 6


@pytest.fixture
def described(committed_harbor, settings):
    """The API's description with a token in every call, and ids that exist, by the name of the parameter."""
    # Else most calls were answered 429, and found nothing.
    settings.API_RATE_LIMIT = 10**9
    limits.forget()
    with committed_harbor.scope():
        ticket = create_ticket(
            requester=committed_harbor.cleo, by=None, via="email", at=now(), subject="Late", said=Said(body="Where?")
        )
        token = create_token(user=committed_harbor.ada, name="fuzz", scopes=("read", "write"), by=None, at=now())[1]
        comment = ticket.first_comment.pk
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    schema.config.update(headers={"Authorization": f"Bearer {token}"})
    people = {"user_id": committed_harbor.ben.pk, "group_id": committed_harbor.group.pk, "comment_id": comment}
    return schema, people | {"number": ticket.number, "ticket_number": ticket.number}


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_input_makes_a_server_error(described, shard):
    """Some inputs for each operation, from the shapes that it declares; half of them about rows that exist."""
    schema, known = described
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 200
    for operation in operations[shard::SHARDS]:
        _try(operation, known)


def _try(operation, known: dict[str, int]) -> None:
    documented = set(operation.definition.raw["responses"])

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), about_known=st.booleans())
    def answers(case, about_known):
        if about_known:
            case.path_parameters = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
        response = case.call()
        assert response.status_code < 500, case.as_curl_command()
        assert str(response.status_code) in documented, f"{response.status_code}: {case.as_curl_command()}"

    answers()


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(description()["paths"]))
def test_nothing_is_answered_without_credentials(path):
    place = path.replace("{", "").replace("}", "")
    for method in description()["paths"][path]:
        answer = getattr(Client(), method)(place)
        assert (answer.status_code, answer.json()) == (401, {"error": "Couldn't authenticate you"})
