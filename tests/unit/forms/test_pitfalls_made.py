"""Mistakes of other engines in the making, one test for each, and more.

The numbers are those of the list of pitfalls that the engine was planned with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from intake.forms import FormFaulty, Kind, Validity, read_form
from unit.forms.building import (
    ask,
    bind,
    choose,
    form,
    repeat,
    resumed,
    session,
    xform,
)

if TYPE_CHECKING:
    from intake.forms import Form


@pytest.mark.parametrize(
    "start",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://x/a.dtd">',
    ],
)
def test_18_a_document_type_or_entity_is_refused(start: bytes) -> None:
    with pytest.raises(FormFaulty, match=r"faults \(1\)"):
        read_form(start + xform("<a/>", "", ask("a")))


def test_18_a_column_is_named_or_told() -> None:
    def listed(data: bytes) -> Form:
        return form(
            "<s/>",
            "",
            choose("s", "instance('f')/root/item"),
            '<instance id="f" src="jr://file-csv/f.csv"/>',
            {"f.csv": data},
        )

    with pytest.raises(FormFaulty) as caught:
        listed(b"name#label\na#b\n")
    assert "name#label" in str(caught.value.faults[0])
    (warning,) = listed(b"na me,label\na,b\n").warnings
    assert "has no column “name”" in str(warning)


TRANSLATIONS = (
    "<itext><translation lang='English (en)' default='true()'>"
    "<text id='/data/a:label'><value>Age</value>"
    "<value form='image'>a.png</value></text>"
    "<text id='/data/b:label'><value>Name</value></text></translation>"
    "<translation lang='Uyghur (ug)'>"
    "<text id='/data/a:label'><value>-</value></text>"
    "<text id='/data/b:label'><value>ئىسىم</value></text></translation></itext>"
)


def test_19_a_missing_translation_falls_back_to_the_default_language() -> None:
    talk = session(
        "<a/><b/>",
        "",
        "<input ref='/data/a'><label ref=\"jr:itext('/data/a:label')\"/></input>"
        "<input ref='/data/b'><label ref=\"jr:itext('/data/b:label')\"/></input>",
        TRANSLATIONS,
    )
    talk.set_language("Uyghur (ug)")
    assert talk.get("/data/a").label == "Age"
    assert talk.get("/data/a").media == {"image": "a.png"}
    assert talk.get("/data/b").label == "ئىسىم"
    assert talk.get("/data/b").label_in("English (en)") == "Name"
    assert talk.language == "Uyghur (ug)"


# --- engineering


def test_20_an_answer_concerns_only_what_depends_on_it() -> None:
    many = "".join(f"<q{n}/>" for n in range(50))
    talk = session(
        many + "<sum/>",
        bind("sum", calculate="/data/q1 + /data/q2")
        + bind("q7", relevant="/data/q1 != 'x'"),
        "".join(ask(f"q{n}") for n in range(50)),
    )
    talk.answer("/data/q1", "4")
    assert talk.changed == {"/data/q1"}
    talk.answer("/data/q2", "5")
    assert talk.changed == {"/data/q2", "/data/sum"}
    talk.answer("/data/q1", "x")
    assert talk.changed == {"/data/q1", "/data/q7", "/data/sum"}


def test_21_one_instance_may_look_at_the_others() -> None:
    talk = session(
        "<p><n/><before/><all/></p>",
        bind("p/n", type="int")
        + bind(
            "p/before",
            type="int",
            calculate="indexed-repeat(/data/p/n, /data/p, position(..) - 1)",
        )
        + bind("p/all", type="int", calculate="sum(../../p/n)"),
        repeat("p", ask("p/n")),
    )
    for _ in range(2):
        talk.add_repeat("/data/p")
    talk.answer("/data/p[1]/n", "4")
    talk.answer("/data/p[3]/n", "5")
    assert talk.get("/data/p[2]/before").value == "4"
    assert [talk.get(f"/data/p[{n}]/all").value for n in (1, 2, 3)] == ["9", "9", "9"]
    talk.remove_repeat("/data/p[1]")
    assert [talk.get(f"/data/p[{n}]/all").value for n in (1, 2)] == ["5", "5"]


def test_22_undo_takes_back_everything_that_followed() -> None:
    talk = session(
        "<a/><b/><c/>",
        bind("c", calculate="concat(/data/a, '!')"),
        "<input ref='/data/a'><setvalue event='xforms-value-changed' ref='/data/b'"
        " value='/data/a'/></input>",
    )
    talk.answer("/data/a", "x")
    assert [talk.get(f"/data/{n}").value for n in "abc"] == ["x", "x", "x!"]
    assert len(talk.undo()) == 1
    assert [talk.get(f"/data/{n}").value for n in "abc"] == ["", "", "!"]
    talk.redo()
    assert [talk.get(f"/data/{n}").value for n in "abc"] == ["x", "x", "x!"]
    assert resumed(talk).get("/data/c").value == "x!"
    talk.undo()
    assert talk.undo() == ()


def test_23_a_place_knows_what_must_be_read_out_about_it() -> None:
    talk = session(
        "<p><age/></p>",
        bind("p/age", type="int", required="true()", requiredMsg="Say how old."),
        repeat(
            "p",
            "<input ref='/data/p/age'><label>Age</label><hint>In years</hint></input>",
        ),
    )
    talk.add_repeat("/data/p")
    item = talk.get("/data/p[2]/age")
    assert (item.label, item.hint, item.message) == ("Age", "In years", "Say how old.")
    assert item.validity is Validity.REQUIRED
    assert item.parent is not None
    assert (item.parent.kind, item.parent.position) == (Kind.INSTANCE, 2)
    assert item.parent.count == 2
