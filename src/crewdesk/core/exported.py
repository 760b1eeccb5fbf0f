"""Tables that can be exported incrementally (api/exports.py)."""

from django.db import models

from .clock import now


class Exported(models.Model):
    """Remembers which transaction wrote a row last, and when. The columns are the trigger's (sql/changes.sql): what a program puts
    there is overwritten.
    """

    changed_in = models.BigIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True


def export_indexes(name: str) -> list[models.Index]:
    """The indexes that exports walk; `name` begins theirs."""
    return [
        models.Index("desk_id", "changed_in", "id", name=f"{name}_by_change"),
        models.Index("desk_id", "changed_at", "changed_in", name=f"{name}_by_change_time"),
    ]
