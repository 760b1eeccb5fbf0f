"""Whatever is sent to the API, it never answers 5xx."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given, settings

from crewdesk.accounts.operations.tokens import create_token
from crewdesk.core.clock import now
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket


@pytest.fixture
def described(committed_harbor):
    """The API's description, and a token in every call."""
    with committed_harbor.scope():
        create_ticket(requester=committed_harbor.cleo, by=None, via="email", at=now(), subject="Late", said=Said(body="Where?"))
        token = create_token(user=committed_harbor.ada, name="fuzz", scopes=("read", "write"), by=None, at=now())[1]
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    schema.config.update(headers={"Authorization": f"Bearer {token}"})
    return schema


def test_no_input_makes_a_server_error(described):
    """Fifteen inputs for each operation, from the shapes that it declares."""
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= 7
    for operation in operations:
        _try(operation)


def _try(operation) -> None:
    @settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers(case):
        response = case.call()
        assert response.status_code < 500, case.as_curl_command()

    answers()
