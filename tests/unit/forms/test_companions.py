"""The files that belong to a form are found by the names it uses, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from intake.forms import companions, convert, named_files, read_form
from unit.forms.building import ask, begin, bind, choose, xform

if TYPE_CHECKING:
    from pathlib import Path

PLACES = b"name,label\na,Aksu\nk,Kashgar\n"
FORM = xform(
    "<a/><b/><c/><d/>",
    bind("b", calculate="pulldata('prices', 'price', 'name', /data/a)"),
    ask("a")
    + choose("c", "instance('places')/root/item")
    + "<select1 ref='/data/d' appearance=\"minimal search('towns.csv')\">"
    "<label ref=\"jr:itext('d')\"/><item><label>name</label><value>name</value></item>"
    "</select1>",
    '<instance id="places" src="jr://file-csv/places.csv"/>'
    '<instance id="__last-saved" src="jr://instance/last-saved"/>'
    "<itext><translation lang='en'><text id='d'><value>D</value>"
    "<value form='image'>jr://images/a map.png</value></text></translation></itext>",
)
NAMES = {"places.csv", "prices.csv", "towns.csv", "a map.png"}


def test_gives_the_names_of_lists_and_pictures() -> None:
    assert named_files(FORM) == NAMES


def test_reads_them_from_the_media_folder_and_then_from_beside(tmp_path: Path) -> None:
    form = tmp_path / "survey.xml"
    media = tmp_path / "survey-media"
    media.mkdir()
    (media / "places.csv").write_bytes(PLACES)
    (tmp_path / "places.csv").write_bytes(b"name,label\nz,Elsewhere\n")
    (tmp_path / "a map.png").write_bytes(b"PNG")
    (tmp_path / "notes.txt").write_bytes(b"not asked for")

    found = companions(form, FORM)

    assert found == {"places.csv": PLACES, "a map.png": b"PNG"}
    talk = begin(read_form(FORM, found))
    assert [one.label for one in talk.get("/data/c").choices] == ["Aksu", "Kashgar"]


def test_a_spreadsheet_finds_its_list_and_its_picture(tmp_path: Path) -> None:
    sheet = tmp_path / "trip.md"
    sheet.write_text(
        "| survey | | | | |\n"
        "| | type | name | label | media::image |\n"
        "| | select_one_from_file places.csv | place | Where? | map.png |\n",
        encoding="utf-8",
    )
    media = tmp_path / "trip-media"
    media.mkdir()
    (media / "places.csv").write_bytes(PLACES)
    (media / "map.png").write_bytes(b"PNG")

    made = convert(sheet.read_bytes(), sheet.name)
    found = companions(sheet, made.xform)

    assert set(found) == {"places.csv", "map.png"}
    place = begin(read_form(made.xform, found, made.rows)).get("/data/place")
    assert [one.value for one in place.choices] == ["a", "k"]
    assert place.media["image"].endswith("/map.png")


def test_pulldata_may_name_its_file_with_the_ending(tmp_path: Path) -> None:
    sheet = tmp_path / "trip.md"
    sheet.write_text(
        "| survey | | | |\n"
        "| | type | name | calculation |\n"
        "| | calculate | c | pulldata('places.csv', 'label', 'name', 'k') |\n"
        "| settings |\n| | form_id |\n| | trip |\n",
        encoding="utf-8",
    )
    (tmp_path / "places.csv").write_bytes(PLACES)

    made = convert(sheet.read_bytes(), sheet.name)
    found = companions(sheet, made.xform)

    assert set(found) == {"places.csv"}
    read = read_form(made.xform, found, made.rows)
    assert read.warnings == ()
    assert begin(read).get("/data/c").value == "Kashgar"


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "forms"
    inner.mkdir()
    (tmp_path / "secret.csv").write_bytes(b"x")
    (inner / "link.csv").symlink_to(tmp_path / "secret.csv")
    names = ["jr://file/../secret.csv", "jr://file/..", "jr://file/link.csv"]
    data = xform(
        "<a/>",
        "",
        ask("a"),
        "".join(f'<instance id="i{n}" src="{one}"/>' for n, one in enumerate(names)),
    )
    assert companions(inner / "f.xml", data) == {}


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_give_plain_names(data: bytes, name: str) -> None:
    for one in named_files(data + f"jr://images/{name}<".encode(errors="replace")):
        assert "/" not in one
        assert "\\" not in one
        assert not one.startswith(".")
