"""Meters against processes that are known to work, to rest, or to hold memory."""

import os
import subprocess
import sys

import pytest

from crewdesk.bench.rig.processes import cpu_seconds, memory_mb, tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
# Says "ready", then does for each line that it reads what the line says, and says "done".
PROGRAM = """
import subprocess, sys, time
held = []
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
print("ready", flush=True)
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""


@pytest.fixture
def obedient():
    """A child that does what it is told: `obedient("burn(0.2)")`; `obedient.pid`."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        child.stdout.readline()

        def tell(what: str) -> None:
            child.stdin.write(what + "\n")
            child.stdin.flush()
            assert child.stdout.readline() == "done\n"

        tell.pid = child.pid
        yield tell
        child.stdin.close()


def test_cpu_counts_work_and_not_rest(obedient):
    before = cpu_seconds([obedient.pid])
    obedient("time.sleep(0.3)")
    assert cpu_seconds([obedient.pid]) - before < 0.1
    obedient("burn(0.3)")
    assert 0.25 < cpu_seconds([obedient.pid]) - before < 0.5


def test_cpu_keeps_what_ended_children_used(obedient):
    before = cpu_seconds([obedient.pid])
    obedient(f"subprocess.run([{sys.executable!r}, '-c', 'import time\\nwhile time.process_time() < 0.3: pass'])")
    assert cpu_seconds([obedient.pid]) - before > 0.25


def test_memory_counts_what_is_held(obedient):
    before = memory_mb([obedient.pid])
    obedient("held.append(bytearray(b'x' * 50_000_000))")
    assert 48 < memory_mb([obedient.pid]) - before < 60


def test_tree_holds_children_and_forgets_the_dead(obedient):
    obedient("held.append(subprocess.Popen(['sleep', '60']))")
    pids = tree(obedient.pid)
    assert pids[0] == obedient.pid
    assert len(pids) == 2
    obedient("held[0].kill(); held[0].wait()")
    assert tree(obedient.pid) == [obedient.pid]
    assert tree(2**22 + 1) == []
    assert cpu_seconds([2**22 + 1]) == memory_mb([2**22 + 1]) == 0
    assert os.getpid() not in pids
