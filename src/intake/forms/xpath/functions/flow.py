"""Choosing between values, and what the form and the device know of themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from intake.forms.xpath.code import (
    Code,
    Kind,
    Truth,
    as_text,
    as_truth,
    blank_if_hidden,
    node_text,
)
from intake.forms.xpath.functions.library import Building, Library
from intake.forms.xpath.values import Value

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

flow = Library()


@flow.special("if", "bvv", Kind.ANY)
def _if(building: Building) -> Code:
    """Work out only the branch that counts."""
    condition, yes, no = building.arguments
    test = as_truth(condition)
    if yes.kind is no.kind is Kind.NODES:
        return _either(test, yes, no)
    one, other = blank_if_hidden(yes), blank_if_hidden(no)
    kind = yes.kind if yes.kind is no.kind else Kind.ANY
    return Code(lambda context: one(context) if test(context) else other(context), kind)


def _either(test: Truth, yes: Code, no: Code) -> Code:
    """Choose between two paths; the choice is a path still."""
    one, other = yes.run, no.run

    def hidden(context: Context) -> bool:
        chosen = yes if test(context) else no
        return chosen.hidden is not None and chosen.hidden(context)

    return Code(
        lambda context: one(context) if test(context) else other(context),
        Kind.NODES,
        hidden=hidden,
    )


@flow.special("coalesce", "vv", Kind.ANY)
def _coalesce(building: Building) -> Code:
    """Give the first value unless it is blank or not a number."""
    first, second = building.arguments
    # Of a path the answer counts, so that blank and blank does not hold.
    one = as_text(first) if first.kind is Kind.NODES else first.run
    other = as_text(second) if second.kind is Kind.NODES else second.run

    def run(context: Context) -> Value:
        value = one(context)
        if isinstance(value, list):
            value = node_text(context, value[0]) if value else ""
        if value == "" or (isinstance(value, float) and math.isnan(value)):
            return other(context)
        return value

    return Code(run, Kind.ANY)


@flow.special("once", "v", Kind.ANY, volatile=True)
def _once(building: Building) -> Code:
    """Keep the answer that is there; only a blank one is worked out."""
    value = blank_if_hidden(building.arguments[0])

    def run(context: Context) -> Value:
        return node_text(context, context.node) or value(context)

    return Code(run, Kind.ANY)


@flow.special("depend", "v?v*", Kind.ANY)
def _depend(building: Building) -> Code:
    return building.arguments[0]


@flow.add("boolean-from-string", "s", Kind.BOOLEAN)
def _boolean_from_string(_context: Context, text: str) -> bool:
    return text in ("1", "true")


@flow.add("property", "s", Kind.STRING)
def _property(context: Context, name: str) -> str:
    return context.environment.properties.get(name, "")


@flow.add("version", "", Kind.STRING)
def _version(context: Context) -> str:
    return context.environment.version
