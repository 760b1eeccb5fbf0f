"""/api/v2/user_fields and organization_fields. A desk defines none: values are kept under whatever key a client gives them."""

from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.slices import sliced

from ..rights import require

user_fields = Router(tags=["User fields"])
organization_fields = Router(tags=["Organization fields"])


@user_fields.get("", url_name="user-fields", summary="List user fields")
def list_user_fields(request: HttpRequest) -> dict:
    """The definitions that there are: none."""
    return _none(request, "user_fields", "user.read")


@organization_fields.get("", url_name="organization-fields", summary="List organization fields")
def list_organization_fields(request: HttpRequest) -> dict:
    """The definitions that there are: none."""
    return _none(request, "organization_fields", "organization.read")


def _none(request: HttpRequest, name: str, right: str) -> dict:
    require(request.member, right)
    page = sliced(request, [])
    return {name: page.rows, **page.envelope}
