"""A process beside the suite that stops its PostgreSQL: when the suite says so, and when the suite is killed.

The server is nobody's child (pg_ctl starts it apart), so no signal reaches it when the suite dies. This process hears the end of
a pipe whose other end only the suite holds.
"""

import shutil
import sys
from pathlib import Path

from crewdesk.core.postgres.embedded import EmbeddedServer


def main(data: Path) -> None:
    """Wait for a byte, or for the end of whoever would write it; then take the server away and its folder."""
    sys.stdin.buffer.read(1)
    EmbeddedServer(data).stop()
    shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
