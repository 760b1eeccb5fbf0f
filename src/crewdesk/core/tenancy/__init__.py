"""The walls between desks (docs/decisions/0002-three-walls.md).

Three layers, each enough alone: the schema (`desk_id` in every key), the ORM (no desk in scope, no query),
and row-level security in the database.
"""

from .fields import DeskForeignKey
from .models import DeskManager, DeskModel, DeskQuerySet
from .scope import NoDeskInScope, current_desk_id, desk_scope, own_transaction, require_desk

__all__ = [
    "DeskForeignKey",
    "DeskManager",
    "DeskModel",
    "DeskQuerySet",
    "NoDeskInScope",
    "current_desk_id",
    "desk_scope",
    "own_transaction",
    "require_desk",
]
