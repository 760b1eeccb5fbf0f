"""`Idempotency-Key`: a call that is sent again is answered as the first time and does nothing (helpdesk-api.md §1)."""

import functools
import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from ..clock import now
from ..tenancy import require_desk
from .models import IdempotencyKey

LONGEST = 255
KEPT = timedelta(hours=2)
LOOKUP = "x-idempotency-lookup"
# Waits while another call with the same key is under way, then finds what that one left.
CLAIM = """
INSERT INTO core_idempotencykey (desk_id, user_id, key, fingerprint, body, location, created_at) VALUES (%s, %s, %s, %s, '', '', %s)
ON CONFLICT (desk_id, user_id, key) DO NOTHING
"""


def idempotent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of a view that answers with a JsonResponse: keeps its answer for two hours under the caller's key."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args, **named) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return view(request, *args, **named)
        if len(key) > LONGEST or "\x00" in key:
            return _refusal(f"The idempotency key is longer than {LONGEST} characters.")
        mark = hashlib.sha256(request.body).hexdigest()
        if not _claim(request, key, mark):
            return _again(request, key, mark)
        response = view(request, *args, **named)
        # An answer that is an error rolls the claim back with everything else.
        IdempotencyKey.objects.filter(user_id=request.member.pk, key=key).update(
            status=response.status_code, body=response.content.decode(), location=response.headers.get("Location", "")
        )
        response.headers[LOOKUP] = "miss"
        return response

    return answer


def forget_old_keys() -> int:
    """Remove keys of the desk in scope that have had their two hours."""
    return IdempotencyKey.objects.filter(created_at__lt=now() - KEPT).delete()[0]


def _claim(request: HttpRequest, key: str, mark: str) -> bool:
    mine = IdempotencyKey.objects.filter(user_id=request.member.pk, key=key)
    mine.filter(created_at__lt=now() - KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [require_desk(), request.member.pk, key, mark, now()])
        return cursor.rowcount == 1


def _again(request: HttpRequest, key: str, mark: str) -> HttpResponse:
    known = IdempotencyKey.objects.get(user_id=request.member.pk, key=key)
    if known.fingerprint != mark:
        return _refusal("Request parameters don't match the given idempotency key")
    response = HttpResponse(known.body, status=known.status, content_type="application/json")
    response.headers[LOOKUP] = "hit"
    if known.location:
        response.headers["Location"] = known.location
    return response


def _refusal(description: str) -> HttpResponse:
    return JsonResponse({"error": "IdempotentRequestError", "description": description}, status=400)
