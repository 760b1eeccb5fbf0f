"""`crewdesk`, the one command-line program."""

from .group import main

__all__ = ["main"]
