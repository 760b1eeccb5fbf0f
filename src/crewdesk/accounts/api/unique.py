"""External ids: one row of a kind has one."""

from django.db import connection
from django.db.models import Model, QuerySet

from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import require_desk


def hold(model: type[Model], *words: str) -> None:
    """Two calls at once that name a row of `model` by the same word go one after the other, to the end of the transaction."""
    with connection.cursor() as cursor:
        # In one order, so that two calls with the same words do not wait for each other.
        for word in sorted(filter(None, words)):
            mark = f"external id {require_desk()} {model._meta.db_table} {word}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])


def refuse_same_external_id(rows: QuerySet, sent: str | int | None, own: Model | None) -> str:
    """The external id as it is kept. Raises Refused when another of `rows` has it."""
    external_id = str(sent if sent is not None else "").strip()
    if not external_id or (own is not None and own.external_id == external_id):
        return external_id
    # No constraint stands behind it.
    hold(rows.model, external_id)
    if rows.filter(external_id=external_id).exclude(pk=own.pk if own else None).exists():
        raise Refused(f"External: {external_id[:80]} has already been taken", field="external_id", code="DuplicateValue")
    return external_id
