"""The parts of the live pages that the web server answers: catching up without a stream, and presence."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from ..clock import now
from ..numbers import whole
from ..routes import needs
from ..tenancy import require_desk
from .frames import Notice
from .presence import leave, look
from .replay import SINCE, notices


@needs("desk.enter")
@require_GET
def poll(request: HttpRequest) -> JsonResponse:
    """`?after=<event id>`: what happened since, or a `reset` when that is too much to tell. For pages whose stream is down."""
    after = whole(request.GET.get("after", ""))
    missed = _since(latest_event_id() if after is None else after)
    events = [{"kind": "reset", "type": "", "subject": 0}] if missed is None else [notice.as_dict() for notice in missed]
    return JsonResponse({"events": events}, headers={"Cache-Control": "no-store"})


@needs("desk.enter")
@require_POST
def presence(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """The page's heartbeat: `typing=1` while its reader types, `leave=1` when it is closed."""
    if request.POST.get("leave"):
        leave(kind[:40], subject_id, user_id=request.member.pk, at=now())
    else:
        look(kind[:40], subject_id, user_id=request.member.pk, is_typing=request.POST.get("typing") == "1", at=now())
    return HttpResponse(status=204)


def latest_event_id() -> int:
    """The highest id given out so far, over all desks; a page that is drawn now hears what comes after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM core_event_id_seq")
        return cursor.fetchone()[0]


def _since(after: int) -> list[Notice] | None:
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"desk": require_desk(), "after": after})
        return notices(cursor.fetchall())
