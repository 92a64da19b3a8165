"""Values that a form takes from its surroundings when an interview begins.

ODK XForms ``jr:preload``: uid, date, timestamp, property. Properties of the machine and
of the person are blank unless the session is given them: they identify.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from intake.forms.evaluation import Evaluation
    from intake.forms.item import Item


def preloaded(evaluation: Evaluation, item: Item) -> str | None:
    """Give the value that *item* begins with, None if the form asks for none."""
    bind = item.field.bind
    parameter = bind.preload_parameter
    environment = evaluation.environment
    match bind.preload:
        case "uid":
            return new_id(evaluation)
        case "date" if parameter == "today":
            return environment.now().date().isoformat()
        case "timestamp" if parameter == "start":
            return moment(environment.now())
        case "property":
            # Forms write "phone number" as well as "phonenumber".
            name = parameter.replace(" ", "")
            return environment.properties.get(name, "")
        case "uuid":
            return new_id(evaluation).removeprefix("uuid:")
        case _:
            return None


def moment(time: datetime) -> str:
    """Write *time* as ODK does, with milliseconds and the zone."""
    return time.isoformat(timespec="milliseconds")


def new_id(evaluation: Evaluation) -> str:
    """Make an instance id out of the session's own chance."""
    number = evaluation.environment.random.getrandbits(128)
    return f"uuid:{uuid.UUID(int=number, version=4)}"
