"""One import, from the upload to its report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet


class Source(models.TextChoices):
    """Where an import comes from; a connector adds its own."""

    CSV = "csv", _("CSV file")
    DESK = "desk", _("Exported desk")
    ZENDESK = "zendesk", "Zendesk"


class ImportRunQuerySet(DeskQuerySet):
    """Imports of the desk in scope."""

    def of_files(self):
        return self.filter(source=Source.CSV)

    def of_commands(self):
        """Those that bring all of another system at once: they are started on the command line."""
        return self.exclude(source=Source.CSV)


class ImportRun(DeskModel):
    """An import. `cursor` and `counters` are committed with each batch, so a run that was killed goes on where it was."""

    class State(models.TextChoices):
        NEW = "new", _("Not begun")
        CHECKING = "checking", _("Checking")
        CHECKED = "checked", _("Checked")
        RUNNING = "running", _("Importing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    source = models.CharField(max_length=20, choices=Source.choices)
    # users, organizations, tickets; empty where a run brings all of them
    kind = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=255, blank=True)
    # What was uploaded, kept before it was read.
    file = DeskForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    bad_rows = DeskForeignKey("core.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    # How to read the source: the importer's own words.
    settings = models.JSONField(default=dict)
    # Where to go on, in the importer's own words.
    cursor = models.JSONField(default=dict)
    # total, done, created, updated, skipped, bad
    counters = models.JSONField(default=dict)
    # What could not be mapped: [{"what": …, "count": …, "examples": […]}]
    report = models.JSONField(default=list)
    problem = models.CharField(max_length=500, blank=True)
    started_by = DeskForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Moves with each batch.
    updated_at = models.DateTimeField(auto_now=True)

    objects = DeskManager.from_queryset(ImportRunQuerySet)()

    class Meta:
        indexes = [models.Index("desk_id", models.F("id").desc(), name="import_run_newest")]

    def __str__(self):
        return f"{self.source} {self.kind} {self.name}"

    @property
    def is_busy(self) -> bool:
        """Whether a job works on it."""
        return self.state in (self.State.CHECKING, self.State.RUNNING)


class ImportedRow(DeskModel):
    """Which of our rows came from which of theirs: what was brought in once is not brought in twice."""

    # Whose ids they are: `csv`, or a connector's name with the account, such as `zendesk:acme`.
    source = models.CharField(max_length=80)
    # ticket, comment, user, organization, …
    kind = models.CharField(max_length=30)
    source_id = models.CharField(max_length=255, db_collation="C")
    our_id = models.BigIntegerField()
    run = DeskForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "source", "kind", "source_id", name="imported_once")]

    def __str__(self):
        return f"{self.source} {self.kind} {self.source_id}"
