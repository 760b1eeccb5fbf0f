"""Kinds of field that a desk makes for itself, on tickets and on who asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FieldType(models.TextChoices):
    """Types by the words of the API dialect."""

    TEXT = "text", _("Text")
    TEXTAREA = "textarea", _("Multi-line text")
    INTEGER = "integer", pgettext_lazy("kind of field", "Number")
    DECIMAL = "decimal", _("Decimal")
    DATE = "date", _("Date")
    CHECKBOX = "checkbox", _("Checkbox")
    TAGGER = "tagger", _("Drop-down")
    MULTISELECT = "multiselect", _("Multi-select")
    REGEXP = "regexp", _("Pattern")
    LOOKUP = "lookup", _("Lookup")


# Those of which one chooses.
WITH_OPTIONS = {FieldType.TAGGER, FieldType.MULTISELECT}
