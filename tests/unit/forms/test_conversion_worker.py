"""Converting one spreadsheet: what comes out, and what happens when it goes wrong."""

import io
import json
import sys

import pytest
from lxml import etree

from intake.forms import FormFaulty, conversion_worker
from intake.forms.conversion_worker import (
    MOST_TOLD,
    convert_spreadsheet,
    crashed,
    itemsets,
    main,
    read_workbook,
)
from intake.forms.spreadsheet_text import read_csv

GOOD = b"| survey |\n| | type | name | label |\n| | text | a | A |\n"


def test_gives_the_parts_of_a_conversion() -> None:
    made = convert_spreadsheet(GOOD)
    assert set(made) == {"xform", "resources", "rows", "warnings"}
    assert made["rows"] == {"/data/a": 3}
    assert made["resources"] == {}
    assert etree.fromstring(made["xform"].encode()).tag.endswith("html")
    json.dumps(made)


def test_what_nobody_foresaw_is_a_fault_of_the_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_data: bytes) -> None:
        raise KeyError

    monkeypatch.setattr(conversion_worker, "read_workbook", broken)
    with pytest.raises(FormFaulty) as caught:
        convert_spreadsheet(GOOD)
    assert caught.value.faults == (crashed(KeyError()),)
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize("kind", [MemoryError, RecursionError])
def test_what_says_that_memory_is_out_is_let_through(
    monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def spent(_data: bytes) -> None:
        raise kind

    monkeypatch.setattr(conversion_worker, "read_workbook", spent)
    with pytest.raises(kind):
        convert_spreadsheet(GOOD)


def test_tells_as_many_faults_as_a_person_will_read() -> None:
    rows = b"".join(b"| | txt | q%d | A |\n" % number for number in range(150))
    with pytest.raises(FormFaulty) as caught:
        convert_spreadsheet(b"| survey |\n| | type | name | label |\n" + rows)
    assert len(caught.value.faults) == MOST_TOLD + 1
    assert caught.value.faults[-1].what == "There are at least 50 more like these."


def test_external_choices_become_a_list_beside_the_form() -> None:
    sheet = read_csv(
        b'external_choices,,,\n,list name,name,label\n,l,x,"X, ""y"""\n,l,y,\n'
    ).sheet("external_choices")
    assert itemsets(sheet) == (
        '"list_name","name","label"\n"l","x","X, ""y"""\n"l","y",""\n'
    )


def test_xml_is_no_spreadsheet() -> None:
    with pytest.raises(FormFaulty) as caught:
        read_workbook(b"<html/>")
    assert "This is XML" in str(caught.value.faults[0])


class Pipe(io.BytesIO):
    """Standard input or output, whose bytes stay readable."""

    @property
    def buffer(self) -> "Pipe":
        """Give what stands behind the text."""
        return self


@pytest.mark.parametrize(
    ("data", "key"), [(GOOD, "xform"), (b"", "faults"), (b"survey,\n", "faults")]
)
def test_answers_with_one_json_object_whatever_it_is_given(
    monkeypatch: pytest.MonkeyPatch, data: bytes, key: str
) -> None:
    answer = Pipe()
    monkeypatch.setattr(conversion_worker, "_limit", lambda: None)
    monkeypatch.setattr("warnings.simplefilter", lambda _: None)
    monkeypatch.setattr("logging.disable", lambda _: None)
    monkeypatch.setattr(sys, "stdin", Pipe(data))
    monkeypatch.setattr(sys, "stdout", answer)
    main()
    assert key in json.loads(answer.getvalue())
