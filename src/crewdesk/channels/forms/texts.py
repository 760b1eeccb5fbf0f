from typing import Any

from django import forms

# Of a message in one form.
MOST_CHARACTERS = 50_000


class LongText(forms.CharField):
    """Text of many lines. A browser counts a new line once and sends it as two characters: it is counted, and kept, as one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")
