"""node-zendesk, from its registry, against the running servers; its lock is beside the script."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "node"
STORIES = {"ticket", "tickets in bulk", "user", "organization", "search", "export", "groups", "fields", "fields of users"}


@pytest.fixture(scope="session")
def installed() -> Path:
    """The folder with node_modules, installed from the lock when it is not there yet."""
    if not shutil.which("npm"):
        assert "CI" not in os.environ, "no npm where everything has to be tried"
        pytest.skip("no npm: node-zendesk cannot be installed")
    if not (FOLDER / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FOLDER, check=True, capture_output=True)
    return FOLDER


def test_node_zendesk_lives_the_whole_life(installed, live_url, committed_harbor, token):
    environment = os.environ | {
        "ENDPOINT": f"{live_url.replace('localhost', '127.0.0.1')}/api/v2",
        "USERNAME": committed_harbor.ada.email,
        "TOKEN": token,
        "AGENT": str(committed_harbor.ben.pk),
    }
    answer = subprocess.run(["node", "life.mjs"], cwd=installed, env=environment, capture_output=True, text=True, timeout=120)
    went_well = {line.removeprefix("went well: ") for line in answer.stdout.splitlines()}
    assert (went_well, answer.returncode) == (STORIES, 0), answer.stderr
