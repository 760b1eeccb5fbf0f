"""What all tests of this room share."""

import pytest

from crewdesk.channels.email import configuration


@pytest.fixture(autouse=True)
def configuration_is_read_anew(monkeypatch):
    """Tests change what a desk has set up from one line to the next."""
    monkeypatch.setattr(configuration, "SECONDS", 0.0)
