"""How long to wait for a server that asks for it, or fails."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crewdesk.core.clock import now
from crewdesk.core.fetch import Fetched

# Seconds before each further try.
PAUSES = (1, 2, 5, 15, 60)
LONGEST = 600
# Of all kinds, for one call: a server that asks for patience for ever is given up at some time.
MOST_PAUSES = 100


def told_to_wait(answer: Fetched) -> float | None:
    """Seconds by its Retry-After header, as a number or a date; None where it has none that can be read."""
    said = answer.headers.get("retry-after", "").strip()
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        try:
            until: datetime = parsedate_to_datetime(said)
        except (ValueError, TypeError):
            return None
        seconds = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now()).total_seconds()
    # Written this way round, a NaN becomes the shortest wait.
    return seconds if 1 <= seconds <= LONGEST else (LONGEST if seconds > LONGEST else 1)
