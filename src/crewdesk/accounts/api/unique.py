"""External ids: one row of a kind has one."""

from django.db import connection
from django.db.models import Model, QuerySet

from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import require_desk


def refuse_same_external_id(rows: QuerySet, sent: str | int | None, own: Model | None) -> str:
    """The external id as it is kept. Raises Refused when another of `rows` has it."""
    external_id = str(sent if sent is not None else "").strip()
    if not external_id or (own is not None and own.external_id == external_id):
        return external_id
    # No constraint stands behind it: two calls at once with the same id go one after the other.
    with connection.cursor() as cursor:
        mark = f"external id {require_desk()} {rows.model._meta.db_table} {external_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])
    if rows.filter(external_id=external_id).exclude(pk=own.pk if own else None).exists():
        raise Refused(f"External: {external_id[:80]} has already been taken", field="external_id", code="DuplicateValue")
    return external_id
