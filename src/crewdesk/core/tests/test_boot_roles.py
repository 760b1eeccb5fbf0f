"""trust.md, criterion 6: no process serves as a role that row-level security does not hold."""

import os
import subprocess
import sys

import pytest

BOOT = {
    "web": "import crewdesk.wsgi",
    "worker": "import django; django.setup(); from crewdesk.core.worker import run; run()",
    "mail": "import django; django.setup(); from crewdesk.channels.email.listener import run; run()",
}


def boot(program: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", program], env=os.environ | environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("part", BOOT)
@pytest.mark.parametrize("role", ["owner", "superuser", "bypassrls"])
def test_criterion_06_unsafe_role_is_refused(django_db_setup, settings, part, role):
    unsafe = {
        "owner": {"DATABASE_ROLE": "owner"},
        "bypassrls": {"DATABASE_ROLE": "backup"},
        "superuser": {"DATABASE_URL": settings.EMBEDDED.dsn("postgres", os.environ["CREWDESK_DATABASE"])},
    }
    refused = boot(BOOT[part], **unsafe[role])
    assert refused.returncode == 1
    why = "owns the tables" if role == "owner" else "is a superuser or has BYPASSRLS"
    assert "Crewdesk refuses to start" in refused.stderr
    assert why in refused.stderr


def test_criterion_06_app_role_is_let_in(django_db_setup):
    assert boot(BOOT["web"], DATABASE_ROLE="app").returncode == 0
    assert boot(BOOT["web"], DATABASE_ROLE="worker").returncode == 0
