"""What happens to accounts."""

from enum import StrEnum

from crewdesk.core.events import event_kinds


@event_kinds
class AccountEvent(StrEnum):
    """Kinds of event of this room."""

    DESK_CREATED = "desk.created"
    DESK_UPDATED = "desk.updated"
    USER_CREATED = "user.created"
    USER_UPDATED = "user.updated"
    USER_SUSPENDED = "user.suspended"
    USER_MERGED = "user.merged"
    USER_DELETED = "user.deleted"
    USER_ERASED = "user.erased"
    IDENTITY_ADDED = "identity.added"
    IDENTITY_VERIFIED = "identity.verified"
    IDENTITY_REMOVED = "identity.removed"
    MEMBER_ADDED = "member.added"
    MEMBER_INVITED = "member.invited"
    MEMBER_UPDATED = "member.updated"
    MEMBER_REMOVED = "member.removed"
    INVITATION_REVOKED = "invitation.revoked"
    ORGANIZATION_CREATED = "organization.created"
    ORGANIZATION_UPDATED = "organization.updated"
    ORGANIZATION_MERGED = "organization.merged"
    ORGANIZATION_DELETED = "organization.deleted"
    PROFILE_FIELD_CHANGED = "profile_field.changed"
    GROUP_CREATED = "group.created"
    GROUP_UPDATED = "group.updated"
    GROUP_DELETED = "group.deleted"
    MEMBERSHIP_CHANGED = "membership.changed"
    SCHEDULE_CREATED = "schedule.created"
    SCHEDULE_UPDATED = "schedule.updated"
    SCHEDULE_DELETED = "schedule.deleted"
    TOKEN_CREATED = "token.created"
    TOKEN_REVOKED = "token.revoked"
    MAGIC_LINK_SENT = "magic_link.sent"
    MAGIC_LINK_USED = "magic_link.used"
    MAGIC_CODE_MISTYPED = "magic_code.mistyped"
    SIGN_IN_UPDATED = "sign_in.updated"
