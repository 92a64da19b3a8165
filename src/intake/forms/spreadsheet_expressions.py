"""Reads the expressions in a survey's cells for mistakes, before there is an XForm.

A form that cannot be converted for another reason is never read as an XForm, where its
expressions are looked over with all that is known of the form. What can be said without
that is said here, so that an author has it with the rest: what is no expression, which
functions do not exist, and calls that can only fail.
"""

import re
from collections.abc import Iterable, Iterator

from intake.forms.calls import wrong_calls
from intake.forms.faults import Fault
from intake.forms.spreadsheet_outline import Entry
from intake.forms.xpath import ExpressionError, analyse, expression

# By plain name, as the outline has them.
_COLUMNS = (
    *("relevant", "required", "readonly", "constraint", "calculate"),
    *("choice_filter", "jr:count", "repeat_count"),
)
_REFERENCE = re.compile(r"\$\{[^{}]*\}")
_CURLY = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")


def check_expressions(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Give what is wrong with the expressions of the survey, row by row."""
    for entry in entries:
        for column in _COLUMNS:
            source = entry.columns.get(column, "")
            for error in _mistakes(source) if source.strip() else ():
                place = (
                    f" (character {error.position + 1} of the expression)"
                    if error.position is not None
                    else ""
                )
                what = f"{error.what.rstrip('.')}{place}."
                heading = entry.heading(column)
                yield Fault("survey", entry.number, heading, what, error.mend)


def _mistakes(source: str) -> list[ExpressionError]:
    # A path as long as the reference keeps every other place where it was written.
    plain = _REFERENCE.sub(lambda match: "/" + "n" * (len(match[0]) - 1), source)
    if "${" in plain:
        return []  # a reference that is not written rightly is told as such
    try:
        tree = expression(plain.translate(_CURLY)).tree
    except ExpressionError as error:
        return [error]
    found = analyse(tree, "")
    unknown = [
        ExpressionError(
            what=f"There is no function {name}()",
            mend=f"Did you mean {near}()?" if near else "Take it out.",
            position=position,
        )
        for name, near, position in found.unknown
    ]
    return [*unknown, *wrong_calls(tree, {})]
