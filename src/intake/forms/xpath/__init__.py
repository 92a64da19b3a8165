"""XPath 1.0 with the functions of ODK: parsed once, compiled to closures.

    rule = expression("../age > 17 and selected(../roles, 'witness')")
    rule.boolean(Context(environment, node))

The language is XPath 1.0 (W3C, 16 November 1999) and, in the ``ODK`` dialect, the
function library of the ODK XForms specification with JavaRosa's meaning where engines
differ. ``Dialect.XPATH1`` keeps to the core library.

Public names, all imported from here:

``expression(source, *, namespaces={}, dialect=Dialect.ODK) -> Expression``
    raises ExpressionSyntaxError, TooComplex; an unknown function is only an error when
    it is called, so ``analyse(...).unknown`` lists them for the form's check.
``Expression``: ``source``, ``tree``; ``evaluate(context) -> Value``,
    ``string(context) -> str``, ``number(context) -> float``,
    ``boolean(context) -> bool``, ``nodes(context) -> list[Node]``; ``holds(context)``
    is ``boolean`` with JavaRosa's reading of a bare path, for binds. All raise
    ExpressionError and nothing else.
``Value``: ``str | float | bool | list[Node]`` and the date values ``Moment``.
``analyse(tree, context="/data/group/question") -> Analysis``
    ``references``, each a ``Reference`` with ``path`` (absolute and generic),
    ``instance`` and ``kept``; ``functions``, ``unknown``, ``itexts``, ``volatile``,
    ``constant``, ``positional``, ``uses_current``.
``Context(environment, node=None, position=1, size=1)``, ``Environment(...)``.
``to_string(value)``, ``to_number(value)``, ``to_boolean(value)``.
``ExpressionError`` (``what``, ``mend``, ``position``) and its kinds.
"""

from intake.forms.xpath.analysis import Analysis, Reference, analyse
from intake.forms.xpath.environment import Context, Environment
from intake.forms.xpath.errors import (
    ExpressionError,
    ExpressionSyntaxError,
    TooComplex,
    TooLong,
    UnknownFunction,
)
from intake.forms.xpath.language import Dialect, Expression, expression
from intake.forms.xpath.parser import parse
from intake.forms.xpath.values import Moment, Value, to_boolean, to_number, to_string

__all__ = [
    "Analysis",
    "Context",
    "Dialect",
    "Environment",
    "Expression",
    "ExpressionError",
    "ExpressionSyntaxError",
    "Moment",
    "Reference",
    "TooComplex",
    "TooLong",
    "UnknownFunction",
    "Value",
    "analyse",
    "expression",
    "parse",
    "to_boolean",
    "to_number",
    "to_string",
]
