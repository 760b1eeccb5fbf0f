"""What clients may send of accounts. Unknown members are ignored, as the dialect does; a member that is not sent is not changed."""

from ninja import Schema
from pydantic import Field

from crewdesk.core.api.typed import Id, Line, Prose

from .field_options import OptionIn
from .text import FieldValue


class NamedRows(Schema):
    """Rows in the query string, by either id, separated by commas."""

    ids: str = ""
    external_ids: str = ""

    @property
    def are_external(self) -> bool:
        """Whether the external ids count."""
        return bool(self.external_ids) and not self.ids


class UserFilter(Schema):
    """Which users a list has. `role[]` may stand more than once instead of `role`."""

    role: str = ""
    permission_set: str = ""
    external_id: str = ""


class IdentityIn(Schema):
    type: str | None = None
    value: str | None = None
    verified: bool = False
    primary: bool = False


class NamedOrganizationIn(Schema):
    name: str


class UserIn(Schema):
    """The writable members of a user. `id` counts in bodies of bulk calls alone."""

    id: int | None = None
    name: str | None = None
    email: str | None = None
    role: str | None = None
    custom_role_id: int | None = None
    alias: str | None = None
    phone: str | None = None
    external_id: str | int | None = None
    locale: str | None = None
    locale_id: int | None = None
    time_zone: str | None = None
    organization_id: int | None = None
    organization: NamedOrganizationIn | None = None
    default_group_id: int | None = None
    identities: list[IdentityIn] | None = None
    tags: list[str] | None = None
    user_fields: dict[str, FieldValue] | None = None
    notes: str | None = None
    details: str | None = None
    signature: str | None = None
    ticket_restriction: str | None = None
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
    email: str | None = None


class MergeBody(Schema):
    user: WinnerIn


class IdentityBody(Schema):
    identity: IdentityIn


class TagsBody(Schema):
    tags: list[str] = Field(max_length=1000)


class OrganizationIn(Schema):
    """The writable members of an organization."""

    id: int | None = None
    name: str | None = None
    external_id: str | int | None = None
    domain_names: list[str] | None = None
    details: str | None = None
    notes: str | None = None
    group_id: int | None = None
    shared_tickets: bool | None = None
    shared_comments: bool | None = None
    tags: list[str] | None = None
    organization_fields: dict[str, FieldValue] | None = None


class OrganizationBody(Schema):
    organization: OrganizationIn


class OrganizationsBody(Schema):
    organizations: list[OrganizationIn]


class OrganizationsPatch(Schema):
    """`organization` with `?ids=`, or `organizations` with an id each."""

    organization: OrganizationIn | None = None
    organizations: list[OrganizationIn] | None = None


class OrganizationMergeIn(Schema):
    winner_id: int


class OrganizationMergeBody(Schema):
    organization_merge: OrganizationMergeIn


class OrganizationMembershipIn(Schema):
    user_id: int
    organization_id: int


class OrganizationMembershipBody(Schema):
    organization_membership: OrganizationMembershipIn


class GroupIn(Schema):
    """The writable members of a group."""

    name: str | None = None
    description: str | None = None
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


class FieldIn(Schema):
    """The writable members of a user field or an organization field; `key` and `type` at its making alone."""

    type: str | None = Field(None, max_length=40)
    key: str | None = Field(None, max_length=200)
    title: Line | None = None
    description: Prose | None = None
    active: bool | None = None
    position: Id | None = None
    regexp_for_validation: str | None = Field(None, max_length=300)
    tag: str | None = Field(None, max_length=100)
    custom_field_options: list[OptionIn] | None = Field(None, max_length=2000)


class UserFieldBody(Schema):
    user_field: FieldIn


class OrganizationFieldBody(Schema):
    organization_field: FieldIn


class UserFieldOrder(Schema):
    user_field_ids: list[Id] = Field(max_length=1000)


class OrganizationFieldOrder(Schema):
    organization_field_ids: list[Id] = Field(max_length=1000)


class BrandIn(Schema):
    """The writable members of a brand."""

    name: str | None = None
    subdomain: str | None = None
    signature_template: str | None = None
    active: bool | None = None
    default: bool | None = None


class BrandBody(Schema):
    brand: BrandIn
