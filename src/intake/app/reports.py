"""How a long deed tells how far it is, and how it is stopped."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Called between steps with (done, total); it may raise Cancelled to stop the deed."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""
