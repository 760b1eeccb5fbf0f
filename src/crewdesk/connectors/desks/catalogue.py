"""What happens to each desk-owned table when a desk is taken along. A test fails while a table is missing here.

exported     in the file, row by row
derived      made anew from what is exported
secret       keys and tokens: never in the file; set up anew at the new place
operational  of the moment, or of this installation: logs, caches, half-done work
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from crewdesk.core.tenancy import DeskForeignKey

from .references import conditions, field_ids, field_values, lookup, mentions, named


class Sort(StrEnum):
    EXPORTED = "exported"
    DERIVED = "derived"
    SECRET = "secret"
    OPERATIONAL = "operational"


@dataclass(frozen=True)
class Table:
    """How one table travels."""

    sort: Sort
    # Columns that stay behind; the new row has the model's default.
    without: tuple[str, ...] = ()
    # Columns that are written otherwise: an SQL expression over the row.
    instead: dict[str, str] = field(default_factory=dict)
    # SQL: which rows go along.
    where: str = "true"
    # JSON columns with ids in them, and who translates them.
    references: dict[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    # Columns with HTML, which is cleaned again on arrival: a file can be made by anybody.
    html: tuple[str, ...] = ()


def _exported(**how) -> Table:
    return Table(Sort.EXPORTED, **how)


DERIVED, SECRET, OPERATIONAL = (Table(sort) for sort in (Sort.DERIVED, Sort.SECRET, Sort.OPERATIONAL))
# The API's own columns for incremental exports; a trigger sets them.
_SET_BY_TRIGGER = {"changed_in", "changed_at"}
_OURS = "SELECT file_id FROM connectors_importrun UNION SELECT bad_rows_id FROM connectors_importrun UNION SELECT file_id FROM connectors_deskexport"

# In the order in which they arrive: what is pointed to first, as far as that goes.
TABLES: dict[str, Table] = {
    "accounts.Brand": _exported(),
    "accounts.Schedule": _exported(),
    "accounts.ScheduleInterval": _exported(),
    "accounts.Holiday": _exported(),
    "accounts.Group": _exported(),
    "accounts.ProfileField": _exported(),
    "accounts.ProfileFieldOption": _exported(),
    "accounts.Organization": _exported(),
    "accounts.User": _exported(),
    "accounts.UserIdentity": _exported(),
    "accounts.Membership": _exported(),
    "accounts.Seat": DERIVED,
    "accounts.ApiToken": SECRET,
    "accounts.Invitation": SECRET,
    "accounts.MagicLink": SECRET,
    "core.StoredFile": _exported(
        without=("key", "thumbnail_key"), where=f"NOT EXISTS (SELECT 1 FROM ({_OURS}) ours (file) WHERE ours.file = id)"
    ),
    "core.Presence": OPERATIONAL,
    "core.JobStatus": OPERATIONAL,
    "core.IdempotencyKey": OPERATIONAL,
    "core.RateWindow": OPERATIONAL,
    "core.ApiCall": OPERATIONAL,
    "tickets.CustomStatus": _exported(),
    "tickets.TicketField": _exported(),
    "tickets.FieldOption": _exported(),
    "tickets.TicketForm": _exported(
        references={"ticket_field_ids": field_ids, "agent_conditions": conditions, "end_user_conditions": conditions}
    ),
    "tickets.Ticket": _exported(references={"custom_fields": field_values, "via_source": named}),
    "tickets.Comment": _exported(
        references={"mentions": mentions, "metadata": named, "via_source": named}, html=("html_body", "quoted_html")
    ),
    # Uploads that hang on no comment yet are claimed by a secret.
    "tickets.Attachment": _exported(without=("upload_token",), where="comment_id IS NOT NULL"),
    "tickets.Participation": _exported(),
    "tickets.TicketLink": _exported(),
    "tickets.Wording": _exported(),
    "tickets.Draft": _exported(without=("upload_token",), html=("html_body",)),
    "tickets.SearchDocument": DERIVED,
    "tickets.Tally": DERIVED,
    "channels.SupportAddress": _exported(),
    "channels.IncomingMail": _exported(),
    # The letter that lets a request through leads to the old place.
    "channels.HeldRequest": _exported(without=("confirmation_hash",), references={"custom_fields": field_values}),
    # Files of a form that was not sent yet are claimed by a secret.
    "channels.HeldFile": _exported(where="request_id IS NOT NULL"),
    "channels.Suspension": _exported(html=("html_body",)),
    # What waits to be sent is not sent from two places.
    "channels.OutgoingMail": _exported(
        without=("reply_to", "next_attempt_at"),
        instead={
            "state": "CASE state WHEN 'queued' THEN 'failed' ELSE state END",
            "last_problem": "CASE state WHEN 'queued' THEN 'It waited to be sent when the desk was exported.' ELSE last_problem END",
        },
    ),
    "channels.ThreadAddress": SECRET,
    "channels.Mailbox": SECRET,
    "channels.MailHook": SECRET,
    "channels.MailServer": SECRET,
    "channels.Webhook": SECRET,
    "channels.HookCall": OPERATIONAL,
    "channels.Invocation": OPERATIONAL,
    "channels.FormCount": OPERATIONAL,
    "channels.SpentProof": OPERATIONAL,
    "core.Event": _exported(references={"changes": named}),
    "connectors.ImportRun": OPERATIONAL,
    "connectors.ImportedRow": OPERATIONAL,
    "connectors.DeskExport": OPERATIONAL,
}


@cache
def exported() -> dict[str, type[models.Model]]:
    """The models that go into the file, in the order in which they arrive."""
    return {
        label: apps.get_model(label) for label, table in TABLES.items() if table.sort == Sort.EXPORTED and _is_installed(label)
    }


@cache
def columns(label: str) -> list[models.Field]:
    """The columns of an exported table that are in the file; `id` is the first."""
    model, table = apps.get_model(label), TABLES[label]
    left_out = {"desk_id", *table.without, *_SET_BY_TRIGGER}
    fields = [
        one for one in model._meta.concrete_fields if not one.generated and one.attname not in left_out and not _leads_out(one)
    ]
    return sorted(fields, key=lambda one: one.attname != "id")


def target_of(column: models.Field) -> str | None:
    """The label of the exported table that a column points to."""
    return column.related_model._meta.label if isinstance(column, DeskForeignKey) else None


def _leads_out(column: models.Field) -> bool:
    return isinstance(column, DeskForeignKey) and column.related_model._meta.label not in exported()


def _is_installed(label: str) -> bool:
    try:
        lookup(label)
    except LookupError:
        return False
    return True
