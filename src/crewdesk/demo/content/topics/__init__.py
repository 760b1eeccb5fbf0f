"""What people write to Harbor about: one module a topic, each with a ``TOPIC``."""

from importlib import import_module
from pkgutil import iter_modules

from ..model import Topic

TOPICS: dict[str, Topic] = {
    topic.key: topic for topic in (import_module(f"{__name__}.{module.name}").TOPIC for module in iter_modules(__path__))
}
CATEGORIES: dict[str, tuple[str, ...]] = {
    category: tuple(sorted({t.subcategory for t in TOPICS.values() if t.category == category}))
    for category in sorted({t.category for t in TOPICS.values()})
}
