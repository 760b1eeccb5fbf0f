"""A foreign key that cannot leave its desk."""

from django.db import models


class DeskForeignKey(models.ForeignKey):
    """A foreign key between desk-owned tables.

    The database constraint is composite, `(desk_id, x_id) -> (desk_id, id)`, and is made by `walls.raise_walls`:
    a key on `id` alone would let one desk point to another's row, since constraint checks ignore row-level security.
    """

    def __init__(self, to, on_delete, **options):
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        options.pop("db_constraint", None)
        return name, path, args, options
