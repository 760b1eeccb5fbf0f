"""What becomes of the rows of each kind of file."""

from ..targets import ORGANIZATIONS, TICKETS, USERS
from .common import Action, Importer, Plan, Row, Setting
from .organizations import Organizations
from .tickets import Tickets
from .users import Users

IMPORTERS: dict[str, type[Importer]] = {USERS: Users, ORGANIZATIONS: Organizations, TICKETS: Tickets}

__all__ = ["IMPORTERS", "Action", "Importer", "Plan", "Row", "Setting"]
