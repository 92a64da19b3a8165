"""Takes a questionnaire in whatever file it came and gives its XForm.

Spreadsheets are converted by pyxform in a fresh process: it can take seconds, it can
crash, and what it reads is a stranger's.
"""

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.forms import child
from intake.forms.faults import Fault, FormFaulty
from intake.forms.spreadsheet import FileKind, kind_of, refuse

# A list of 50,000 choices takes 20 seconds; a slow laptop takes three times as long.
_LONGEST = 180.0
_LONGEST_ANSWER = 256 * 2**20

_GAVE_UP = Fault(
    "",
    None,
    "",
    "The conversion of this form used up its time or memory and was stopped.",
    "Take out long lists and unused sheets, or ask for the form as XForm XML.",
)
_NOT_STARTED = Fault(
    "",
    None,
    "",
    "This machine did not start the conversion of the form.",
    "Close other programs and try again, or ask for the form as XForm XML.",
)

_ROOT_ELEMENT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Conversion:
    """A form as an XForm, and how it relates to what it was made from.

    ``resources`` are the files it needs beside it, by name ("itemsets.csv"). ``rows``
    maps a question's place, "/data/group/name", to the row of the survey sheet (the
    line, in a text file); it is empty for a form that came as XForm XML.
    """

    xform: bytes
    resources: Mapping[str, bytes] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()


def convert(
    data: bytes, name: str, cancelled: Callable[[], bool] = lambda: False
) -> Conversion:
    """Convert the form file *data*; *name* only tells the person which file it was.

    The kind is told by the content: .xlsx, .xls, .csv, .md or XForm XML. *cancelled*
    is asked twenty times a second. Raises FormFaulty with every fault found, and
    Cancelled.
    """
    if kind_of(data) is FileKind.XFORM:
        _check_root(data, name)
        return Conversion(data)
    return _conversion(_ask_worker(data, cancelled))


def _check_root(data: bytes, name: str) -> None:
    """Refuse XML that is plainly something else; reading the XForm does the rest."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    match = _ROOT_ELEMENT.search(data[:20_000].decode(encoding, errors="replace"))
    root = match[1] if match else ""
    if root == "Workbook":
        refuse("This is an Excel 2003 XML workbook.", "Save it as Excel .xlsx.")
    if root.lower() != "html":
        refuse(
            f"“{name}” is XML, but not an XForm: it begins with “{root}”.",
            "Choose the form itself, or its spreadsheet.",
        )


def _ask_worker(data: bytes, cancelled: Callable[[], bool]) -> dict[str, Any]:
    """Have a fresh process convert *data*; raises FormFaulty when it gave up."""
    try:
        answer = child.ask(
            "intake.forms.conversion_worker",
            data,
            seconds=_LONGEST,
            most=_LONGEST_ANSWER,
            cancelled=cancelled,
        )
    except OSError as error:
        raise FormFaulty([_NOT_STARTED]) from error
    with contextlib.suppress(ValueError):
        result = json.loads(answer)
        if isinstance(result, dict) and not result.get("exhausted"):
            return result
    # It died of a limit, or of something that no Python can catch.
    raise FormFaulty([_GAVE_UP])


def _conversion(result: dict[str, Any]) -> Conversion:
    if faults := result.get("faults"):
        raise FormFaulty(Fault(*fault) for fault in faults)
    return Conversion(
        xform=result["xform"].encode(),
        resources={name: text.encode() for name, text in result["resources"].items()},
        rows=result["rows"],
        warnings=tuple(Fault(*one) for one in result["warnings"]),
    )
