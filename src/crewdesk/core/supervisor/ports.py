"""Whether the ports are free, asked before anything is started."""

import errno
import socket
from contextlib import ExitStack


class PortTaken(Exception):
    """A port cannot be listened on; the message says what to do."""


def refuse_taken(wanted: dict[str, tuple[str, int]]) -> None:
    """Raise PortTaken for the first of `wanted` (setting name to address and port) that is in use, or wanted twice.

    Granian and others listen with SO_REUSEPORT, so a second server would share the port without an error.
    """
    with ExitStack() as probes:
        for name, (address, port) in wanted.items():
            try:
                probes.enter_context(_listening(address, port))
            except OSError as problem:
                raise PortTaken(_explain(name, address, port, problem)) from None


def _listening(address: str, port: int) -> socket.socket:
    probe = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        # As servers do: connections that linger in TIME_WAIT are no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))
        probe.listen(1)
    except OSError:
        probe.close()
        raise
    return probe


def _explain(name: str, address: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} at {address} is in use. Choose another one: {name}={port + 10}"
    if problem.errno == errno.EACCES:
        return f"Port {port} needs root. Choose one above 1023 ({name}=8000) and put a proxy in front (docs/running.md)."
    return f"Cannot listen on {address}:{port} ({problem.strerror}). Check {name} and the address beside it in docs/settings.md."
