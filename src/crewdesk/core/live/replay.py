"""What happened since a given event."""

from .frames import Notice

# More than this is not replayed: fetching the page again is cheaper for everybody.
MOST = 500
# Ids are given out before the commit, so an event may come to light after one with a higher id. Whatever is not older than
# this many seconds before the last one seen is therefore told again; pages do not mind hearing a thing twice.
OVERLAP_SECONDS = 10
OVERLAP_IDS = 1000

SINCE = f"""
SELECT desk_id, id, kind, subject_type, subject_id FROM core_event
 WHERE desk_id = %(desk)s AND id <> %(after)s AND id > %(after)s - {OVERLAP_IDS}
   AND (id > %(after)s
        OR at > coalesce((SELECT at FROM core_event WHERE desk_id = %(desk)s AND id = %(after)s), now()) - interval '{OVERLAP_SECONDS} seconds')
 ORDER BY id LIMIT {MOST + 1}
"""


def notices(rows: list[tuple]) -> list[Notice] | None:
    """The rows of SINCE as notices, or None when there are too many to tell."""
    return None if len(rows) > MOST else [Notice(*row) for row in rows]
