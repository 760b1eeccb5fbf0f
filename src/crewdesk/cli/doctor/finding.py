"""What a check found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, what it is like, and what to do about it."""

    state: State
    what: str
    text: str
    advice: str = ""


def judge(good: bool, what: str, text: str, advice: str, *, otherwise: State = State.FAIL) -> Finding:
    """OK with `text`, or `otherwise` with the advice too."""
    return Finding(State.OK, what, text) if good else Finding(otherwise, what, text, advice)
