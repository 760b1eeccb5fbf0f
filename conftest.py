"""Fixtures of the whole suite; see testing/README.md."""

pytest_plugins = ["testing.database", "testing.cast", "testing.browser", "testing.jobs", "testing.mail"]
