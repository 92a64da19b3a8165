"""Begins an interview with a form that nobody is asked, to see whether it can begin."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from intake.forms.session import Session
from intake.forms.whereabouts import below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intake.forms.definition import Field, Form
    from intake.forms.item import Item
    from intake.forms.xpath import ExpressionError

LONG = 5000
# Any day will do; a fixed one gives the same faults every time.
_DAY = datetime(2024, 1, 1, 12, tzinfo=UTC)


def rehearse(form: Form) -> Mapping[tuple[str, str], ExpressionError]:
    """Give what went wrong in working out *form* once, by path and by rule."""
    session = Session(form, now=lambda: _DAY, random=random.Random(0))  # noqa: S311 - the same rehearsal every time
    for item in below(session.root):
        if _is_worth_a_look(form, item.field):
            _look_at_choices(item)
    return session.errors


def _is_worth_a_look(form: Form, field: Field) -> bool:
    itemset = None if field.control is None else field.control.itemset
    if itemset is None:
        return False
    # Filtering a long list by what nobody has answered yet would only take time.
    tables = (source.table for source in form.sources.values())
    return itemset.steady or not any(one and len(one.rows) > LONG for one in tables)


def _look_at_choices(item: Item) -> int:
    """Make the choices of *item*: their faults show, and long lists are then ready."""
    return len(item.choices)
