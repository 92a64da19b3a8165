import argparse
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from intake.cli import forms
from intake.resources import resource

GOOD = """
| survey |
| | type | name | label::English (en) | label::Deutsch (de) | hint::English (en) | relevant | required | constraint | calculation | choice_filter | appearance |
| | text | who | Who came? | Wer kam? | All of them. | | yes | | | | multiline |
| | begin_repeat | people | Person | Mensch | | ${who} != '' | | | | | |
| | integer | age | Age of ${who} | Alter | | | | . < 120 | | | |
| | select_one town | town | Town | Stadt | | | | | | p = ${age} | |
| | end_repeat | | | | | | | | | | |
| | note | thanks | Thanks | Danke | | | | | | | |
| | calculate | twice | | | | | | | ${who} | | |
| choices |
| | list_name | name | label::English (en) | label::Deutsch (de) | p |
| | town | x | Exford | Iksstadt | 1 |
| settings |
| | form_id | form_title | version | default_language |
| | trial | A trial | 7 | English (en) |
"""  # noqa: E501 - a table has one line a row
BAD = """
| survey |
| | type | name | label |
| | text | a b | A |
| | select_one nope | c | C |
"""
CYCLE = """
| survey |
| | type | name | label | calculation |
| | calculate | a | | ${b} + 1 |
| | calculate | b | | ${a} + 1 |
| | calculate | c | | nonsense(1) |
"""


def call(*words: str | Path) -> tuple[int, str]:
    top = argparse.ArgumentParser()
    forms.add_commands(top.add_subparsers())
    parsed = top.parse_args(["forms", *map(str, words)])
    out = StringIO()
    act = forms.show_file if words[0] == "show" else forms.check_files
    return act(parsed, out), out.getvalue()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.md"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_says_of_a_form_that_it_can_be_used_in_one_line(good: Path) -> None:
    status, said = call("check", good)
    assert status == 0
    assert said == (
        f"{good}: ok, 3 questions, 0 groups, 1 repeat; English (en), Deutsch (de)\n"
    )


def test_names_every_fault_with_sheet_row_and_mend(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(BAD)
    status, said = call("check", good, bad)
    assert status == 1
    lines = said.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith(f"{bad}: sheet survey, row 4, column name: ")
    assert "“a_b”" in lines[1]
    assert lines[2].startswith(f"{bad}: sheet survey, row 5, column type: ")


def test_finds_what_only_shows_when_the_form_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cycle.md"
    path.write_text(CYCLE)
    status, said = call("check", path)
    assert status == 1
    assert "row 6" in said


def test_writes_json_for_a_program(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(BAD)
    status, said = call("check", "--json", good, bad)
    assert status == 1
    first, second = json.loads(said)
    assert first["ok"] is True
    assert (first["id"], first["version"], first["questions"]) == ("trial", "7", 3)
    assert first["languages"] == ["English (en)", "Deutsch (de)"]
    assert second["ok"] is False
    assert {"sheet", "row", "column", "what", "mend"} == set(second["faults"][0])


def test_lists_doubts_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("survey,,,\n,type,name,label\n,text,a,A\n")
    status, said = call("check", path)
    assert status == 0
    assert said.endswith("; one language, not named; 1 doubt\n")
    assert "form_id" in call("check", "--doubts", path)[1]


def test_reads_the_files_a_form_names_where_they_lie_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "towns.md"
    path.write_text(
        "| survey |\n| | type | name | label |\n"
        "| | select_one_from_file towns.csv | t | Town |\n"
        "| settings |\n| | form_id |\n| | towns |\n"
    )
    assert "1 doubt" in call("check", path)[1]
    (tmp_path / "towns.csv").write_text("name,label\nx,Exford\n")
    assert "doubt" not in call("check", path)[1]
    assert "Exford   [x]" in call("show", path)[1]


def test_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    status, said = call("check", tmp_path / "none.xlsx")
    assert status == 1
    assert "was not read" in said


def test_writes_the_questions_out_with_their_rules(good: Path) -> None:
    status, said = call("show", good)
    assert status == 0
    assert said.splitlines() == [
        "A trial",
        "trial, version 7",
        "",
        "Who came?   [who: string, multiline]",
        "    All of them.",
        "    required",
        "",
        "Person   [people: repeat]",
        "    asked if: ${who} != ''",
        "",
        "    Age of ${who}   [age: int]",
        "        must hold: . < 120",
        "",
        "    Town   [town: select one]",
        "        choices where: p = ${age}",
        "        - Exford   [x]",
        "",
        "Thanks   [thanks: note]",
        "",
        "(nothing is shown)   [twice: not shown]",
        "    worked out as: ${who}",
    ]


def test_writes_them_in_the_language_asked_for_by_name_or_code(good: Path) -> None:
    for language in ("de", "Deutsch (de)", "DE"):
        status, said = call("show", good, "--language", language)
        assert status == 0
        assert "Wer kam?" in said
        assert "Iksstadt   [x]" in said
    status, said = call("show", good, "--language", "fr")
    assert status == 1
    assert "Deutsch (de)" in said


def test_shows_the_faults_instead_of_a_faulty_form(tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(BAD)
    status, said = call("show", bad)
    assert status == 1
    assert "row 4" in said


@pytest.mark.parametrize(
    "part", ["preparation", "consent", "identity", "account", "closing"]
)
def test_the_built_in_protocol_can_be_used_without_a_doubt(part: str) -> None:
    status, said = call("check", resource(f"forms/{part}.md"))
    assert status == 0
    assert "doubt" not in said
    assert said.endswith("; English (en)\n")


def test_loads_no_window_to_look_at_a_form(good: Path) -> None:
    script = (
        "import sys; from intake.cli.main import run; "
        f"status = run(['forms', 'show', {str(good)!r}]); "
        "sys.exit(status or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        env={"PYTHONPATH": str(Path(forms.__file__).parents[2])},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
