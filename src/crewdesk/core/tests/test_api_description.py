"""The API's description: complete, unambiguous, and readable by people."""

from crewdesk.api import description
from crewdesk.core.api.description import ANSWERS, chapters

SCHEMA = {
    "paths": {
        "/api/v2/things/{pk}": {
            "put": {
                "summary": "Update a thing", "description": "Changes it.", "tags": ["Things"],
                "parameters": [{"name": "pk", "in": "path", "schema": {"type": "integer"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingBody"}}}},
            }
        }
    },
    "components": {
        "schemas": {
            "ThingBody": {"properties": {"thing": {"$ref": "#/components/schemas/Thing"}}},
            "Thing": {"properties": {"tags": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}, "at": {"type": "string", "format": "date-time"}}},
        }
    },
}  # fmt: skip


def operations():
    return [one for methods in description()["paths"].values() for one in methods.values()]


def test_every_operation_is_named_once_and_says_what_it_does():
    names = [one["operationId"] for one in operations()]
    assert len(names) == len(set(names)) > 100
    assert [one["operationId"] for one in operations() if not one.get("summary") or not one.get("description")] == []
    assert [one["operationId"] for one in operations() if len(one.get("tags", [])) != 1] == []


def test_refusals_are_documented_everywhere():
    for one in operations():
        assert {"400", "401", "403", "404", "422", "429"} <= set(one["responses"])


def test_each_operation_tells_what_it_succeeds_with_and_no_more():
    """What they are really answered with, the fuzz test and the calls of accounts hold against this."""
    told = {
        (method, path): {status for status in one["responses"] if status < "400"}
        for path, methods in description()["paths"].items()
        for method, one in methods.items()
    }
    expected = {
        ("get", "/api/v2/users"): {"200", "304"}, ("post", "/api/v2/users"): {"201"}, ("put", "/api/v2/users/{user_id}"): {"200"},
        ("delete", "/api/v2/users/{user_id}"): {"200"}, ("delete", "/api/v2/groups/{group_id}"): {"204"},
        ("post", "/api/v2/users/create_or_update"): {"200", "201"}, ("post", "/api/v2/users/create_many"): {"200"},
        ("delete", "/api/v2/users/destroy_many"): {"200"}, ("post", "/api/v2/tickets"): {"201", "202"},
        ("put", "/api/v2/webhooks/{pk}"): {"204"}, ("post", "/api/v2/macros"): set(), ("get", "/api/v2/macros/{pk}"): set(),
    }  # fmt: skip
    assert {key: told[key] for key in expected} == expected
    assert {key: statuses for key, statuses in told.items() if key[0] != "get" and len(statuses) > 2} == {}
    uploads, groups = (description()["paths"][f"/api/v2/{name}"]["post"]["responses"] for name in ("uploads", "groups"))
    assert {"413", "507"} <= uploads.keys()
    assert not {"405", "409", "413", "507"} & groups.keys()
    assert "409" in description()["paths"]["/api/v2/tickets/{number}"]["put"]["responses"]
    assert [one for one in operations() if ANSWERS in one] == []


def test_chapters_unfold_what_a_body_wraps():
    [chapter] = chapters(SCHEMA)
    [operation] = chapter.operations
    assert (chapter.title, operation.method, operation.path) == ("Things", "PUT", "/api/v2/things/{pk}")
    assert [(part.name, part.kind, part.place) for part in operation.parts] == [
        ("pk", "integer", "path"),
        ("thing.tags", "list of string", "body"),
        ("thing.at", "date-time", "body"),
    ]


def test_handbook_shows_every_path(client, db):
    page = client.get("/api/").content.decode()
    assert [path for path in description()["paths"] if f"<code>{path}</code>" not in page] == []
