"""Names by culture, and the pool that customers are drawn from."""

from .asia import ASIA
from .europe import EUROPE
from .model import Culture
from .world import WORLD

CULTURES: tuple[Culture, ...] = (*EUROPE, *ASIA, *WORLD)
