"""What stories of this connector have in common."""

from .story import account

__all__ = ["account"]
