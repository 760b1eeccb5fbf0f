"""Webhooks: other programs are told what happens on the desk (README.md)."""
