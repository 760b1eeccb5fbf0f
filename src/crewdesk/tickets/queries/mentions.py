"""Colleagues that a note names."""

import re

from crewdesk.accounts.models import User

MOST_WORDS = 4
_AFTER_AT = re.compile(rf"@((?:[\w'.-]+ ?){{1,{MOST_WORDS}}})")


def mentioned_in(text: str) -> list[int]:
    """The ids of staff whose whole name follows an @ in `text`; the longer name wins where one begins with the other."""
    found = set()
    runs = [match[1].split() for match in _AFTER_AT.finditer(text)]
    candidates = {" ".join(words[:count]).rstrip(".,;:!?") for words in runs for count in range(1, len(words) + 1)}
    if not candidates:
        return []
    people = dict(User.objects.staff().filter(name__in=candidates).values_list("name", "pk"))
    for words in runs:
        for count in range(len(words), 0, -1):
            if person := people.get(" ".join(words[:count]).rstrip(".,;:!?")):
                found.add(person)
                break
    return sorted(found)
