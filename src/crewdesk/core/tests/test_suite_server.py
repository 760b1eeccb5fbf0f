"""The PostgreSQL of the suite goes when the suite goes, however that ends."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

SUITE = """
import sys
from pathlib import Path
from testing.server import start_server
stop = start_server(Path(sys.argv[1]))
print("up", flush=True)
sys.stdin.read(1)
stop()
"""


@pytest.mark.parametrize("is_killed", [True, False])
def test_no_server_stays_behind(is_killed):
    data = Path(tempfile.mkdtemp(prefix="crewdesk-test-"))
    suite = subprocess.Popen([sys.executable, "-c", SUITE, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert suite.stdout.readline() == b"up\n"
    server = psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))
    if is_killed:
        suite.send_signal(signal.SIGKILL)
    suite.communicate(b"." if not is_killed else None)
    deadline = time.monotonic() + 20
    while data.exists():
        assert time.monotonic() < deadline, "nobody cleaned up"
        time.sleep(0.05)
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
