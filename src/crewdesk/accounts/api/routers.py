"""The room's part of /api/v2: (prefix, router) in one list."""

from ninja import Router

from . import sideloads as _sideloads  # noqa: F401 - registers what can be included
from .account import router as account
from .brands import router as brands
from .custom_roles import router as custom_roles
from .deleted_users import router as deleted_users
from .fields import organization_fields, user_fields
from .group_memberships import of_group
from .group_memberships import router as group_memberships
from .groups import router as groups
from .identities import router as identities
from .incremental import router as incremental
from .locales import router as locales
from .organization_memberships import of_organization
from .organization_memberships import router as organization_memberships
from .organization_merges import of_organization as merges_of_organization
from .organization_merges import router as organization_merges
from .organizations import router as organizations
from .user_parts import router as user_parts
from .users import router as users
from .users_bulk import router as users_bulk

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/users", users),
    ("/users", users_bulk),
    ("/users", user_parts),
    ("/users", identities),
    ("/deleted_users", deleted_users),
    ("/organizations", organizations),
    ("/organizations", of_organization),
    ("/organizations", merges_of_organization),
    ("/organization_merges", organization_merges),
    ("/organization_memberships", organization_memberships),
    ("/groups", groups),
    ("/groups", of_group),
    ("/group_memberships", group_memberships),
    ("/custom_roles", custom_roles),
    ("/user_fields", user_fields),
    ("/organization_fields", organization_fields),
    ("/brands", brands),
    ("/locales", locales),
    ("/account", account),
    ("/incremental", incremental),
)
