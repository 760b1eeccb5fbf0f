"""Loads the core's jobs that live beside what they work on; every process that knows jobs imports this at its start."""

from .files import sweep, thumbnails

__all__ = ["sweep", "thumbnails"]
