"""Typed readers of the process environment.

Every reader registers its setting, so that `docs/settings.md` can be held to the code
by a test. A value that does not parse stops the program with the name, the value and the fix.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REQUIRED = object()
REGISTRY: dict[str, "Setting"] = {}


class BadSetting(SystemExit):
    """An environment variable holds a value that cannot be used."""


@dataclass(frozen=True)
class Setting:
    name: str
    kind: str
    default: Any
    help: str
    secret: bool


def _read(name: str, kind: str, default: Any, help: str, parse: Callable[[str], Any], secret: bool = False):
    REGISTRY[name] = Setting(name, kind, default, help, secret)
    raw = os.environ.get(name, "")
    if raw == "":
        if default is REQUIRED:
            raise BadSetting(f"{name} is not set. It holds: {help}. See docs/settings.md.")
        return default
    try:
        return parse(raw)
    except ValueError as problem:
        shown = "(secret)" if secret else repr(raw)
        raise BadSetting(f"{name}={shown} is not a valid {kind}: {problem}. See docs/settings.md.") from None


def text(name: str, default: Any = "", *, help: str, secret: bool = False) -> str:
    """Read a string."""
    return _read(name, "text", default, help, str, secret)


def number(name: str, default: Any, *, help: str, least: int | None = None) -> int:
    """Read a whole number, at least `least` where that is given."""

    def parse(raw: str) -> int:
        value = int(raw)
        if least is not None and value < least:
            raise ValueError(f"the least is {least}")
        return value

    return _read(name, "whole number", default, help, parse)


def flag(name: str, default: bool = False, *, help: str) -> bool:
    """Read yes/no, true/false, 1/0."""

    def parse(raw: str) -> bool:
        lowered = raw.strip().lower()
        if lowered not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError("use yes or no")
        return lowered in {"1", "true", "yes"}

    return _read(name, "yes/no", default, help, parse)


def words(name: str, default: tuple[str, ...] = (), *, help: str) -> list[str]:
    """Read a comma-separated list."""
    return _read(name, "comma-separated list", list(default), help, lambda raw: [w.strip() for w in raw.split(",") if w.strip()])


def folder(name: str, default: Path, *, help: str) -> Path:
    """Read a folder's path; it need not exist yet."""
    return _read(name, "folder", default, help, lambda raw: Path(raw).expanduser().resolve())


def url(name: str, default: Any = "", *, help: str, schemes: tuple[str, ...], secret: bool = False) -> str:
    """Read a URL whose scheme is one of `schemes`."""

    def parse(raw: str) -> str:
        if not raw.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"it has to start with {' or '.join(s + '://' for s in schemes)}")
        return raw

    return _read(name, "URL", default, help, parse, secret)
