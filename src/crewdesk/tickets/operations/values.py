"""Values of custom fields are read in one way, whatever they are fields of."""

from crewdesk.accounts.field_values import BadValue, compile_pattern, read_value, tags_of

__all__ = ["BadValue", "compile_pattern", "read_value", "tags_of"]
