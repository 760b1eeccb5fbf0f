"""Small parts of this room's pages."""

from django import template

from ..sheets.targets import LABELS

register = template.Library()


@register.simple_tag
def percent(done: int | None, total: int | None) -> int:
    """How much is done, of a hundred."""
    return min(100, 100 * (done or 0) // total) if total else 0


@register.simple_tag
def kind_label(run):
    """What the file of an import holds."""
    return LABELS.get(run.kind, "")
