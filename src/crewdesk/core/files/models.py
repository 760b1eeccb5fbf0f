"""A file that somebody sent: where its bytes lie and what is known of them."""

from django.db import models

from crewdesk.core.tenancy import DeskModel

# Raster pictures, which browsers may show in the page; SVG can carry script.
PICTURE_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class StoredFile(DeskModel):
    """One stored file. `key` is random and never derives from the name that the sender chose."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    thumbnail_key = models.CharField(max_length=80, blank=True)
    # Why no thumbnail could be made: 'too large', 'not a picture' …; empty while none was tried.
    thumbnail_problem = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "key", name="file_key_once")]

    def __str__(self):
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether browsers may show it in the page."""
        return self.content_type in PICTURE_TYPES
