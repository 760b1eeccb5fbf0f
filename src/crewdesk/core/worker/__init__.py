"""The worker: one process that does the jobs of all lanes."""

from .run import run

__all__ = ["run"]
