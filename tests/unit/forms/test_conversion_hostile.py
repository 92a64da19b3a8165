"""Files made to hurt: each ends in a plain fault, in bounded time and memory."""

import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intake.forms.conversion import convert
from intake.forms.conversion_worker import MOST_TOLD, convert_spreadsheet
from intake.forms.faults import FormFaulty
from intake.forms.spreadsheet import MOST_CELL, MOST_COLUMNS, MOST_ROWS, SheetBuilder
from intake.resources import resource

_FORMS = Path(__file__).parents[4] / "shared" / "conformance" / "forms"


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (
        ["type", "name", "label", "relevant"],
        ["text", "a", "A"],
        ["select_one l", "b", "B", "${a} = '1'"],
    ):
        survey.append(row)
    choices = book.create_sheet("choices")
    for row in (["list_name", "name", "label"], ["l", "x", "X"]):
        choices.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(**members: bytes) -> bytes:
    """Give the workbook with some members replaced, by the last part of their name."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            short = info.filename.rpartition("/")[2].partition(".")[0]
            new.writestr(info.filename, members.get(short) or old.read(info))
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(FormFaulty) as caught:
        convert(data, "form")
    return str(caught.value.faults[0])


def sheet_xml(rows: str, head: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="{main}">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


def test_refuses_a_zip_bomb_while_unpacking_it() -> None:
    assert "unpacks" in refusal(rewritten(sheet1=b" " * (200 * 2**20)))


def test_refuses_entities_in_either_encoding() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert "entities" in refusal(rewritten(sheet1=sheet_xml("", bomb)))
    wide = sheet_xml("", bomb).decode().encode("utf-16")
    assert "entities" in refusal(rewritten(sheet1=wide))


def test_refuses_a_sheet_with_more_rows_than_any_form() -> None:
    builder = SheetBuilder("survey", [], blanks_count=True)
    builder.feed(1, ["type"])
    for number in range(MOST_ROWS):
        builder.feed(number + 2, ["text"])
    with pytest.raises(FormFaulty, match=r"faults \(1\)"):
        builder.feed(MOST_ROWS + 2, ["text"])


def test_comes_to_an_end_with_a_row_beyond_the_last() -> None:
    row = '<row r="4000000000"><c t="inlineStr"><is><t>text</t></is></c></row>'
    assert refusal(rewritten(sheet1=sheet_xml(row)))


def test_refuses_more_columns_than_any_form() -> None:
    text = "survey" + ",x" * (MOST_COLUMNS + 5)
    assert "columns" in refusal(text.encode())


def test_names_a_cell_that_holds_a_book() -> None:
    text = f"survey,,,\n,type,name,label\n,text,a,{'x' * (MOST_CELL + 1)}\n"
    assert "row 3" in refusal(text.encode())


def test_gives_up_on_groups_nested_without_end() -> None:
    lines = [f"| | begin_group | g{n} | G |" for n in range(3000)]
    lines += ["| | text | a | A |", *("| | end_group |" for _ in range(3000))]
    text = "\n".join(["| survey |", "| | type | name | label |", *lines])
    assert "time or memory" in refusal(text.encode())


def test_tells_the_first_of_very_many_faults_and_that_there_are_more() -> None:
    rows = "".join(f"| | txt | q{n} | ${{p{n}}} |\n" for n in range(20_000))
    with pytest.raises(FormFaulty) as caught:
        convert(f"| survey |\n| | type | name | label |\n{rows}".encode(), "form")
    assert len(caught.value.faults) == MOST_TOLD + 1
    assert "more like these" in caught.value.faults[-1].what


def test_refuses_other_kinds_of_archive_and_document() -> None:
    plain, document = BytesIO(), BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("notes.txt", "x")
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert "zip archive" in refusal(plain.getvalue())
    assert "OpenDocument" in refusal(document.getvalue())
    assert "password" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)) or (
        "damaged" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    )
    assert "damaged" in refusal(workbook()[:-200])


COMMAS = b"""survey,,,
,type,name,label
,text,a,A
,select_one l,b,B
choices,,,
,list_name,name,label
,l,x,X
"""


def _bases() -> list[bytes]:
    small = [
        path for path in sorted(_FORMS.glob("*.xls*")) if path.stat().st_size < 3e4
    ]
    return [
        workbook(),
        resource("forms/closing.md").read_bytes(),
        COMMAS,
        *(path.read_bytes() for path in small),
    ]


BASES = _bases()
CUTS = st.tuples(st.integers(0, 2**20), st.integers(0, 40), st.binary(max_size=24))


def mutated(base: int, cuts: list[tuple[int, int, bytes]]) -> bytes:
    data = bytearray(BASES[base])
    for place, length, patch in cuts:
        start = place % (len(data) + 1)
        data[start : start + length] = patch
    return bytes(data)


def ends_well(data: bytes) -> bool:
    """Tell whether *data* converts, or is refused with words and a way to mend it."""
    try:
        made = convert_spreadsheet(data)
    except FormFaulty as error:
        return bool(error.faults) and all(one.what and one.mend for one in error.faults)
    return str(made["xform"]).startswith("<?xml")


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(BASES) - 1), st.lists(CUTS, min_size=1, max_size=6))
def test_a_damaged_file_converts_or_is_refused_and_nothing_else(
    base: int, cuts: list[tuple[int, int, bytes]]
) -> None:
    assert ends_well(mutated(base, cuts))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    *("", "text", "select_one l", "begin_group", "end_group", "note"),
                    *("begin_repeat", "end repeat", "calculate", "a", "b", "${a}"),
                    *("${b} = 1", "audit", "range", "yes", "start=1", "meta", "l"),
                    *("rank l", "select_multiple l or_other", "${", "<", "&", "a b"),
                ]
            )
            | st.text(max_size=6),
            min_size=4,
            max_size=6,
        ),
        max_size=8,
    ),
    st.sampled_from(
        [
            "type,name,label,relevant,calculation",
            "type,name,label::fr,appearance,trigger",
            "type,name,label,default,choice_filter",
            "type,name,label,parameters,repeat_count",
            "type,name,label,bind::x,media::image",
            "type,name,label,disabled,save_to",
        ]
    ),
)
@example([["begin_group", "g", "G", "", ""]], "type,name,label,relevant,calculation")
def test_any_rows_convert_or_are_refused_and_nothing_else(
    rows: list[list[str]], headings: str
) -> None:
    quoted = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in ["", *row])
        for row in rows
    ]
    lines = ["survey,,,,", f",{headings}", *quoted]
    lines += ["choices,,,", ",list_name,name,label", ",l,x,X", ",l,y,Y"]
    assert ends_well("\n".join(lines).encode(errors="replace"))
