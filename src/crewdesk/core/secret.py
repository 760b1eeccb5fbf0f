"""Keys that the installation keeps for itself in the data folder."""

import base64
import os
import secrets
from pathlib import Path


def kept_secret(data: Path, name: str) -> str:
    """Read the key `name` (32 random bytes, base64), making it at first use with mode 0600.

    Raises OSError when the folder cannot be written: the program must not run with a key it would forget.
    """
    path = data / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    return path.read_text().strip()


def _write_once(path: Path, value: str) -> None:
    # Two programs may start at once: the first link wins and both then read the same file.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(value)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    draft.unlink()
