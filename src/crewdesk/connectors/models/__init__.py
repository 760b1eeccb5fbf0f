"""Imports and exports, and which of our rows came from which of theirs."""

from .export import DeskExport
from .run import ImportedRow, ImportRun

__all__ = ["DeskExport", "ImportRun", "ImportedRow"]
