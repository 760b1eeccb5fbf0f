"""What clients send, as PostgreSQL can hold it: without NUL, halves of characters, and numbers that are none."""

import json
import math
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser


def clean(value: Any) -> Any:
    """`value`, decoded JSON, with every text in it cleaned, names of members too."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {clean(name): clean(one) for name, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, list) else value


class CleanParser(Parser):
    """Cleans bodies and query strings before any schema sees them."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The decoded body."""
        return clean(json.loads(request.body))

    def parse_querydict(self, data: MultiValueDict, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        """The values of a query string or form."""
        return clean(super().parse_querydict(data, list_fields, request))
