"""The page on appearances, held against the program: each is named, each runs."""

import re
from functools import cache
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from asking import Asking, converted, find, fresh
from intake.forms import Form
from intake.ui.questions import dates, finding, matrix, numbers, places, ranges, text
from intake.ui.questions.calendars import CALENDARS
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.choosing import OneOfFolded, OneOfLines
from intake.ui.questions.drawing import METHODS
from intake.ui.questions.editor import Editor
from intake.ui.questions.upload import UploadEditor

PAGE = Path(__file__).parents[3] / "docs" / "appearances.md"
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)

# Every word that the makers of forms know, by what it stands on.
TEXT = [
    "multiline",
    "numbers",
    "thousands-sep",
    "masked",
    "url",
    "printer",
    "ex:",
    "hidden-answer",
]
NUMBER = ["counter", "bearing", "thousands-sep", "analog-scale", "ex:"]
CHOICE = [
    "minimal",
    "autocomplete",
    "search",
    "quick",
    "quickcompact",
    "columns",
    "columns-3",
    "columns-pack",
    "compact",
    "horizontal",
    "horizontal-compact",
    "no-buttons",
    "likert",
    "label",
    "list-nolabel",
    "list",
    "map",
    "image-map",
]
RANGE = ["vertical", "no-ticks", "picker", "rating", "distress"]
DATE = [*["no-calendar", "month-year", "year"], *sorted(CALENDARS)]
PLACE = ["maps", "placement-map", "hide-input"]
FILE = ["new", "new-front", "selfie", *sorted(METHODS)]
ANY = [
    *(f"w{number}" for number in range(1, 13)),
    *["no-collapse", "no-print", "comment", "dn", "page-break"],
]
FORM = ["field-list", "table-list", "pages", "theme-grid", "theme-formhub"]

FACES: dict[tuple[str, str], type[Editor]] = {
    ("text", "multiline"): text.AreaEditor,
    ("integer", "analog-scale"): ranges.RangeEditor,
    ("integer", "counter"): numbers.NumberEditor,
    ("select_one yn", "minimal"): OneOfFolded,
    ("select_one yn", "search"): finding.LongList,
    ("select_one yn", "autocomplete"): finding.LongList,
    ("select_one yn", "label"): matrix.MatrixHead,
    ("select_one yn", "list-nolabel"): matrix.MatrixRow,
    ("select_one yn", "image-map"): OneOfLines,
    ("select_one yn", "map"): OneOfLines,
    ("range", "rating"): ranges.RatingEditor,
    ("range", "picker"): ranges.PickerEditor,
    ("date", "ethiopian"): dates.DateEditor,
    ("geopoint", "placement-map"): places.PointEditor,
    ("geoshape", "maps"): places.PointsEditor,
    ("image", "signature"): UploadEditor,
}
EVERY = [
    *(("text", one) for one in [*TEXT, *ANY, "partial-date", "narrative"]),
    *(("integer", one) for one in NUMBER),
    *(("select_one yn", one) for one in [*CHOICE, *ANY]),
    *(("select_multiple yn", one) for one in CHOICE if "quick" not in one),
    *(("range", one) for one in RANGE),
    *(("date", one) for one in DATE),
    *(("geopoint", one) for one in PLACE),
    *(("geoshape", "maps"), ("geotrace", "maps")),
    *(("image", one) for one in FILE),
    *(("audio", one) for one in ("", "new", "ex:org.example.app")),
    *(("video", "new"), ("file", ""), ("barcode", "hidden-answer")),
    *((one, "") for one in ("time", "dateTime", "rank yn", "acknowledge", "decimal")),
]


def rows() -> dict[str, tuple[str, str, str]]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name: (where, means, here) for name, where, means, here in found}


def test_every_appearance_has_its_row_with_its_rule() -> None:
    named = rows()
    wanted = {*TEXT, *NUMBER, *CHOICE, *RANGE, *DATE, *PLACE, *FILE, *ANY, *FORM}
    wanted = {"columns-n" if one == "columns-3" else one for one in wanted}
    assert wanted - set(named) == set()
    assert set(named) - wanted == {"narrative", "partial-date"}
    assert all(all(cell.strip() for cell in row) for row in named.values())


@cache
def form_with_every() -> Form:
    lines = "\n".join(
        f"| | {kind} | q{number} | What? | {looks} |"
        for number, (kind, looks) in enumerate(EVERY)
    )
    return converted(
        f"| survey |\n| | type | name | label | appearance |\n{lines}\n"
        "| choices |\n| | list_name | name | label |\n"
        "| | yn | yes | Yes |\n| | yn | no | No |\n"
    )


@pytest.mark.parametrize(("kind", "looks"), EVERY)
def test_each_is_shown_by_the_editor_meant_for_it(
    qtbot: QtBot, kind: str, looks: str
) -> None:
    session = fresh(form_with_every())
    item = find(session, f"q{EVERY.index((kind, looks))}")
    card = QuestionCard(item, Asking(session))
    qtbot.addWidget(card)
    card.show()
    assert card.editor is not None
    assert isinstance(card.editor, FACES.get((kind, looks), Editor))
    card.flush()
    card.refresh()
    assert card.item.value == ""
