"""/api/v2/user_fields and organization_fields. A desk defines none: values are kept under whatever key a client gives them."""

from django.http import HttpRequest
from ninja import Router

from .finding import must

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
    must(request, right)
    if any(member.startswith("page[") for member in request.GET):
        meta = {"has_more": False, "after_cursor": None, "before_cursor": None}
        return {name: [], "meta": meta, "links": {"next": None, "prev": None}}
    return {name: [], "count": 0, "next_page": None, "previous_page": None}
