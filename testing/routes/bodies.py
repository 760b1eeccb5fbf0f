"""Bodies that the API's description allows, as small as may be: so that a call comes as far as the question of who may."""

import json

from crewdesk.api import description


def smallest_body(method: str, path: str) -> str:
    """JSON for this operation of the description; `{}` where it takes none."""
    content = description()["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    return json.dumps(_smallest(content["application/json"]["schema"])) if "application/json" in content else "{}"


def _smallest(schema: dict) -> object:
    if "$ref" in schema:
        return _smallest(description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if choices := schema.get("anyOf"):
        return _smallest(choices[0])
    match schema.get("type"):
        case "object":
            return {name: _smallest(schema["properties"][name]) for name in schema.get("required", ())}
        case "array":
            return [_smallest(schema["items"])] * schema.get("minItems", 0)
        case "string":
            return "a@b.example" if "@" in schema.get("pattern", "") else "2026-01-01T00:00:00Z" if "format" in schema else "word"
        case "integer" | "number":
            return 1
        case "boolean":
            return False
    return None
