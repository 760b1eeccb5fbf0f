"""Every setting is on the page, and the page says what the code says."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_settings_page_is_what_the_settings_print(tmp_path):
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    printed = subprocess.run(
        [sys.executable, "-m", "crewdesk.cli", "settings"], env=bare, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert (ROOT / "docs" / "settings.md").read_text() == printed.stdout, "run bin/settings-doc > docs/settings.md"
