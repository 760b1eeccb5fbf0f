"""Rights of the core's own pages. Rooms above use `accounts.routes.route`; the core lies below it and says the same with this."""

from collections.abc import Callable


def needs(right: str) -> Callable:
    """Mark a view of a desk with the right that DeskMiddleware asks for."""

    def mark(view: Callable) -> Callable:
        view.right = right
        return view

    return mark
