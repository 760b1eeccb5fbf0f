"""/api/v2/macros, /triggers, /automations: empty lists in the right envelopes, so that clients that read everything go on.

A desk keeps no rules yet: none can be shown, and making one is refused in so many words.
"""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from ninja import Router

from crewdesk.accounts.rights import require
from crewdesk.core.api.description import answers
from crewdesk.core.api.slices import sliced
from crewdesk.core.operations import Refused

NAMES = ("macros", "triggers", "automations")


def router_of(name: str) -> Router:
    """The addresses of one kind of rule."""
    router, one = Router(tags=[name.capitalize()]), name.removesuffix("s")

    @router.get("", url_name=f"{one}-list", summary=f"List {name}")
    def list_all(request: HttpRequest) -> dict:
        """None yet."""
        return _none(request, name)

    @router.get("/active", url_name=f"{one}-list-active", summary=f"List active {name}")
    def list_active(request: HttpRequest) -> dict:
        """None yet."""
        return _none(request, name)

    @router.post("", url_name=f"{one}-create", summary=f"Refuse to create one of the {name}", openapi_extra=answers("422"))
    def create(request: HttpRequest) -> JsonResponse:
        """Always refused."""
        require(request.member, "desk.update")
        raise Refused(f"This desk keeps no {name} yet.")

    @router.api_operation(
        ["GET", "PUT", "DELETE"],
        "/{int:pk}",
        url_name=f"{one}-show",
        summary=f"Find none of the {name}",
        openapi_extra=answers("404"),
    )
    def show(request: HttpRequest, pk: int) -> JsonResponse:
        """Always 404."""
        require(request.member, "ticket.list")
        raise Http404

    return router


def _none(request: HttpRequest, name: str) -> dict[str, Any]:
    require(request.member, "ticket.list")
    page = sliced(request, [])
    return {name: page.rows, **page.envelope}
