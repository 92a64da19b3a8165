"""What a form sets by itself when something happens, and when that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intake.forms.definition import Field
    from intake.forms.xpath import Expression


class Event(StrEnum):
    """The events of the ODK XForms specification."""

    FIRST_LOAD = "odk-instance-first-load"
    LOAD = "odk-instance-load"
    NEW_REPEAT = "odk-new-repeat"
    VALUE_CHANGED = "xforms-value-changed"


# Names of older forms. What a form does on revalidation has no effect of its own here.
OLDER: Mapping[str, Event | None] = {
    "xforms-ready": Event.FIRST_LOAD,
    "jr-insert": Event.NEW_REPEAT,
    "xforms-revalidate": None,
}


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """A ``setvalue`` or ``odk:setgeopoint``.

    ``anchor`` is the question or repeat it is written into, None for the model.
    ``target`` is the field it sets and ``path`` the way there as written, from the
    anchor. The new value is that of ``expression``, or ``text`` where there is none;
    ``geopoint`` takes the place where the machine stands instead.
    """

    events: frozenset[Event]
    target: Field
    path: Expression
    anchor: Field | None = None
    expression: Expression | None = None
    text: str = ""
    geopoint: bool = False
