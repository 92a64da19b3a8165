"""Begins an interview with a form that nobody is asked, to see whether it can begin."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from intake.forms.session import Session
from intake.forms.whereabouts import below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intake.forms.definition import Form
    from intake.forms.item import Item
    from intake.forms.xpath import ExpressionError

# Any day will do; a fixed one gives the same faults every time.
_DAY = datetime(2024, 1, 1, 12, tzinfo=UTC)


def rehearse(form: Form) -> Mapping[tuple[str, str], ExpressionError]:
    """Give what went wrong in working out *form* once, by path and by rule."""
    session = Session(form, now=lambda: _DAY, random=random.Random(0))  # noqa: S311 - the same rehearsal every time
    for item in below(session.root):
        if item.field.control is not None and item.field.control.itemset is not None:
            _look_at_choices(item)
    return session.errors


def _look_at_choices(item: Item) -> int:
    """Make the choices of *item*: their faults show, and long lists are then ready."""
    return len(item.choices)
