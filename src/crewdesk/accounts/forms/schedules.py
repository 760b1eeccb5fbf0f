"""The week as a form: each day has rows of opens/closes. A row left empty is closed; 00:00 as closing time is midnight."""

from collections.abc import Iterator
from datetime import time

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..zones import country_choices, subdivisions_of, zone_choices

MINUTES_A_DAY = 24 * 60
ROWS = 2
# Monday first; days are counted from Sunday as in ScheduleInterval.
DAYS = (1, 2, 3, 4, 5, 6, 0)

Interval = tuple[int, int]


class ScheduleForm(forms.Form):
    """A schedule with its week. `intervals` in the cleaned data are minutes since Sunday 00:00."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices)
    country = forms.ChoiceField(
        label=gettext_lazy("Public holidays of"),
        required=False,
        choices=lambda: [("", gettext_lazy("No country")), *country_choices()],
    )
    subdivision = forms.CharField(
        label=gettext_lazy("State or province"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("Its code, as in BY for Bavaria, where days differ."),
    )

    def __init__(self, *args, intervals: list[Interval] = (), **options):
        super().__init__(*args, **options)
        by_day = {day: [pair for pair in intervals if pair[0] // MINUTES_A_DAY == day] for day in DAYS}
        self.rows = max(ROWS, *(len(pairs) for pairs in by_day.values()))
        for day in DAYS:
            for row in range(self.rows):
                start, end = by_day[day][row] if row < len(by_day[day]) else (None, None)
                self.fields[f"day{day}_{row}_opens"] = _time_field(day, row, start, _("opens"))
                self.fields[f"day{day}_{row}_closes"] = _time_field(day, row, end, _("closes"))

    def facts(self) -> list:
        """The fields beside the week."""
        return [self[name] for name in ("name", "time_zone", "country", "subdivision")]

    def week(self) -> list[tuple[str, list]]:
        """(name of the day, its rows of opens/closes fields), Monday first."""
        return [
            (
                str(WEEKDAYS[(day - 1) % 7]),
                [(self[f"day{day}_{row}_opens"], self[f"day{day}_{row}_closes"]) for row in range(self.rows)],
            )
            for day in DAYS
        ]

    def clean(self) -> dict:
        data = super().clean()
        country, subdivision = data.get("country", ""), data.get("subdivision", "").strip().upper()
        if subdivision and subdivision not in subdivisions_of(country):
            self.add_error("subdivision", _("Known here: %(codes)s") % {"codes": ", ".join(subdivisions_of(country)) or "–"})
        intervals = [pair for day in DAYS for pair in self._intervals_of(day, data)]
        facts = {name: data[name] for name in ("name", "time_zone") if name in data}
        return {**facts, "country": country, "subdivision": subdivision, "intervals": intervals}

    def _intervals_of(self, day: int, data: dict) -> Iterator[Interval]:
        for row in range(self.rows):
            opens, closes = data.get(f"day{day}_{row}_opens"), data.get(f"day{day}_{row}_closes")
            if opens is None and closes is None:
                continue
            if opens is None or closes is None or (closes != time(0) and closes <= opens):
                self.add_error(f"day{day}_{row}_closes", _("Give an opening time and a later closing time, or neither."))
                continue
            yield day * MINUTES_A_DAY + _minutes(opens), day * MINUTES_A_DAY + (_minutes(closes) or MINUTES_A_DAY)


class HolidayForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))


def _time_field(day: int, row: int, minute: int | None, what: str) -> forms.TimeField:
    label = f"{WEEKDAYS[(day - 1) % 7]} {row + 1}: {what}"
    initial = None if minute is None else time(*divmod(minute % MINUTES_A_DAY, 60))
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "aria-label": label})
    return forms.TimeField(label=label, required=False, initial=initial, widget=widget)


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute
