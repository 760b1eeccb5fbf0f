"""Short ways to call the API in the tests of this room and of those above."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def fault_of(reply) -> str:
    """The first member that a 422 names."""
    assert reply.status_code == 422, reply.content
    body = reply.json()
    assert (body["error"], body["description"]) == ("RecordInvalid", "Record validation errors")
    return next(iter(body["details"]))


def cost_of(run: Callable) -> int:
    """How many statements `run` costs, but for the lease of calls, which is taken once in a while."""
    with CaptureQueriesContext(connection) as captured:
        run()
    return sum("core_ratewindow" not in query["sql"] for query in captured)


def delete(caller, path: str):
    """DELETE without a body, as clients do it."""
    return caller.client.delete(f"/api/v2/{path}", headers=caller.headers)
