"""How long the interview's windows take: cards, pages, and a list of 50,000 choices.

Run by hand: ``python benchmarks/windows.py``. Prints milliseconds, the shortest of
several runs, drawn without a screen. To reach: 500 mixed questions under 500, a page
under 50, every step in a long list under 100.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from intake.forms import Form, Session, convert, read_form
from intake.ui.application import make_application
from intake.ui.look import Look
from intake.ui.questions.editors import editor_for
from intake.ui.questions.finding import LongList
from intake.ui.questions.group import GroupView
from intake.ui.questions.hands import Hands

KINDS = (
    "text",
    "integer",
    "select_one know",
    "date",
    "select_multiple know",
    "range",
    "note",
    "time",
    "decimal",
    "acknowledge",
)
QUESTIONS, PAGE, CHOICES, ROUNDS = 500, 14, 50_000, 7
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class _Nobody:
    def taking(self, _ref: str) -> None:
        """Nothing is under way."""

    def go_on(self, _ref: str) -> None:
        """There is nowhere to go."""


def session(form: Form) -> Session:
    """Begin an interview with *form*."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    return Session(form, now=lambda: NOON, random=chance)


def hands() -> Hands:
    """Give hands that nobody uses: only the building is measured."""
    return cast("Hands", _Nobody())


def best(run: Callable[[], object]) -> float:
    """Give the shortest of several runs, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        made = run()
        QApplication.processEvents()
        times.append(time.perf_counter() - began)
        if isinstance(made, QWidget):
            made.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return min(times) * 1000


def mixed() -> Form:
    """Make a form with every usual kind of question in turn."""
    lines = "\n".join(
        f"| | {KINDS[n % len(KINDS)]} | q{n} | Question {n} | A hint |"
        for n in range(QUESTIONS)
    )
    choices = "\n".join(f"| | know | c{n} | Answer {n} |" for n in range(4))
    text = (
        f"| survey |\n| | type | name | label | hint |\n{lines}\n"
        f"| choices |\n| | list_name | name | label |\n{choices}\n"
    )
    made = convert(text.encode(), "mixed.md")
    return read_form(made.xform, made.resources, made.rows)


def long_list() -> Form:
    """Make a form whose one question has a very long list."""
    text = (
        "| survey |\n| | type | name | label |\n"
        "| | select_one_from_file villages.csv | village | Which? |\n"
    )
    rows = "\n".join(f"v{n},Village {n} of Ürümchi" for n in range(CHOICES))
    made = convert(text.encode(), "long.md")
    return read_form(made.xform, {"villages.csv": f"name,label\n{rows}\n".encode()})


def shown(form: Form, count: int) -> QWidget:
    """Build and show the first *count* questions."""
    view = GroupView(session(form).root.children[:count], hands())
    view.show()
    return view


def main() -> None:
    """Print every figure."""
    make_application([], Look())
    form = mixed()
    items = session(form).root.children
    built = best(lambda: GroupView(items, hands()))
    print(f"{QUESTIONS} mixed questions built   {built:8.1f} ms")
    page = best(lambda: shown(form, PAGE))
    print(f"a page of {PAGE} shown            {page:8.1f} ms")
    item = session(long_list()).get("/data/village")
    opened = best(lambda: editor_for(item, lambda _: None, hands()))
    print(f"{CHOICES} choices opened        {opened:8.1f} ms")
    editor = LongList(item, lambda _: None)
    editor.refresh(item)
    editor.show()
    for typed in ("u", "urum", "village 4999"):
        took = best(partial(narrow, editor, typed))
        print(f"  narrowed to {typed!r:18}{took:8.1f} ms")


def narrow(editor: LongList, typed: str) -> None:
    """Type into the search of a long list."""
    editor.search.clear()
    editor.search.setText(typed)


if __name__ == "__main__":
    main()
