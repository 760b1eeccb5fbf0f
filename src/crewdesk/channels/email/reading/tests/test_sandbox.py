import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psutil
import pytest

from ..limits import MAX_RAW_BYTES
from ..sandbox import Reader, Reason, UnreadableMail
from .corpus import hostile, mail

_HOSTILE = hostile()


@pytest.fixture(scope="module")
def reader():
    with Reader() as reader:
        yield reader


def _children() -> set[psutil.Process]:
    found = set()
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            found |= {child} if "crewdesk.channels.email.reading.child" in child.cmdline() else set()
    return found


def _child() -> psutil.Process:
    return max(_children(), key=lambda child: child.create_time())


def _cpu_seconds() -> float:
    """CPU time of all reading processes so far, of the living and of those that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = [child.cpu_times() for child in _children()]
    return ended.ru_utime + ended.ru_stime + sum(times.user + times.system for times in living)


@pytest.mark.parametrize("name", _HOSTILE)
def test_criterion_17_hostile_mime_finishes_in_two_cpu_seconds(reader, name):
    reader.read(mail())
    before = _cpu_seconds()
    with suppress(UnreadableMail):
        reader.read(_HOSTILE[name], cpu_seconds=2, memory_mb=256)
    # The clock of /proc ticks in hundredths.
    assert _cpu_seconds() - before <= 2.05
    assert reader.read(mail()).sender == "cleo@customer.example"


@pytest.mark.parametrize(
    "name",
    [
        "50000 parts",
        "1500 nested multiparts",
        "2000 nested comments in From",
        "8000 encoded words",
        "25 MB attached",
    ],
)
def test_criterion_17_the_named_shapes_are_even_read(reader, name):
    assert reader.read(_HOSTILE[name]).body is not None


def test_attachments_come_through_byte_for_byte(reader):
    found = reader.read(_HOSTILE["25 MB attached"]).attachments[0]
    assert (found.size, found.data) == (19_000_000, b"x" * 19_000_000)


def test_time_limit(reader):
    with pytest.raises(UnreadableMail) as problem:
        reader.read(_HOSTILE["divs nested 100000 deep"], cpu_seconds=0.2)
    assert problem.value.reason is Reason.TIME


def test_memory_limit(reader):
    with pytest.raises(UnreadableMail) as problem:
        reader.read(_HOSTILE["25 MB attached"], memory_mb=64)
    assert problem.value.reason is Reason.MEMORY
    assert reader.read(_HOSTILE["25 MB attached"]).attachments


def test_size_limit(reader):
    with pytest.raises(UnreadableMail) as problem:
        reader.read(bytes(MAX_RAW_BYTES + 1))
    assert problem.value.reason is Reason.SIZE


def test_a_killed_process_is_replaced(reader):
    reader.read(mail())
    child = _child()
    child.kill()
    child.wait()
    assert reader.read(mail()).subject == "Parcel"


def test_a_stuck_process_is_given_up_and_replaced(reader):
    reader.read(mail())
    os.kill(_child().pid, signal.SIGSTOP)
    with pytest.raises(UnreadableMail) as problem:
        reader.read(mail(), cpu_seconds=0.03)
    assert problem.value.reason is Reason.TIME
    assert reader.read(mail()).subject == "Parcel"


def test_a_process_that_dies_at_work_is_a_crash(reader):
    reader.read(mail())
    child = _child()
    before = _cpu_seconds()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(reader.read, _HOSTILE["divs nested 100000 deep"], cpu_seconds=20)
        while _cpu_seconds() <= before and not reading.done():
            with suppress(psutil.TimeoutExpired):
                child.wait(0.02)
        child.send_signal(signal.SIGSEGV)
        with pytest.raises(UnreadableMail) as problem:
            reading.result()
    assert problem.value.reason is Reason.CRASH


def test_threads_share_the_pool():
    with Reader(processes=2) as reader, ThreadPoolExecutor(4) as pool:
        subjects = [f"Parcel {number}" for number in range(40)]
        found = pool.map(lambda subject: reader.read(mail(subject=subject)).subject, subjects)
        assert list(found) == subjects


def test_close_leaves_no_process():
    before = _children()
    with Reader() as reader:
        reader.read(mail())
        assert _children() > before
    assert _children() == before


def test_the_process_is_small():
    with Reader() as reader:
        reader.read(mail())
        assert _child().memory_info().rss < 30 * 2**20


def test_a_process_that_has_grown_is_replaced(reader):
    reader.read(mail())
    before = _child()
    reader.read(_HOSTILE["25 MB attached"])
    assert reader.read(mail()).subject == "Parcel"
    assert _child() != before


def test_the_process_knows_nothing_of_the_desk():
    code = "import sys, crewdesk.channels.email.reading.child as c; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"django", "psycopg", "lxml", "dkim", "ssl"} & set(loaded)


def test_the_process_sees_no_secret_of_the_desk(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    with Reader() as reader:
        reader.read(mail())
        assert "DATABASE_URL" not in _child().environ()
