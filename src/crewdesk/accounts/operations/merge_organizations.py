"""Two organizations turn out to be one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record, record_many
from crewdesk.core.models import Event
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Organization, User
from ..rights import require
from ._changes import apply
from .organizations import delete_organization
from .tags import clean_tags

# (loser, winner, by=, at=, via=): brings what a room above keeps of the loser to the winner, in the same transaction.
Bringing = Callable[..., None]
_bring: list[Bringing] = []


def brought_along(bringing: Bringing) -> Bringing:
    """Register what else changes hands: after the event the loser is gone, and nobody could tell what was its."""
    _bring.append(bringing)
    return bringing


@operation(AccountEvent.ORGANIZATION_MERGED, AccountEvent.ORGANIZATION_DELETED, AccountEvent.USER_UPDATED)
def merge_organizations(winner: Organization, loser: Organization, *, by: User | None, at: datetime, via: str = Via.WEB) -> Event:
    """Give the loser's people, domains, tags and notes to the winner, with what other rooms keep of it, and delete the loser.

    Returns the event, which stands for the merge: its changes begin with {"loser": [id, None], "winner": [None, id]}.
    """
    require(by, "organization.update")
    require(by, "organization.delete")
    winner, loser = _locked(winner, loser)
    _bring_over(loser, winner, by=by, at=at, via=via)
    # Until here others could write for the loser, which would have failed under this lock; now what they wrote follows too.
    Organization.objects.select_for_update().get(pk=loser.pk)
    _bring_over(loser, winner, by=by, at=at, via=via)
    changes = {"loser": [loser.pk, None], "winner": [None, winner.pk], **apply(winner, _joined(winner, loser))}
    delete_organization(loser, by=by, at=at, via=via)
    return record(AccountEvent.ORGANIZATION_MERGED, winner, by=by, via=via, at=at, changes=changes)


def _locked(winner: Organization, loser: Organization) -> tuple[Organization, Organization]:
    if winner.pk == loser.pk:
        raise Refused(_("These are the same organization."), field="winner_id")
    # In one order, and against each other alone: foreign keys to the two may be written.
    rows = Organization.objects.select_for_update(no_key=True).order_by("pk").in_bulk([winner.pk, loser.pk])
    if len(rows) < 2:
        raise Refused(_("An organization that is gone cannot be merged."), field="winner_id", code="RecordNotFound")
    return rows[winner.pk], rows[loser.pk]


def _bring_over(loser: Organization, winner: Organization, **said: Any) -> None:
    _move_people(loser, winner, **said)
    for bring in _bring:
        bring(loser, winner, **said)


def _move_people(loser: Organization, winner: Organization, *, by: User | None, at: datetime, via: str) -> None:
    people = User.objects.filter(organization=loser).order_by("pk")
    ids = list(people.select_for_update(no_key=True).values_list("pk", flat=True))
    User.objects.filter(pk__in=ids).update(organization=winner, updated_at=at)
    moved = {"organization": [loser.pk, winner.pk]}
    record_many(
        Event(
            at=at, kind=AccountEvent.USER_UPDATED, actor_id=by.pk if by else None, via=str(via), subject_type="user", subject_id=pk,
            changes=moved,
        )
        for pk in ids
    )  # fmt: skip


def _joined(winner: Organization, loser: Organization) -> dict[str, Any]:
    return {
        "domain_names": list(dict.fromkeys([*winner.domain_names, *loser.domain_names])),
        "tags": clean_tags([*winner.tags, *loser.tags]),
        "notes": "\n\n".join(text for text in (winner.notes, loser.notes) if text),
        "details": "\n\n".join(text for text in (winner.details, loser.details) if text),
        "external_id": winner.external_id or loser.external_id,
        "organization_fields": {**loser.organization_fields, **winner.organization_fields},
        "group": winner.group or loser.group,
    }
