"""Time zones as clients of the dialect write them: names of the tz database, or the older names of cities."""

from crewdesk.core.operations import Refused

from ..zones import zone_names

# Names that hold no city.
OLDER = {
    "hawaii": "Pacific/Honolulu", "alaska": "America/Anchorage", "pacific time (us & canada)": "America/Los_Angeles",
    "arizona": "America/Phoenix", "mountain time (us & canada)": "America/Denver", "central time (us & canada)": "America/Chicago",
    "eastern time (us & canada)": "America/New_York", "indiana (east)": "America/Indiana/Indianapolis", "atlantic time (canada)": "America/Halifax",
    "newfoundland": "America/St_Johns", "brasilia": "America/Sao_Paulo", "greenland": "America/Nuuk", "azores": "Atlantic/Azores",
    "west central africa": "Africa/Algiers", "beijing": "Asia/Shanghai", "mumbai": "Asia/Kolkata", "new delhi": "Asia/Kolkata",
    "bern": "Europe/Zurich", "edinburgh": "Europe/London", "abu dhabi": "Asia/Dubai", "hanoi": "Asia/Bangkok", "osaka": "Asia/Tokyo",
    "canberra": "Australia/Sydney", "wellington": "Pacific/Auckland",
}  # fmt: skip


def zone_named(sent: str) -> str:
    """The zone that a client named. Raises Refused."""
    if sent in zone_names():
        return sent
    name = sent.strip().lower()
    city = name.replace(" ", "_")
    found = OLDER.get(name) or next((zone for zone in sorted(zone_names()) if zone.lower().rpartition("/")[2] == city), None)
    if found is None:
        raise Refused(f"Time zone: {sent[:64]} is not known", field="time_zone")
    return found
