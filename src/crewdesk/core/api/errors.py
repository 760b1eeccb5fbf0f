"""Errors in the dialect's shapes (helpdesk-api.md §3): a string `error` everywhere but at 400 and 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from crewdesk.core.operations import NotPermitted, Refused
from crewdesk.core.paging import BadCursor


class BadRequest(Exception):
    """The request itself is wrong: 400 with a title and a message."""

    def __init__(self, title: str, message: str):
        super().__init__(message)
        self.title, self.message = title, message


class TooManyValues(Exception):
    """A bulk call names more rows than it may: 400 with the most."""

    def __init__(self, most: int):
        super().__init__(f"Too many values; the most is {most}")
        self.most = most


def not_authenticated() -> JsonResponse:
    """401: no credentials, or none that are good."""
    return JsonResponse(
        {"error": "Couldn't authenticate you"}, status=401, headers={"WWW-Authenticate": 'Basic realm="Crewdesk API"'}
    )


def forbidden(message: str = "You do not have access to this page.") -> JsonResponse:
    """403 in its object form."""
    return JsonResponse({"error": {"title": "Forbidden", "message": message}}, status=403)


def not_found() -> JsonResponse:
    """404: the row is not there, or not for you; the two look the same."""
    return JsonResponse({"error": "RecordNotFound", "description": "Not found"}, status=404)


def invalid(field: str, message: str, code: str = "InvalidValue") -> JsonResponse:
    """422 naming the field at fault."""
    details = {field: [{"description": message, "error": code}]}
    return JsonResponse({"error": "RecordInvalid", "description": "Record validation errors", "details": details}, status=422)


def too_many_values(most: int) -> JsonResponse:
    """400 for a bulk call that names more than `most` rows."""
    body = {"error": "TooManyValues", "description": f"Too many values. At most {most} can be given.", "max_count": most}
    return JsonResponse(body, status=400)


def no_such_endpoint() -> JsonResponse:
    """404 for a path that is none of ours."""
    return JsonResponse({"error": "InvalidEndpoint", "description": "Not found"}, status=404)


def too_many_calls(seconds: int) -> HttpResponse:
    """429, in plain text as the dialect has it."""
    words = "Number of allowed API requests per minute exceeded"
    return HttpResponse(words, status=429, content_type="text/plain", headers={"Retry-After": str(seconds)})


def bad_request(title: str, message: str) -> JsonResponse:
    """400."""
    return JsonResponse({"error": {"title": title, "message": message}}, status=400)


def speak_the_dialect(api: NinjaAPI) -> None:
    """Register a handler for everything that a view may raise."""
    answer = api.exception_handler
    answer(Refused)(_refused)
    answer(NotPermitted)(lambda request, problem: forbidden(problem.message))
    answer(PermissionDenied)(lambda request, problem: forbidden())
    answer(Http404)(lambda request, problem: not_found())
    answer(BadRequest)(lambda request, problem: bad_request(problem.title, problem.message))
    answer(TooManyValues)(lambda request, problem: too_many_values(problem.most))
    answer(BadCursor)(lambda request, problem: bad_request("Invalid cursor", str(problem)))
    answer(ValidationError)(_unreadable)
    answer(HttpError)(lambda request, problem: bad_request("Invalid request", str(problem)))


def _refused(request: HttpRequest, refusal: Refused) -> JsonResponse:
    if refusal.code == "UpdateConflict":
        return JsonResponse({"error": "UpdateConflict", "description": refusal.message}, status=409)
    return invalid(refusal.field, refusal.message, refusal.code)


def _unreadable(request: HttpRequest, problem: ValidationError) -> JsonResponse:
    first = problem.errors[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or "body"
    return bad_request("Invalid attribute", f"{place}: {first['msg']}")
