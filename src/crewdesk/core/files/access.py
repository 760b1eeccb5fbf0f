"""Who may read a file. The core does not know: rooms above vouch for the files that hang on their rows."""

from collections.abc import Callable

from .models import StoredFile

Check = Callable[[StoredFile, int], bool]
_checks: list[Check] = []


def readable_by(check: Check) -> Check:
    """Register `check(file, user_id)`: whether a row of the room shows `file` to that user. Called in the desk's scope, at each fetch."""
    _checks.append(check)
    return check


def may_read(file: StoredFile, user_id: int) -> bool:
    """Whether any room vouches for it; nobody else may read a file."""
    return any(check(file, user_id) for check in _checks)
