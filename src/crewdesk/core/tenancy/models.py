"""Base class of every table that a desk owns."""

from django.db import models

from .scope import require_desk


class DeskQuerySet(models.QuerySet):
    """A query set that begins at the desk in scope."""

    def bulk_create(self, objs, *args, **options):
        """As Django's; the rows belong to the desk in scope."""
        require_desk()
        return super().bulk_create(objs, *args, **options)


class DeskManager(models.Manager.from_queryset(DeskQuerySet)):
    """Begins every query at the desk in scope and raises NoDeskInScope without one."""

    def get_queryset(self):
        return super().get_queryset().filter(desk_id=require_desk())


class DeskModel(models.Model):
    """A row that belongs to one desk. `append_only` tables can be inserted to and read, and no more."""

    append_only = False

    desk_id = models.BigIntegerField(default=require_desk, editable=False)

    objects = DeskManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"
