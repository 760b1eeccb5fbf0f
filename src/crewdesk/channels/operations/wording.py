"""Verbs on what this room keeps in the desk's settings."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..email.wording import KEY, PLACEHOLDER, PLACEHOLDERS, mail_settings
from ..events import ChannelEvent


class CannotSay(Refused):
    """The text cannot be sent."""


@operation(ChannelEvent.SETTINGS_CHANGED)
def update_mail_settings(desk: Desk, *, by: User | None, at: datetime, **values: Any) -> Desk:
    """Change `acknowledges` (bool), `acknowledgements` ({language: text}; an empty text is ours), `raw_days` or
    `unproved_an_hour` of the desk in scope.

    Raises NotPermitted, or CannotSay for a text with other placeholders than {number} and {desk}.
    """
    require(by, "mail.update")
    for locale, text in values.get("acknowledgements", {}).items():
        _refuse_unfit(text, field=f"text_{locale}")
    locked = Desk.objects.select_for_update().get(pk=desk.pk)
    before = mail_settings(locked)
    after = before | values
    if after != before:
        locked.settings = {**locked.settings, KEY: after}
        locked.save(update_fields=["settings"])
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        record(ChannelEvent.SETTINGS_CHANGED, locked, by=by, via=Via.WEB, at=at, changes=changes)
    return locked


def _refuse_unfit(text: str, *, field: str) -> None:
    if unknown := {f"{{{name}}}" for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS}:
        message = _("%(found)s is not a placeholder; there are {number} and {desk}.") % {"found": ", ".join(sorted(unknown))}
        raise CannotSay(message, field=field)
