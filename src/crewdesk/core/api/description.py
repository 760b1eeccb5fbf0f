"""The API's description: OpenAPI for programs, chapters of operations for people."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from ninja import NinjaAPI

from .cleaning import CleanParser
from .rendering import JsonRenderer

PREFIX = "/api/v2"
# Where a route declares what it is answered with; `answers` writes it.
ANSWERS = "x-answers"
MEANINGS = {
    "200": "OK", "201": "Created; Location names it", "202": "Accepted; a job does it", "204": "Done, nothing to say",
    "304": "Not changed since the ETag in If-None-Match", "400": "The request cannot be read, or asks for too much",
    "401": "No credentials, or none that are good", "403": "Not permitted", "404": "Not there, or not for you",
    "409": "Changed by somebody else meanwhile", "413": "Too large",
    "422": "Refused; details name the fields at fault", "429": "Too many calls this minute", "507": "No room to keep it",
}  # fmt: skip
FAILURES = ("400", "401", "403", "404", "422", "429")
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token."},
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "`email/token` and an API token, or e-mail address and password.",
    },
}


class Api(NinjaAPI):
    """Cleans what clients send. Gives operations no ids of its own, which would warn of routers that are used twice: `describe` does."""

    def __init__(self, **named: Any):
        super().__init__(parser=CleanParser(), renderer=JsonRenderer(), **named)

    def get_openapi_operation_id(self, operation) -> str:
        """Replaced by `describe`."""
        return str(id(operation))


def answers(*statuses: str) -> dict[str, Any]:
    """With what an operation succeeds, where method and path do not say it, and failures of its own; goes to `openapi_extra` of the route."""
    return {ANSWERS: list(statuses)}


@dataclass(frozen=True)
class Part:
    """A parameter, or a member of a body."""

    name: str
    kind: str
    place: str


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    summary: str
    words: str
    parts: list[Part]


@dataclass(frozen=True)
class Chapter:
    """The operations under one tag."""

    title: str
    anchor: str
    operations: list[Operation]


def describe(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document, with unique operation ids and the statuses that each operation is answered with."""
    schema = api.get_openapi_schema(path_prefix=PREFIX)
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            # A copy: methods that share a view share one dict.
            told = {name: value for name, value in operation.items() if name != ANSWERS}
            statuses = _statuses(method, path, operation.get(ANSWERS))
            responses = {status: {"description": MEANINGS[status]} for status in statuses}
            methods[method] = told | {"operationId": _operation_id(method, path), "responses": responses}
    schema.setdefault("components", {})["securitySchemes"] = SECURITY
    schema["security"] = [{name: []} for name in SECURITY]
    return schema


def chapters(schema: dict[str, Any]) -> list[Chapter]:
    """The same for people to read, by tag and path."""
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in sorted(schema["paths"].items()):
        for method, operation in methods.items():
            told = Operation(
                method.upper(), path, operation["summary"], _marked(operation.get("description", "")), _parts(operation, schema)
            )
            by_tag.setdefault(operation["tags"][0], []).append(told)
    return [Chapter(tag, _slug(tag), operations) for tag, operations in sorted(by_tag.items())]


def _statuses(method: str, path: str, declared: list[str] | None) -> list[str]:
    return sorted({*(declared or _successes(method, path)), *FAILURES})


def _successes(method: str, path: str) -> tuple[str, ...]:
    """What the manners of the dialect say: a row that is made is 201, one that is gone 204; calls about many rows are jobs."""
    if method == "get":
        return ("200", "304")
    if method == "post" and not path.endswith("_many"):
        return ("201",)
    return ("204",) if method == "delete" and path.endswith("}") else ("200",)


def _operation_id(method: str, path: str) -> str:
    named = re.sub(r"\{(\w+)\}", r"by_\1", path.removeprefix(PREFIX))
    return _slug(f"{method}_{named}").replace("-", "_")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _marked(words: str) -> SafeString:
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words)))


def _parts(operation: dict[str, Any], schema: dict[str, Any]) -> list[Part]:
    parts = [Part(one["name"], _kind(one["schema"]), one["in"]) for one in operation.get("parameters", [])]
    content = operation.get("requestBody", {}).get("content", {})
    for body in (one["schema"] for kind, one in content.items() if kind == "application/json"):
        parts += _members(body, schema, "")
    return parts


def _members(body: dict[str, Any], schema: dict[str, Any], within: str) -> list[Part]:
    """The members of a body and of the object that it wraps, one level deep: `ticket.subject`."""
    properties = _resolved(body, schema).get("properties", {})
    parts = []
    for name, value in properties.items():
        inner = _resolved(value, schema)
        if not within and inner.get("properties"):
            parts += _members(inner, schema, f"{name}.")
        else:
            parts.append(Part(f"{within}{name}", _kind(value), "body"))
    return parts


def _resolved(value: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in value:
        return schema["components"]["schemas"][value["$ref"].rpartition("/")[2]]
    choices = [one for one in value.get("anyOf", []) if one.get("type") != "null"]
    return _resolved(choices[0], schema) if len(choices) == 1 else value


def _kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return "object"
    if choices := [one for one in value.get("anyOf", []) if one.get("type") != "null"]:
        return " or ".join(dict.fromkeys(_kind(one) for one in choices))
    if value.get("type") == "array":
        return f"list of {_kind(value.get('items', {}))}"
    return value.get("format") or value.get("type") or "any"
