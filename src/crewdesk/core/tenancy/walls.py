"""Raises the walls in the database after the migrations: composite keys, row-level security, grants.

Everything here is read off the models and may run any number of times; it runs as the owner role.
"""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from crewdesk.core.postgres import roles

from .fields import DeskForeignKey
from .models import DeskModel

# After a transaction a SET LOCAL setting reads '' and not NULL, hence nullif.
IN_SCOPE = "desk_id = nullif(current_setting('crewdesk.desk', true), '')::bigint"
DESK_TABLE = "accounts_desk"


def desk_models() -> list[type[DeskModel]]:
    """Every concrete desk-owned model."""
    return [m for m in apps.get_models() if issubclass(m, DeskModel) and m._meta.managed and not m._meta.proxy]


def raise_walls(connection) -> None:
    """Bring all desk-owned tables behind the walls; `connection` is Django's, logged in as the owner.

    A room's functions and triggers lie in its folder `sql/` and are replaced each time.
    """
    with connection.cursor() as cursor:
        roles.grant_database(cursor)
        for file in _sql_files():
            cursor.execute(file.read_text())
        for model in desk_models():
            for statement in _table_walls(model):
                cursor.execute(statement)
        existing = _constraint_names(cursor)
        for model in desk_models():
            for name, statement in _foreign_keys(model):
                if name not in existing:
                    cursor.execute(statement)


def _table_walls(model: type[DeskModel]) -> Iterator[str]:
    table = model._meta.db_table
    condition = getattr(model, "row_policy", IN_SCOPE)
    yield f'CREATE UNIQUE INDEX IF NOT EXISTS "{table}_desk_key" ON "{table}" (desk_id, id)'
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    yield f'DROP POLICY IF EXISTS desk_wall ON "{table}"'
    yield f'CREATE POLICY desk_wall ON "{table}" USING ({condition}) WITH CHECK ({IN_SCOPE})'
    if model.append_only:
        yield f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {roles.APP}, {roles.WORKER}'


def _foreign_keys(model: type[DeskModel]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    yield (
        f"{table}_desk_fk",
        (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_desk_fk" FOREIGN KEY (desk_id) REFERENCES {DESK_TABLE} (id)'
            " DEFERRABLE INITIALLY DEFERRED"
        ),
    )
    for field in _desk_fields(model):
        name = f"{table}_{field.column}_wall"[:63]
        yield (
            name,
            (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (desk_id, "{field.column}")'
                f' REFERENCES "{field.related_model._meta.db_table}" (desk_id, id) DEFERRABLE INITIALLY DEFERRED'
            ),
        )


def _desk_fields(model: type[models.Model]) -> list[DeskForeignKey]:
    return [field for field in model._meta.local_concrete_fields if isinstance(field, DeskForeignKey)]


def _sql_files() -> list[Path]:
    rooms = [Path(config.path) for config in apps.get_app_configs() if config.name.startswith("crewdesk.")]
    return [file for room in rooms for file in sorted(room.glob("sql/*.sql"))]


def _constraint_names(cursor) -> set[str]:
    cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
    return {name for (name,) in cursor.fetchall()}
