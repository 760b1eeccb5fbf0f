"""What stands around a conversation, in one statement: as separate queries it was most of the page's cost."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from ..models import Status, Ticket
from ..operations.conditions import required_children, shown_fields

# Row-level security holds here too; the desk is named so that the planner finds its indexes.
STATEMENT = """
SELECT json_build_object(
  'groups', (SELECT json_agg(json_build_object('pk', id, 'name', name) ORDER BY name)
    FROM accounts_group WHERE desk_id = %(desk)s AND deleted_at IS NULL),
  'statuses', (SELECT json_agg(json_build_object('pk', id, 'category', status_category, 'label', agent_label) ORDER BY id)
    FROM tickets_customstatus WHERE desk_id = %(desk)s AND is_active),
  'forms', (SELECT json_agg(json_build_object('pk', id, 'name', name, 'fields', ticket_field_ids, 'conditions', agent_conditions)
      ORDER BY position, id)
    FROM tickets_ticketform WHERE desk_id = %(desk)s AND (is_active OR id = %(form)s)),
  'fields', (SELECT json_agg(json_build_object('pk', f.id, 'type', f.type, 'title', f.title, 'help', f.agent_description,
      'required', f.required, 'options', (SELECT json_agg(json_build_object('value', o.value, 'name', o.name) ORDER BY o.position, o.id)
        FROM tickets_fieldoption o WHERE o.desk_id = f.desk_id AND o.field_id = f.id)) ORDER BY f.position, f.id)
    FROM tickets_ticketfield f WHERE f.desk_id = %(desk)s AND f.is_active),
  'people', (SELECT json_agg(json_build_object('pk', u.id, 'kind', p.kind, 'name', u.name, 'email', u.email) ORDER BY p.id)
    FROM tickets_participation p JOIN accounts_user u ON u.desk_id = p.desk_id AND u.id = p.user_id
    WHERE p.desk_id = %(desk)s AND p.ticket_id = %(ticket)s),
  'identities', (SELECT json_agg(json_build_object('kind', kind, 'value', value, 'is_dead', undeliverable_since IS NOT NULL)
      ORDER BY is_primary DESC, id)
    FROM accounts_useridentity WHERE desk_id = %(desk)s AND user_id = %(requester)s),
  'links', (SELECT json_agg(json_build_object('kind', l.kind, 'is_source', l.source_id = %(ticket)s, 'pk', t.id, 'number', t.number,
      'subject', t.subject, 'status', t.status) ORDER BY l.id)
    FROM tickets_ticketlink l JOIN tickets_ticket t ON t.desk_id = l.desk_id
      AND t.id = CASE WHEN l.source_id = %(ticket)s THEN l.target_id ELSE l.source_id END
    WHERE l.desk_id = %(desk)s AND (l.source_id = %(ticket)s OR l.target_id = %(ticket)s))
)"""


@dataclass(frozen=True)
class Around:
    """Plain rows as the templates show them: groups, statuses and forms to choose from; people, identities and links."""

    groups: list[dict[str, Any]]
    statuses: list[dict[str, Any]]
    forms: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    people: list[dict[str, Any]]
    identities: list[dict[str, Any]]
    links: list[dict[str, Any]]

    def form(self, pk: int | None) -> dict[str, Any] | None:
        """The form with this id."""
        return next((form for form in self.forms if form["pk"] == pk), None)


def around(ticket: Ticket) -> Around:
    """Read what stands around `ticket`."""
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENT, {"desk": ticket.desk_id, "ticket": ticket.pk, "requester": ticket.requester_id, "form": ticket.form_id}
        )
        (found,) = cursor.fetchone()
    return Around(**{name: rows or [] for name, rows in found.items()})


@dataclass(frozen=True)
class FieldShown:
    """A custom field with the ticket's value for it."""

    field: dict[str, Any]
    value: Any
    is_required: bool

    @property
    def name(self) -> str:
        return f"field_{self.field['pk']}"


def fields_shown(ticket: Ticket, here: Around) -> list[FieldShown]:
    """The custom fields that the ticket's form asks for now, in its order; all active ones where it has no form."""
    fields, form, values = {field["pk"]: field for field in here.fields}, here.form(ticket.form_id), ticket.custom_fields
    order, conditions = (form["fields"], form["conditions"]) if form else (list(fields), [])
    shown = shown_fields(order, conditions, values)
    needed = required_children(order, conditions, values, status=Status.SOLVED)
    return [
        FieldShown(fields[pk], values.get(str(pk)), fields[pk]["required"] or pk in needed)
        for pk in order if pk in shown and pk in fields
    ]  # fmt: skip
