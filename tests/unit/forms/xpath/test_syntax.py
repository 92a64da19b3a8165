"""The shape of a parsed expression: plain values that can be compared and kept."""

from __future__ import annotations

from intake.forms.xpath import parse
from intake.forms.xpath.syntax import Arithmetic, Axis, Logic, NumberLiteral, Path

# XPath 1.0 §2.2
AXES = """
ancestor ancestor-or-self attribute child descendant descendant-or-self following
following-sibling namespace parent preceding preceding-sibling self
"""


def test_there_are_the_thirteen_axes_of_xpath() -> None:
    assert {axis.value for axis in Axis} == set(AXES.split())


def test_every_axis_can_be_written() -> None:
    for axis in Axis:
        path = parse(f"{axis} :: a")
        assert isinstance(path, Path)
        assert path.steps[0].axis is axis


def test_equal_texts_have_equal_shapes() -> None:
    source = "/a/b[@c = 'x' and 1 < 2]/d | f($g, -1)"
    assert parse(source) == parse(source)
    assert hash(parse(source)) == hash(parse(source))
    assert parse("a + b") != parse("a - b")


def test_chains_of_one_operator_are_flat() -> None:
    one = parse("1 + 2 - 3")
    assert isinstance(one, Arithmetic)
    assert one.first == NumberLiteral(1.0, 0)
    assert one.rest == (("+", NumberLiteral(2.0, 4)), ("-", NumberLiteral(3.0, 8)))
    many = parse("a and b and c")
    assert isinstance(many, Logic)
    assert len(many.operands) == 3
