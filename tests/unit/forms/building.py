"""Small forms for tests, and sessions with them whose clock and chance stand still."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from intake.forms import FormFaulty, Session, read_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from intake.forms import Form

NOW = datetime(2024, 5, 15, 13, 14, 15, tzinfo=UTC)

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms"'
    ' xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"'
    ' xmlns:odk="http://www.opendatakit.org/xforms"'
    ' xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Test</h:title><model>'
)


def xform(instance: str, binds: str = "", body: str = "", model: str = "") -> bytes:
    """Write an XForm: what is in the root node, the rules, the questions, the rest."""
    return (
        f"{_HEAD}<instance><data id='test' version='1'>{instance}</data></instance>"
        f"{model}{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def form(
    instance: str,
    binds: str = "",
    body: str = "",
    model: str = "",
    resources: Mapping[str, bytes] | None = None,
) -> Form:
    """Read such a form."""
    return read_form(xform(instance, binds, body, model), resources or {})


def faults(instance: str, binds: str = "", body: str = "", model: str = "") -> str:
    """Give the faults of such a form, one a line; "" when it has none."""
    try:
        form(instance, binds, body, model)
    except FormFaulty as faulty:
        return "\n".join(str(fault) for fault in faulty.faults)
    return ""


def begin(
    given: Form, language: str = "", now: Callable[[], datetime] = lambda: NOW
) -> Session:
    """Begin an interview."""
    chance = random.Random(7)  # noqa: S311 - any will do
    return Session(given, now=now, random=chance, language=language)


def session(
    instance: str,
    binds: str = "",
    body: str = "",
    model: str = "",
    resources: Mapping[str, bytes] | None = None,
) -> Session:
    """Begin an interview with such a form."""
    return begin(form(instance, binds, body, model, resources))


def resumed(given: Session, newer: Form | None = None) -> Session:
    """Take the interview up again on another day, with other chance."""
    return Session.resume(
        newer or given.form,
        given.steps,
        now=lambda: datetime(2030, 1, 1, tzinfo=UTC),
        random=random.Random(8),  # noqa: S311 - must not matter
        language=given.language,
    )


def bind(path: str, **rules: str) -> str:
    """Write a bind: bind("a", type="int", relevant="/data/b = 'x'")."""
    escaped = {
        name: value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        for name, value in rules.items()
    }
    written = "".join(f' {name}="{value}"' for name, value in escaped.items())
    return f'<bind nodeset="/data/{path}"{written}/>'


def ask(path: str, label: str = "") -> str:
    """Write a text question."""
    return f'<input ref="/data/{path}"><label>{label or path}</label></input>'


def choose(path: str, nodeset: str, tag: str = "select1") -> str:
    """Write a question with choices from *nodeset*, by name and label."""
    return (
        f'<{tag} ref="/data/{path}"><label>{path}</label><itemset nodeset="{nodeset}">'
        f'<value ref="name"/><label ref="label"/></itemset></{tag}>'
    )


def repeat(path: str, inside: str, attributes: str = "") -> str:
    """Write a repeat in its group."""
    return (
        f'<group ref="/data/{path}"><label>{path}</label>'
        f'<repeat nodeset="/data/{path}" {attributes}>{inside}</repeat></group>'
    )


def listed(name: str, *rows: str, column: str = "g") -> str:
    """Write a secondary instance; a row is "name" or "name:group"."""
    items = "".join(
        f"<item><name>{value}</name><label>{value.upper()}</label>"
        f"<{column}>{group}</{column}></item>"
        for value, _, group in (row.partition(":") for row in rows)
    )
    return f'<instance id="{name}"><root>{items}</root></instance>'
