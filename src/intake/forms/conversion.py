"""Takes a questionnaire in whatever file it came and gives its XForm.

Spreadsheets are converted by pyxform in a fresh process: it can take seconds, it can
crash, and what it reads is a stranger's. The process gets the file through a pipe and
nothing else: no environment, no open files, no temporary file.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Thread
from typing import IO, Any

from intake.domain.errors import Cancelled
from intake.forms.faults import Fault, FormFaulty
from intake.forms.spreadsheet import FileKind, kind_of, refuse

# A list of 50,000 choices takes 20 seconds; a slow laptop takes three times as long.
_LONGEST = 180.0
_LOOK_UP_EVERY = 0.05
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

_BOOTSTRAP = (
    "import json, sys; sys.path[:0] = json.loads(sys.argv[1]); "
    "from intake.forms.conversion_worker import main; main()"
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
    """Have a fresh process convert *data*, and wait for it without going deaf."""
    # communicate() forgets half-sent input when it is called again after a timeout,
    # so one thread feeds the process and another listens.
    answer: list[bytes] = []
    try:
        process = _start()
    except OSError as error:
        raise FormFaulty([_NOT_STARTED]) from error
    with process as worker:
        feeder = Thread(target=_feed, args=(worker.stdin, data), daemon=True)
        listener = Thread(target=_listen, args=(worker.stdout, answer), daemon=True)
        feeder.start()
        listener.start()
        try:
            _wait(listener, cancelled)
        finally:
            worker.kill()
            worker.wait()
            feeder.join()
            listener.join()
    with contextlib.suppress(ValueError):
        result = json.loads(b"".join(answer))
        if isinstance(result, dict) and not result.get("exhausted"):
            return result
    # It died of a limit, or of something that no Python can catch.
    raise FormFaulty([_GAVE_UP])


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError), pipe:  # it may have died before it read all
        pipe.write(data)


def _listen(pipe: IO[bytes], answer: list[bytes]) -> None:
    answer.append(pipe.read(_LONGEST_ANSWER))


def _wait(listener: Thread, cancelled: Callable[[], bool]) -> None:
    started = time.monotonic()
    while listener.is_alive():
        if cancelled():
            raise Cancelled
        if time.monotonic() - started > _LONGEST:
            raise FormFaulty([_GAVE_UP])
        listener.join(_LOOK_UP_EVERY)


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-X", "utf8", "-c", _BOOTSTRAP]
    paths = [path for path in sys.path if os.path.isabs(path)]  # noqa: PTH117 - text
    # Windows cannot start a program without these two; neither is a secret.
    needed = {"SYSTEMROOT", "WINDIR"}
    kept = {key: value for key, value in os.environ.items() if key in needed}
    return subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
        [*command, json.dumps(paths)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=kept,
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _conversion(result: dict[str, Any]) -> Conversion:
    if faults := result.get("faults"):
        raise FormFaulty(Fault(*fault) for fault in faults)
    return Conversion(
        xform=result["xform"].encode(),
        resources={name: text.encode() for name, text in result["resources"].items()},
        rows=result["rows"],
        warnings=tuple(Fault(*one) for one in result["warnings"]),
    )
