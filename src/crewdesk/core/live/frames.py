"""What goes over the wire: names and ids only; the page fetches the part again with its member's own rights."""

import json
from dataclasses import dataclass

HEARTBEAT = b":\n\n"
# The page missed too much to be told: it fetches everything again.
RESET = b'data: {"kind":"reset","type":"","subject":0}\n\n'


@dataclass(frozen=True)
class Notice:
    """One thing that happened on a desk. `id` is the event's, or 0 for what is not kept, such as who is looking."""

    desk_id: int
    id: int
    kind: str
    type: str
    subject: int

    @classmethod
    def parse(cls, payload: str) -> "Notice":
        """Read what sql/live.sql sends by NOTIFY."""
        desk_id, id, kind, type, subject = payload.split(" ")
        return cls(int(desk_id), int(id), kind, type, int(subject))

    def as_dict(self) -> dict:
        """For JSON. Without an id there is nothing to continue from."""
        body = {"kind": self.kind, "type": self.type, "subject": self.subject}
        return {"id": self.id, **body} if self.id else body

    def as_frame(self) -> bytes:
        """One server-sent event (HTML standard, 9.2.6)."""
        head = f"id: {self.id}\n" if self.id else ""
        return f"{head}data: {json.dumps(self.as_dict(), separators=(',', ':'))}\n\n".encode()
