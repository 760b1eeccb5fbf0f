"""Pieces of what clients send, with the bounds that the database has."""

from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

# Larger ids exist nowhere; PostgreSQL would refuse them with an error of its own.
MOST_ID = 2**63 - 1
# PostgreSQL's text holds no NUL.
NO_NUL = r"^[^\x00]*$"

Id = Annotated[int, Field(ge=0, le=MOST_ID)]
Line = Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)]
Prose = Annotated[str, StringConstraints(max_length=65_000, pattern=NO_NUL)]
Body = Annotated[str, StringConstraints(max_length=500_000, pattern=NO_NUL)]
Address = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")]


def _sensible(at: datetime) -> datetime:
    """In UTC where no zone is named; far from the ends of time, where a change of zone would leave it."""
    if not 1900 <= at.year <= 2900:
        raise ValueError("must lie between 1900 and 2900")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_sensible)]


def given(sent: Schema, names: dict[str, str]) -> dict[str, Any]:
    """What was sent, by our names: `names` maps the dialect's words to them. A member that is left out or null changes nothing."""
    return {
        ours: getattr(sent, member)
        for member, ours in names.items()
        if member in sent.model_fields_set and getattr(sent, member) is not None
    }
