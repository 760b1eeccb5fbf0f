"""/api/v2/users."""

from django.http import HttpRequest
from ninja import Router

from .present import user_json

router = Router(tags=["Users"])


@router.get("/me", url_name="user-me", summary="Show the caller")
def show_me(request: HttpRequest) -> dict:
    """The user as whom the credentials act."""
    return {"user": user_json(request, request.member)}
