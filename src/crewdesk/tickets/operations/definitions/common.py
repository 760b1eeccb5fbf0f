"""Shared by the verbs that define something; accounts, which has fields of its own, defines them in the same way."""

from crewdesk.accounts.operations.defining import apply, put_in_order, require_pattern, require_right, require_text

__all__ = ["apply", "put_in_order", "require_pattern", "require_right", "require_text"]
