"""The desk's form is set up."""

from datetime import datetime
from typing import Any

from crewdesk.accounts.models import Desk, User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation

from ..events import ChannelEvent
from .configuring import KEY, MOST_SITES, FormSettings, clean_site, form_settings, plain

RIGHT = "web_form.update"


@operation(ChannelEvent.FORM_CHANGED)
def update_form(desk: Desk, *, by: User | None, at: datetime, **values: Any) -> FormSettings:
    """Change what FormSettings names. Raises NotPermitted, or CannotSetUp for a site that is none."""
    require(by, RIGHT)
    if "sites" in values:
        values["sites"] = list(dict.fromkeys(clean_site(site) for site in values["sites"]))[:MOST_SITES]
    locked = Desk.objects.select_for_update().get(pk=desk.pk)
    before = plain(form_settings(locked))
    after = plain(FormSettings(**before | values))
    if after != before:
        locked.settings = {**locked.settings, KEY: after}
        locked.save(update_fields=["settings"])
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        record(ChannelEvent.FORM_CHANGED, locked, by=by, via=Via.WEB, at=at, changes=changes)
    return form_settings(locked)
