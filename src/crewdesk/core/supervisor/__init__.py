"""One process that starts the parts of the program, keeps them running and stops them in order."""

from .process import Part
from .supervisor import Supervisor

__all__ = ["Part", "Supervisor"]
