import contextlib
import os
import sys
from pathlib import Path

import pytest
from lxml import etree
from pyxform.xls2xform import convert as pyxform_convert

from intake.domain.errors import Cancelled
from intake.forms.conversion import Conversion, convert
from intake.forms.faults import Fault, FormFaulty

_FORMS = Path(__file__).parents[4] / "shared" / "conformance" / "forms"
_REAL = sorted(_FORMS.glob("*.xls*"))

GOOD = """
| survey   |
|          | type              | name   | label         |
|          | text              | who    | Who was there |
|          | begin_group       | place  | Place         |
|          | select_one yes_no | inside | Inside?       |
|          | end_group         |        |               |
|          | begin_repeat      | people | Person        |
|          | text              | name   | Name          |
|          | end_repeat        |        |               |
| choices  |
|          | list_name | name | label |
|          | yes_no    | yes  | Yes   |
|          | yes_no    | no   | No    |
| settings |
|          | form_id | version |
|          | trial   | 1       |
"""


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(FormFaulty) as caught:
        convert(text.encode(), "form.md")
    return caught.value.faults


def test_gives_an_xform_and_the_row_of_every_question() -> None:
    made = convert(GOOD.encode(), "anything.xlsx")
    assert etree.fromstring(made.xform).tag.endswith("html")
    assert made.rows == {
        "/data/who": 4,
        "/data/place": 5,
        "/data/place/inside": 6,
        "/data/people": 8,
        "/data/people/name": 9,
    }
    assert made.warnings == ()
    assert made.resources == {}


def test_leaves_an_xform_as_it_is() -> None:
    xform = convert(GOOD.encode(), "form.md").xform
    assert convert(xform, "form.csv") == Conversion(xform)


def test_refuses_xml_that_is_no_form() -> None:
    for text in ("<Workbook/>", "<?xml version='1.0'?><svg/>"):
        with pytest.raises(FormFaulty):
            convert(text.encode(), "form.xml")


def test_reads_comma_semicolon_and_tab_separated_sheets_alike() -> None:
    rows = [
        ["survey", "", "", ""],
        ["", "type", "name", "label"],
        ["", "text", "who", "Who was there"],
        ["settings", "", "", ""],
        ["", "form_id", "", ""],
        ["", "trial", "", ""],
    ]
    made = [
        convert("\n".join(sign.join(row) for row in rows).encode(), "form.csv")
        for sign in ",;\t"
    ]
    assert made[0] == made[1] == made[2]
    assert made[0].rows == {"/data/who": 3}


def test_writes_external_choices_beside_the_form_with_blanks_kept_in_place() -> None:
    text = """
| survey           |
|                  | type                     | name | label | choice_filter      |
|                  | text                     | a    | A     |                    |
|                  | select_one_external town | b    | B     | state=${a}         |
| external_choices |
|                  | list_name | name | label | state |
|                  | town      | x    |       | s1    |
|                  | town      | y    | Y     | s2    |
| choices          |
|                  | list_name | name | label |
|                  | l         | x    | X     |
"""
    made = convert(text.encode(), "form.md")
    assert made.resources["itemsets.csv"].decode() == (
        '"list_name","name","label","state"\n"town","x","","s1"\n"town","y","Y","s2"\n'
    )


def test_stops_when_it_is_cancelled() -> None:
    with pytest.raises(Cancelled):
        convert(GOOD.encode(), "form.md", cancelled=lambda: True)


def test_works_when_the_program_knows_its_modules_by_path_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "json.py").write_text("raise SystemExit")
    assert convert(GOOD.encode(), "form.md").rows


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_gives_the_worker_nothing_but_its_pipes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET", "cedar lantern orbit")
    seen: list[tuple[bytes, list[str]]] = []

    def look() -> bool:
        for process in _children():
            with contextlib.suppress(OSError):
                opened = [str(one.readlink()) for one in (process / "fd").iterdir()]
                seen.append(((process / "environ").read_bytes(), opened))
        return False

    with (tmp_path / "kept open").open("wb") as secret:
        os.set_inheritable(secret.fileno(), True)
        convert(GOOD.encode(), "form.md", cancelled=look)
    assert seen
    for environment, opened in seen:
        assert b"cedar" not in environment
        assert not any("kept open" in one for one in opened)


def _children() -> list[Path]:
    """Find the processes that this one started."""
    mine = f"PPid:\t{os.getpid()}\n"
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mine in (process / "status").read_text():
                found.append(process)
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_leaves_no_process_behind_when_it_is_cancelled() -> None:
    before = _children()
    with pytest.raises(Cancelled):
        convert(GOOD.encode(), "form.md", cancelled=iter([False, True]).__next__)
    assert _children() == before


def test_says_so_when_the_machine_starts_no_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(FormFaulty) as caught:
        convert(GOOD.encode(), "form.md")
    assert "did not start" in caught.value.faults[0].what


def test_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    convert(GOOD.encode(), "form.md")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not _REAL, reason="the collection of real forms is not here")
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize("path", _REAL, ids=lambda path: path.name)
def test_makes_of_a_real_form_what_pyxform_makes_of_it(path: Path) -> None:
    data = path.read_bytes()
    try:
        expected = pyxform_convert(data).xform
    except Exception:  # noqa: BLE001 - any refusal of theirs must be one of ours
        with pytest.raises(FormFaulty):
            convert(data, path.name)
        return
    made = convert(data, path.name)
    assert made.xform.decode() == expected.replace(f'id="{path.stem}"', 'id="data"')
    binds = {
        bind.get("nodeset")
        for bind in etree.fromstring(made.xform).iter("{*}bind")
        if "/meta/" not in bind.get("nodeset", "")
    }
    assert binds <= set(made.rows)
