"""Reading the lists that a form brings or names, and doubts about them."""

from __future__ import annotations

import pytest

from intake.forms import Form, FormFaulty
from intake.forms.reading_lists import PLAIN, WHOLE
from unit.forms.building import bind, choose, faults, form, listed

CSV = b"name,label\na,Aleph\n"


def warned(given: Form) -> str:
    return "\n".join(str(one) for one in given.warnings)


def beside(
    data: bytes | None, body: str = "", name: str = "l.csv", binds: str = ""
) -> Form:
    return form(
        "<s/>",
        binds,
        body or choose("s", "instance('l')/root/item"),
        f"<instance id='l' src='jr://file-csv/{name}'/>",
        {} if data is None else {name: data},
    )


def test_a_list_inside_the_form_is_read_as_it_stands() -> None:
    read = form("<s/>", "", "", listed("l", "a", "b"))
    assert list(read.sources) == ["l"]
    assert not read.sources["l"].missing
    assert len(read.sources["l"].tree().elements()[0].elements()) == 2


def test_a_file_beside_the_form_is_read_by_its_name() -> None:
    read = beside(CSV)
    table = read.sources["l"].table
    assert table is not None
    assert table.rows[0] == ("a", "Aleph")
    assert read.warnings == ()


def test_a_file_that_did_not_come_is_a_warning_and_an_empty_list() -> None:
    read = beside(None)
    assert read.sources["l"].missing
    assert "jr://file-csv/l.csv did not come with the form" in warned(read)


def test_what_was_saved_last_need_not_be_there() -> None:
    read = form("<a/>", "", "", "<instance id='l' src='jr://instance/last-saved'/>")
    assert read.warnings == ()
    assert "l" in read.sources


def test_a_list_that_pulldata_names_needs_no_instance() -> None:
    source = bind("s", calculate="pulldata('trees', 'label', 'name', 'a')")
    read = form("<s/>", source, "", "", {"trees.csv": CSV})
    assert list(read.sources) == ["trees"]


def test_a_missing_column_is_a_warning_that_names_those_there_are() -> None:
    told = warned(beside(b"key,label\na,Aleph\n"))
    assert "no column “name”" in told
    assert "it has key, label" in told


def test_two_lists_of_one_name_are_a_fault() -> None:
    assert "Two lists are named “l”." in faults(
        "<a/>", "", "", listed("l", "a") + listed("l", "b")
    )


def test_a_broken_file_is_a_fault_of_the_form() -> None:
    with pytest.raises(FormFaulty) as caught:
        beside(b"\x00\x01\x02")
    assert caught.value.faults


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("instance('l')/root/item", True),
        (' instance( "l" )/root/item ', True),
        ("instance('l')/root/item[1]", False),
        ("instance('l')//item", False),
        ("/data/item", False),
        ("instance('l')/root/item/name", False),
    ],
)
def test_knows_a_path_to_all_rows(path: str, whole: bool) -> None:
    assert bool(WHOLE.match(path)) is whole


def test_knows_a_plain_name_of_a_column() -> None:
    assert PLAIN.match("my-name.2")
    assert not PLAIN.match("../name")
