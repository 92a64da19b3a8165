"""Remembers what of a form could not be worked out, and where it still cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.forms.item import Item
    from intake.forms.xpath import ExpressionError


@dataclass(slots=True)
class Troubles:
    """The errors of one session.

    ``errors`` holds the latest of each rule that ever failed, by path and aspect, for
    the author of the form; ``present`` those that hold now, by place, for whoever
    fills it in.
    """

    errors: dict[tuple[str, str], ExpressionError] = field(default_factory=dict)
    present: dict[Item, dict[str, ExpressionError]] = field(default_factory=dict)

    def note(self, item: Item, aspect: str, error: ExpressionError) -> None:
        """Remember that *aspect* of *item* could not be worked out."""
        self.errors[item.field.path, aspect] = error
        self.present.setdefault(item, {})[aspect] = error

    def mended(self, item: Item, aspect: str) -> None:
        """Forget it, now that *aspect* of *item* could be worked out."""
        there = self.present.get(item)
        if there is not None and aspect in there:
            del there[aspect]
            if not there:
                del self.present[item]
