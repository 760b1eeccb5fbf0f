"""Reads of tickets that are worth a name."""
