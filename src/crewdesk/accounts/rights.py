"""Who may do what: one pure function over one table.

A right is named `noun.verb`. The table gives the lowest role that has it; the conditions below narrow it for
objects. tests/golden_rights.txt is this table multiplied out and read by a person.
"""

from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.operations import NotPermitted

from .models.user import RANK, Role

PUBLIC = "public"
CUSTOMER = "customer"

LOWEST_ROLE: dict[str, str] = {
    CUSTOMER: Role.END_USER,
    # one's own tickets; `visible_to` decides which these are
    "ticket.read": Role.END_USER,
    "ticket.create": Role.END_USER,
    "ticket.reply": Role.END_USER,
    "desk.enter": Role.LIGHT_AGENT,
    "profile.update": Role.LIGHT_AGENT,
    "ticket.list": Role.LIGHT_AGENT,
    "ticket.search": Role.LIGHT_AGENT,
    "ticket.note": Role.LIGHT_AGENT,
    "ticket.follow": Role.LIGHT_AGENT,
    "ticket.create_for": Role.AGENT,
    "ticket.answer": Role.AGENT,
    "ticket.update": Role.AGENT,
    "ticket.assign": Role.AGENT,
    "ticket.merge": Role.AGENT,
    "ticket.split": Role.AGENT,
    "ticket.link": Role.AGENT,
    "ticket.mark_spam": Role.AGENT,
    "ticket.delete": Role.LEAD,
    "ticket.restore": Role.LEAD,
    "ticket.redact": Role.AGENT,
    "ticket.export": Role.LEAD,
    "ticket.import": Role.ADMIN,
    "suspended.read": Role.AGENT,
    "suspended.recover": Role.AGENT,
    "suspended.delete": Role.AGENT,
    "user.read": Role.LIGHT_AGENT,
    "user.create": Role.AGENT,
    "user.update": Role.AGENT,
    "user.suspend": Role.LEAD,
    "organization.read": Role.LIGHT_AGENT,
    "organization.update": Role.AGENT,
    "organization.delete": Role.LEAD,
    "group.read": Role.LIGHT_AGENT,
    "group.update": Role.ADMIN,
    "settings.read": Role.LEAD,
    "member.read": Role.LEAD,
    "member.invite": Role.LEAD,
    "member.update": Role.ADMIN,
    "member.remove": Role.ADMIN,
    "schedule.update": Role.ADMIN,
    "field.update": Role.ADMIN,
    "token.create": Role.ADMIN,
    "token.revoke": Role.ADMIN,
    "mail.update": Role.ADMIN,
    "webhook.update": Role.ADMIN,
    "web_form.update": Role.LEAD,
    "job.read": Role.ADMIN,
    "job.retry": Role.ADMIN,
    "desk.update": Role.ADMIN,
    "desk.import": Role.ADMIN,
    "desk.export": Role.ADMIN,
    "sign_in.update": Role.OWNER,
}


def can(user: Any, verb: str, thing: Any = None) -> bool:
    """Whether `user` (a User of the desk, or None) may do `verb`, to `thing` where one is given. Pure; no queries.

    Raises KeyError for a verb that the table does not know: a misspelt right must not pass.
    """
    lowest = LOWEST_ROLE[verb]
    if user is None or not user.is_active or user.suspended:
        return False
    if RANK[user.role] < RANK[lowest]:
        return False
    return thing is None or _holds_for(user, verb, thing)


def require(user: Any, verb: str, thing: Any = None) -> None:
    """Raise NotPermitted unless `user` may do `verb`. None is the system itself, which may do everything."""
    if user is not None and not can(user, verb, thing):
        raise NotPermitted(_("You may not do that."))


def _holds_for(user: Any, verb: str, thing: Any) -> bool:
    if verb == "user.update" and thing.role != Role.END_USER and RANK[user.role] < RANK[Role.ADMIN]:
        # Colleagues are for admins to change, and what is noted about oneself: the tickets that one may see are among it.
        return False
    if verb in {"member.update", "member.remove", "user.update", "user.suspend", "token.create", "token.revoke"}:
        # Nobody changes, or acts as, somebody of a higher role.
        return RANK[thing.role] <= RANK[user.role]
    if verb == "member.invite":
        # `thing` is the role offered: never above one's own.
        return RANK[thing] <= RANK[user.role]
    if verb in {"ticket.reply", "ticket.read"} and not user.is_staff_member:
        own = thing.requester_id == user.pk
        shared = thing.organization_id is not None and thing.organization_id == user.organization_id
        return own or (shared and verb == "ticket.read")
    return True
