"""Disk, keys and settings."""

import os
import shutil
import stat
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from crewdesk.core.supervisor.folder import LEAST_FREE_MB, free_mb

from .finding import Finding, State, judge

LOW_SPACE_MB = 2000


def findings() -> Iterator[Finding]:
    """All of them."""
    yield _folder()
    yield _disk()
    yield from _keys()
    yield _address()
    if settings.DEBUG or settings.DEMO:
        yield Finding(
            State.WARN, "mode", "CREWDESK_DEBUG or CREWDESK_DEMO is on", "Never turn these on where real customers are."
        )


def _folder() -> Finding:
    data = settings.CREWDESK_DATA
    writable = os.access(data, os.W_OK | os.X_OK)
    return judge(writable, "data folder", str(data), "This user cannot write it: change its owner, or set CREWDESK_DATA.")


def _disk() -> Finding:
    free = free_mb(settings.CREWDESK_DATA)
    share = 100 * free // max(1, shutil.disk_usage(settings.CREWDESK_DATA).total // 1_000_000)
    state = State.FAIL if free < LEAST_FREE_MB else State.WARN
    advice = "Free some space: PostgreSQL stops when the disk is full."
    return judge(free >= LOW_SPACE_MB, "disk", f"{free} MB free ({share} %)", advice, otherwise=state)


def _keys() -> Iterator[Finding]:
    for name in ("secret_key", "field_key"):
        path = settings.CREWDESK_DATA / "keys" / name
        if not path.exists():
            yield Finding(State.OK, name, f"from the environment ({name.upper()})")
            continue
        private = stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        yield judge(private, name, str(path), f"Others can read it: chmod 600 {path}", otherwise=State.WARN)


def _address() -> Finding:
    site = urlsplit(settings.SITE_URL)
    if not validate_host(site.hostname, settings.ALLOWED_HOSTS):
        return Finding(
            State.FAIL, "address", f"SITE_URL names {site.hostname}, which is not answered", "Add it to ALLOWED_HOSTS."
        )
    secure = site.scheme == "https"
    if secure != settings.BEHIND_TLS_PROXY and site.hostname != "localhost":
        return Finding(
            State.WARN,
            "address",
            f"{settings.SITE_URL} with BEHIND_TLS_PROXY={settings.BEHIND_TLS_PROXY}",
            "Both or neither say https.",
        )
    return Finding(State.OK, "address", settings.SITE_URL)
