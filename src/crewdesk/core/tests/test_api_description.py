"""The API's description: complete, unambiguous, and readable by people."""

from crewdesk.api import description
from crewdesk.core.api.description import chapters

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
