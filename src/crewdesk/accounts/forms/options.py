"""The choices of a field, as an admin writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Between the name of a choice and its tag, on one line.
EQUALS = " = "
LONGEST_OPTION = 120


class OptionsField(forms.CharField):
    """Choices, one a line: a name, or `name = tag`."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """What the verbs take, in the order of the lines."""
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return [self._option(line) for line in lines if line]

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(f"{each.name}{EQUALS}{each.value}" for each in value or ())

    def _option(self, line: str) -> dict[str, Any]:
        name, equals, tag = line.rpartition(EQUALS)
        name, tag = (name.strip(), tag.strip()) if equals else (line, "")
        if len(name) > LONGEST_OPTION or len(tag) > LONGEST_OPTION:
            raise forms.ValidationError(_("This line is too long: %(line)s") % {"line": line})
        return {"name": name, "value": tag}
