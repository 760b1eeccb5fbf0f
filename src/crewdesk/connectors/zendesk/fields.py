"""Custom fields of tickets: known by type and title where they were here before."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.events import Via
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import FieldType, TicketField
from crewdesk.tickets.operations.definitions.fields import create_field, update_field
from crewdesk.tickets.operations.definitions.options import WITH_OPTIONS, taken
from crewdesk.tickets.operations.values import BadValue, compile_pattern

from .field_words import Wish, is_of_every_ticket, wish_of
from .running import Work
from .streams import list_pages
from .words import Row, key, text


def bring_fields(work: Work) -> None:
    """All custom fields. One that is here gains options and loses none."""
    for rows in list_pages(work, "/api/v2/ticket_fields.json", "ticket_fields"):
        with work.batch():
            here = work.known.rows("field", TicketField, [key(row["id"]) for row in rows])
            gone = work.known.ours("field", [key(row["id"]) for row in rows]).keys() - here.keys()
            for row in rows:
                if key(row["id"]) in gone or is_of_every_ticket(row):
                    continue
                wish = wish_of(row)
                if wish is None:
                    kind = text(row.get("type"), 40) or "?"
                    work.note(
                        _("Field has a type that there is no room for: its values stay behind"),
                        f"{text(row.get('title'), 120)} ({kind})",
                    )
                elif present := here.get(key(row["id"])) or _namesake(wish):
                    _join(work, row, present, wish, is_new=key(row["id"]) not in here)
                else:
                    _make(work, row, wish)


def _namesake(wish: Wish) -> TicketField | None:
    found = [one for one in TicketField.objects.filter(type=wish.type) if one.title.casefold() == wish.title.casefold()]
    return (
        found[0]
        if len(found) == 1 and (wish.type != FieldType.LOOKUP or found[0].lookup_target == wish.facts["lookup_target"])
        else None
    )


def _make(work: Work, row: Row, wish: Wish) -> None:
    wish = _fitting(work, wish)
    try:
        field = create_field(
            type=wish.type,
            title=wish.title,
            key=wish.key,
            options=wish.options,
            by=None,
            via=Via.SYSTEM,
            at=work.at,
            **wish.facts,
        )
    except Refused as problem:
        work.note(_("Field was refused: its values stay behind"), f"{wish.title}: {problem.message}")
        return
    work.known.remember("field", [(key(row["id"]), field.pk)])
    work.count("ticket fields", "created")


def _join(work: Work, row: Row, field: TicketField, wish: Wish, *, is_new: bool) -> None:
    if is_new:
        work.known.remember("field", [(key(row["id"]), field.pk)])
    present = [{"name": one.name, "value": one.value, "default": one.is_default} for one in field.options.all()]
    values = {one["value"] for one in present}
    new = [one for one in wish.options if one["value"] not in values]
    more = _fitting(work, replace(wish, options=new), field).options if new and field.type in WITH_OPTIONS else []
    if more:
        update_field(field, options=[*present, *more], by=None, via=Via.SYSTEM, at=work.at)
    work.count("ticket fields", "updated" if more else "skipped")


def _fitting(work: Work, wish: Wish, field: TicketField | None = None) -> Wish:
    """The wish without what the desk would refuse; what is left out is reported."""
    options: list[dict[str, Any]] = []
    facts = dict(wish.facts)
    used = taken([option["value"] for option in wish.options], field)
    for option in wish.options:
        if option["value"] in used:
            work.note(_("Option has a tag that another field uses: it stays behind"), f"{wish.title}: {option['name']}")
        else:
            options.append(option)
            used.add(option["value"])
    if facts.get("tag") and field is None and taken([facts["tag"]], None):
        work.note(_("Checkbox sets a tag that another field uses: it sets none here"), wish.title)
        facts["tag"] = ""
    if wish.type == FieldType.REGEXP and field is None:
        try:
            compile_pattern(facts["regexp_for_validation"])
        except BadValue:
            work.note(_("Pattern cannot be used here: the field takes any text"), wish.title)
            return replace(wish, type=FieldType.TEXT, options=[], facts=facts | {"regexp_for_validation": ""})
    return replace(wish, options=options, facts=facts)
