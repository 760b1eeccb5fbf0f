"""Frames between the desk and its reading process: two lengths, a JSON header, raw bytes. No pickle: mail
is hostile.
"""

import json
import struct
from collections.abc import Callable

_LENGTHS = struct.Struct(">II")


def pack(header: dict, *blobs: bytes) -> list[bytes]:
    """Return the pieces of one frame, to be written in this order."""
    text = json.dumps(header).encode()
    return [_LENGTHS.pack(len(text), sum(map(len, blobs))) + text, *blobs]


def unpack(read: Callable[[int], bytes]) -> tuple[dict, bytes]:
    """Read one frame; `read(n)` gives exactly n bytes. Raises EOFError when the other side is gone."""
    text, blob = _LENGTHS.unpack(_exactly(read, _LENGTHS.size))
    return json.loads(_exactly(read, text)), _exactly(read, blob)


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    data = read(size) if size else b""
    if len(data) < size:
        raise EOFError
    return data
