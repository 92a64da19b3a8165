"""Says in plain words, with a place and a way to mend it, what pyxform found wrong.

A message that is not in the table still comes through, with its place where one can be
read out of it.
"""

import re

from intake.forms.conversion_messages import FAULTS, NOISE, REMARKS, Message
from intake.forms.faults import Fault
from intake.forms.spreadsheet import SHEETS, Sheet, Workbook
from intake.forms.spreadsheet_outline import meanings, outline

_PLACED = re.compile(
    r"\[row : (?P<row>\d+|None|unknown)\]\s*"
    r"(?:On the '(?P<sheet>\w+)' sheet, the '(?P<column>[^']*)' value is "
    r"(?:invalid|problematic)\.\s*)?(?P<rest>.*)",
    re.DOTALL,
)
_LEARN_MORE = re.compile(r"\s*Learn more: \S+")
_NAMED = re.compile(r"(?:named|question) '?(?:\$\{)?([\w.-]*\w)")
_LONGEST = 300


def fault_of(message: str, book: Workbook) -> list[Fault]:
    """Translate a message that stopped the conversion."""
    return [
        _translate(part, book, FAULTS, "Change it, or ask the author of the form.")
        for part in _parts(message)
    ]


def remarks_of(notes: list[str], book: Workbook) -> list[Fault]:
    """Translate the remarks of a conversion that went well."""
    remarks: dict[Fault, None] = {}
    for note in notes:
        if not NOISE.search(note):
            remark = _translate(note, book, REMARKS, "Look at it, if it matters.")
            remarks.setdefault(remark)
    return list(remarks)


def _parts(message: str) -> list[str]:
    """Cut a message that holds several into one for each row."""
    parts = re.split(r"\n(?=\[row : )", message.strip())
    return [part for part in parts if part] or [message]


def _translate(
    message: str,
    book: Workbook,
    table: tuple[Message, ...],
    otherwise: str,
) -> Fault:
    message = _LEARN_MORE.sub("", message)
    sheet, row, column, rest = "survey", None, "", message
    if placed := _PLACED.search(message):
        sheet = placed["sheet"] or "survey"
        column = placed["column"] or ""
        rest = placed["rest"]
        if placed["row"].isdigit():
            row = _row(book.sheet(sheet), int(placed["row"]))
    for known in table:
        if match := known.pattern.search(rest):
            what = known.what.format(*match.groups())
            mend = known.mend.format(*match.groups())
            column = column or known.column
            break
    else:
        what, mend = rest.partition("\n")[0].strip()[:_LONGEST], otherwise
    if row is None:
        row = _row_of_named(message, book)
    return Fault(sheet, row, _heading(book.sheet(sheet), column), what, mend)


def _heading(sheet: Sheet, column: str) -> str:
    """Give a column the heading it has in this form."""
    if column in sheet.headings or sheet.name not in SHEETS:
        return column
    known = meanings(sheet)
    return next(
        (heading for heading, meaning in known.items() if column in meaning), column
    )


def _row(sheet: Sheet, position: int) -> int | None:
    """Find the row that pyxform counts as *position*."""
    if position == 1:
        return sheet.header_row
    return next((one.number for one in sheet.rows if one.position == position), None)


def _row_of_named(message: str, book: Workbook) -> int | None:
    """Find the row of the question that a message names, if it names one."""
    match = _NAMED.search(message)
    if not match:
        return None
    return next(
        (one.number for one in outline(book.sheet("survey")) if one.name == match[1]),
        None,
    )
