"""What clients may send of accounts. Unknown members are ignored, as the dialect does; a member that is not sent is not changed."""

from ninja import Schema
from pydantic import Field

from .text import FieldValue, Text


class NamedRows(Schema):
    """Rows in the query string, by either id, separated by commas."""

    ids: Text = ""
    external_ids: Text = ""

    @property
    def are_external(self) -> bool:
        """Whether the external ids count."""
        return bool(self.external_ids) and not self.ids


class UserFilter(Schema):
    """Which users a list has. `role[]` may stand more than once instead of `role`."""

    role: Text = ""
    permission_set: Text = ""
    external_id: Text = ""


class IdentityIn(Schema):
    type: Text | None = None
    value: Text | None = None
    verified: bool = False
    primary: bool = False


class NamedOrganizationIn(Schema):
    name: Text


class UserIn(Schema):
    """The writable members of a user. `id` counts in bodies of bulk calls alone."""

    id: int | None = None
    name: Text | None = None
    email: Text | None = None
    role: Text | None = None
    custom_role_id: int | None = None
    alias: Text | None = None
    phone: Text | None = None
    external_id: Text | int | None = None
    locale: Text | None = None
    locale_id: int | None = None
    time_zone: Text | None = None
    organization_id: int | None = None
    organization: NamedOrganizationIn | None = None
    default_group_id: int | None = None
    identities: list[IdentityIn] | None = None
    tags: list[Text] | None = None
    user_fields: dict[Text, FieldValue] | None = None
    notes: Text | None = None
    details: Text | None = None
    signature: Text | None = None
    ticket_restriction: Text | None = None
    suspended: bool | None = None
    verified: bool | None = None
    skip_verify_email: bool = False


class UserBody(Schema):
    user: UserIn


class UsersBody(Schema):
    users: list[UserIn]


class UsersPatch(Schema):
    """`user` with `?ids=`, or `users` with an id each."""

    user: UserIn | None = None
    users: list[UserIn] | None = None


class WinnerIn(Schema):
    id: int | None = None
    email: Text | None = None


class MergeBody(Schema):
    user: WinnerIn


class IdentityBody(Schema):
    identity: IdentityIn


class TagsBody(Schema):
    tags: list[Text] = Field(max_length=1000)


class OrganizationIn(Schema):
    """The writable members of an organization."""

    id: int | None = None
    name: Text | None = None
    external_id: Text | int | None = None
    domain_names: list[Text] | None = None
    details: Text | None = None
    notes: Text | None = None
    group_id: int | None = None
    shared_tickets: bool | None = None
    shared_comments: bool | None = None
    tags: list[Text] | None = None
    organization_fields: dict[Text, FieldValue] | None = None


class OrganizationBody(Schema):
    organization: OrganizationIn


class OrganizationsBody(Schema):
    organizations: list[OrganizationIn]


class OrganizationsPatch(Schema):
    """`organization` with `?ids=`, or `organizations` with an id each."""

    organization: OrganizationIn | None = None
    organizations: list[OrganizationIn] | None = None


class OrganizationMembershipIn(Schema):
    user_id: int
    organization_id: int


class OrganizationMembershipBody(Schema):
    organization_membership: OrganizationMembershipIn


class GroupIn(Schema):
    """The writable members of a group."""

    name: Text | None = None
    description: Text | None = None
    is_public: bool | None = None
    default: bool | None = None


class GroupBody(Schema):
    group: GroupIn


class MembershipIn(Schema):
    user_id: int
    group_id: int
    default: bool = False


class MembershipBody(Schema):
    group_membership: MembershipIn


class MembershipsBody(Schema):
    group_memberships: list[MembershipIn]


class BrandIn(Schema):
    """The writable members of a brand."""

    name: Text | None = None
    subdomain: Text | None = None
    signature_template: Text | None = None
    active: bool | None = None
    default: bool | None = None


class BrandBody(Schema):
    brand: BrandIn
