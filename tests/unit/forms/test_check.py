"""Faults for whoever wrote the form: all at once, in place, with how to mend them."""

from __future__ import annotations

import pytest

from intake.forms import Fault, FormFaulty, read_form
from unit.forms.building import ask, bind, choose, faults, form, repeat, xform


def test_every_fault_is_told_at_once() -> None:
    told = faults(
        "<first/><second/><third/><loop/>",
        bind("first", relevant="/data/secnod = 1")
        + bind("second", calculate="conct('a', 'b')")
        + bind("third", constraint="( . > 3")
        + bind("loop", calculate="/data/loop + 1"),
        ask("first")
        + '<input ref="/data/second"><label ref="jr:itext(\'nowhere\')"/></input>',
        "<setvalue event='sometimes' ref='/data/first' value='1'/>",
    )
    for part in (
        "There is no question /data/secnod",
        "Did you mean /data/second?",
        "no function conct()",
        "concat",
        "nowhere",
        "“sometimes” is not an event",
        "column constraint",
    ):
        assert part in told


def test_a_fault_names_the_row_of_the_spreadsheet() -> None:
    source = xform("<a/><b/>", bind("b", relevant="/data/zz = 1"), ask("a") + ask("b"))
    with pytest.raises(FormFaulty) as caught:
        read_form(source, rows={"/data/a": 2, "/data/b": 3})
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, "relevant")
    assert str(fault).startswith("sheet survey, row 3, column relevant: ")


def test_two_questions_of_one_name_are_a_fault() -> None:
    assert "Two questions are named “a”" in faults("<a/><a/>", "", ask("a"))
    assert faults("<a/><a/>", "", repeat("a", "")) == ""


def test_unknown_lists_are_a_fault() -> None:
    assert "no list “fruits”" in faults(
        "<a/>", "", choose("a", "instance('fruits')/root/item")
    )


def test_what_does_not_hinder_is_a_warning() -> None:
    read = form(
        "<a/>",
        bind("gone", relevant="true()"),
        ask("a") + ask("neither"),
        "<instance id='x' src='jr://file-csv/x.csv'/>",
    )
    told = " ".join(str(one) for one in read.warnings)
    assert "/data/gone" in told
    assert "/data/neither" in told
    assert "x.csv" in told


def test_what_cannot_be_worked_out_at_the_start_is_a_fault() -> None:
    told = faults(
        "<a/><b/>", bind("b", calculate="jr:choice-name('x', '/data/a')"), ask("a")
    )
    assert "/data/a" in told
    assert "no choices" in told
    assert "no place" in faults("<a/>", bind("a", calculate="distance('here; there')"))


@pytest.mark.parametrize(
    ("model", "body", "words"),
    [
        ("<submission method='pigeon'/>", "", "pigeon"),
        ("<setvalue event='odk-new-repeat' ref='/data/a' value='1'/>", "", "repeat"),
        ("<setvalue event='odk-instance-load' ref='/data/zz' value='1'/>", "", "zz"),
        ("", "<upload ref='/data/a' mediatype='.jpg'/>", ".jpg"),
        ("", "<select1 ref='/data/a'><item><label>x</label></item></select1>", "value"),
        ("", "<input><label>x</label></input>", "names no node"),
        ("<instance id='x'><r/></instance><instance id='x'><r/></instance>", "", "x"),
    ],
)
def test_mistakes_of_hand_written_forms(model: str, body: str, words: str) -> None:
    assert words in faults("<a/>", "", body, model)


@pytest.mark.parametrize("data", [b"", b"<a/>", b"PK\x03\x04", b"<h:html/>", b"<a>"])
def test_what_is_no_form_at_all_says_so(data: bytes) -> None:
    with pytest.raises(FormFaulty):
        read_form(data)


def test_a_fault_reads_as_one_line() -> None:
    assert (
        str(Fault("", None, "", "It is wrong.", "Mend it.")) == "It is wrong. Mend it."
    )
    assert str(Fault("s", 2, "c", "A.", "B.")) == "sheet s, row 2, column c: A. B."


def test_a_list_that_only_pulldata_names_is_a_warning() -> None:
    read = form("<a/>", bind("a", calculate="pulldata('trees', 'x', 'y', 'z')"))
    assert "trees.csv" in " ".join(str(one) for one in read.warnings)


def test_a_word_without_quotation_marks_is_a_warning() -> None:
    read = form("<a/>", bind("a", constraint=". = yes"), ask("a"))
    assert any("Write 'yes' if a text is meant." in str(one) for one in read.warnings)


def test_a_fault_found_by_trying_names_the_question_and_its_line() -> None:
    told = faults(
        "<z/><a/><b/>\n",
        "\n"
        + bind("b", calculate="uuid(-1)")
        + "\n"
        + bind("a", calculate="format-date(today(), '%Q')"),
        ask("z"),
    )
    first, second = told.splitlines()
    assert first.startswith("sheet XForm, row 3, column calculation: /data/b: uuid(")
    assert second.startswith("sheet XForm, row 4, column calculation: /data/a: The")


def test_a_circle_names_the_question_and_its_line() -> None:
    told = faults("<a/>\n", bind("a", calculate="/data/a + 1"), ask("a"))
    assert told.startswith("sheet XForm, row 2, column calculation: /data/a: The quest")


def test_a_circle_is_told_with_the_other_faults() -> None:
    binds = bind("a", calculate="/data/b") + bind("b", calculate="/data/a")
    told = faults("<a/><b/><c/>", binds + bind("c", relevant="1 +"), ask("c"))
    assert "The questions a, b depend on each other" in told
    assert "missing at the end" in told


def test_what_trying_finds_comes_in_the_order_of_the_rows() -> None:
    binds = bind("a", calculate="uuid(-1)") + bind("b", calculate="uuid(-2)")
    source = xform("<a/><b/>", binds, ask("a") + ask("b"))
    with pytest.raises(FormFaulty) as caught:
        read_form(source, rows={"/data/a": 9, "/data/b": 3})
    assert [fault.row for fault in caught.value.faults] == [3, 9]
