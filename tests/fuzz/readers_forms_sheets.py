"""The doors of the form engine for spreadsheets: Markdown, CSV, Excel new and old."""

import io
import random
import struct
import traceback
import zipfile
from collections.abc import Iterable
from functools import cache

from fuzz.hunting import SOURCE
from fuzz.readers_forms import interview
from fuzz.registry import Reader
from intake.domain.errors import IntakeError
from intake.forms import FormFaulty, read_form
from intake.forms.conversion_worker import convert_spreadsheet


def read_spreadsheet(data: bytes) -> None:
    """Convert a spreadsheet, then read the form and hold an interview with it.

    The conversion takes whatever libraries raise for a fault of the form; what our own
    lines raise is none.
    """
    try:
        made = convert_spreadsheet(data)
    except FormFaulty as faulty:
        cause = faulty.__cause__
        if cause is not None and not isinstance(cause, IntakeError):
            last = traceback.extract_tb(cause.__traceback__)[-1]
            if last.filename.startswith(SOURCE):
                raise cause from None
        raise
    resources = {name: text.encode() for name, text in made["resources"].items()}
    form = read_form(made["xform"].encode(), resources, made["rows"])
    interview(form, random.Random(len(data)))  # noqa: S311 - any will do


_ROWS = (
    ("survey",),
    ("", "type", "name", "label::English (en)", "label::fr", "relevant", "calculation"),
    ("", "text", "who", "Who?", "Qui?", "", ""),
    ("", "begin_repeat", "p", "Person", "", "${who} != ''", ""),
    ("", "integer", "age", "Age of ${who}", "", "", ""),
    ("", "select_one town or_other", "t", "Town", "", "", ""),
    ("", "end_repeat", "", "", "", "", ""),
    ("", "select_multiple town", "m", "Towns", "", "", ""),
    ("", "calculate", "c", "", "", "", "sum(${age})"),
    ("choices",),
    ("", "list_name", "name", "label::English (en)", "label::fr", "g", ""),
    ("", "town", "x", "Exford", "", "1", ""),
    ("", "town", "y", "Wyeford", "", "2", ""),
    ("settings",),
    ("", "form_id", "form_title", "version", "default_language", "", ""),
    ("", "trial", "A trial", "7", "English (en)", "", ""),
)


def _markdown() -> Iterable[bytes]:
    yield "\n".join(f"| {' | '.join(row)} |" for row in _ROWS).encode()
    yield (
        b"| survey |\n| | type | name | label | calculation | choice_filter |\n"
        b"| | integer | a | A | | |\n| | select_one l | b | B | | g=${a} |\n"
        b"| | calculate | c | | ${a} + 1 | |\n| choices |\n"
        b"| | list_name | name | label | g |\n| | l | x | X | 1 |\n"
    )


def _csv() -> Iterable[bytes]:
    for mark in (",", ";", "\t"):
        lines = (
            mark.join(f'"{cell}"' if cell else "" for cell in row) for row in _ROWS
        )
        yield "\r\n".join(lines).encode()


_SHEET_WORDS = (
    *(b"begin_group", b"end_group", b"begin repeat", b"end repeat", b"select_one town"),
    *(
        b"select_one_from_file f.csv",
        b"select_one_external town",
        b"rank town",
        b"note",
    ),
    *(b"range", b"start=1 end=9 step=2", b"geopoint", b"image", b"audit", b"username"),
    *(
        b"${who}",
        b"${age}",
        b"${",
        b"}",
        b"last-saved#who",
        b"pulldata('f', 'a', 'b', 1)",
    ),
    *(
        b"repeat_count",
        b"required",
        b"calculation",
        b"trigger",
        b"appearance",
        b"default",
    ),
    *(
        b"choice_filter",
        b"parameters",
        b"media::image::fr",
        b"bind::odk:length",
        b"hint",
    ),
    *(
        b"allow_choice_duplicates",
        b"public_key",
        b"instance_name",
        b"entities",
        b"dataset",
    ),
    *(
        b"external_choices",
        b"osm",
        b"|",
        b"\n| | ",
        b"\n| survey |\n",
        b"\n,",
        b'"',
        b"::",
    ),
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CUT = b"\n=== "


def read_xlsx(data: bytes) -> None:
    """Put the parts of a workbook together and read it; a finished one as it is."""
    read_spreadsheet(data if data.startswith(b"PK") else _zipped(data))


def _zipped(data: bytes) -> bytes:
    """Make an archive of parts, each written as a line with its name and its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        names: set[str] = set()
        for part in (b"\n" + data).split(_CUT)[1:]:
            name, _, content = part.partition(b"\n")
            path = name.decode("utf-8", "replace").replace("\x00", "")[:200]
            if path and path not in names:
                names.add(path)
                archive.writestr(path, content)
    return out.getvalue()


def _sheet(rows: Iterable[tuple[str, ...]]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for place, cell in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    inside = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'<worksheet xmlns="{_MAIN}">{inside}</worksheet>'


@cache
def _workbook() -> bytes:
    survey = _sheet(
        [("type", "name", "label"), ("text", "a", "A"), ("select_one l", "b", "B")]
    ).replace(
        "</sheetData>",
        '<row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4"><v>1.0</v></c>'
        '<c r="C4" t="b"><v>1</v></c><c r="D4" s="1"><v>45000.5</v></c></row>'
        "</sheetData>",
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Override'
        ' PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship'
        f' Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="survey" sheetId="1" r:id="rId1"/><sheet name="choices"'
        ' sheetId="2" r:id="rId2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/'
        f'relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet"'
        ' Target="worksheets/1.xml"/><Relationship Id="rId2"'
        f' Type="{_OFFICE}/worksheet" Target="worksheets/2.xml"/></Relationships>',
        "xl/worksheets/1.xml": survey,
        "xl/worksheets/2.xml": _sheet(
            [("list_name", "name", "label"), ("l", "x", "X")]
        ),
    }
    return "\n".join(f"=== {name}\n{text}" for name, text in parts.items()).encode()


def _workbooks() -> Iterable[bytes]:
    plain = _workbook()
    row = plain.index(b'<row r="4">')
    yield plain[:row] + plain[plain.index(b"</row>", row) + len(b"</row>") :]
    yield plain
    yield _zipped(plain)


_XLSX_WORDS = (
    *(
        b'<row r="9">',
        b"</row>",
        b'<c r="ZZ99999">',
        b"</c>",
        b"<v>",
        b"</v>",
        b"<f>1</f>",
    ),
    *(b't="e"', b't="d"', b't="b"', b't="n"', b't="str"', b't="s"', b"<v>#REF!</v>"),
    *(
        b"<v>2024-05-15</v>",
        b"<v>1e400</v>",
        b"<v>-1</v>",
        b"<dimension ref='A1:XFD9'/>",
    ),
    *(b"\n=== xl/sharedStrings.xml\n", b"\n=== xl/styles.xml\n", b"\n=== mimetype\n"),
    *(b'name="settings"', b'state="hidden"', b"<mergeCells/>", b"&amp;", b"<!-- -->"),
)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _old_workbooks() -> Iterable[bytes]:
    """Write a sheet of Excel 2, the only kind simple enough to write by hand."""
    rows = (("type", "name", "label"), ("text", "a", "A"), ("note", "b", "B"))
    records = [_record(0x09, struct.pack("<HH", 2, 0x10))]
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            where = struct.pack("<HH3sB", number, place, b"\x00\x00\x00", len(cell))
            records.append(_record(0x04, where + cell.encode()))
    yield b"".join([*records, _record(0x0A, b"")])
    where = struct.pack("<HH3s", 3, 1, b"\x00\x00\x00")
    more = [
        _record(0x02, where + struct.pack("<H", 7)),
        _record(0x03, where + struct.pack("<d", 45000.5)),
        _record(0x05, where + b"\x2a\x01"),
    ]
    yield b"".join([*records, *more, _record(0x0A, b"")])


READERS = (
    Reader("markdown", read_spreadsheet, _markdown, _SHEET_WORDS, seconds=40),
    Reader("csv", read_spreadsheet, _csv, _SHEET_WORDS, seconds=40),
    Reader("xlsx", read_xlsx, _workbooks, _XLSX_WORDS, seconds=40),
    Reader("xls", read_spreadsheet, _old_workbooks, seconds=40),
)
