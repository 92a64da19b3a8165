from pathlib import Path

import pytest

from intake.app.field import interviewing, protocols
from intake.app.opening import Opened
from intake.domain.errors import Cancelled, FileUnreadable, TooLarge
from intake.domain.protocol import Audience
from intake.forms import FormFaulty
from intake.vault import forms
from kitchen import FORM, Kitchen, ticking


def test_a_form_of_ones_own_is_a_protocol_of_one_part_for_the_desk(
    apart: Kitchen,
) -> None:
    protocol = protocols.from_form(apart.field, FORM)
    (part,) = protocol.parts
    assert (protocol.title, part.audience) == ("A small form", Audience.DESK)
    assert protocols.known(apart.field) == (protocol,)
    assert protocols.load(apart.field, part.form).languages == (
        "English (en)",
        "Uyghur (ug)",
    )


def test_a_faulty_form_is_refused_and_not_kept(apart: Kitchen, tmp_path: Path) -> None:
    path = tmp_path / "bad.md"
    path.write_text("| survey |\n| | type | name | label |\n| | texxt | a | A |\n")
    with pytest.raises(FormFaulty) as refused:
        protocols.from_form(apart.field, path)
    assert refused.value.faults[0].row == 3
    assert protocols.known(apart.field) == ()


def test_a_form_that_cannot_be_read_says_so(apart: Kitchen, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.xlsx", tmp_path, Path("/dev/zero")):
        with pytest.raises(FileUnreadable):
            protocols.from_form(apart.field, path)
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(protocols.LARGEST_FORM + 1)
    with pytest.raises(TooLarge):
        protocols.from_form(apart.field, huge)


def test_converting_can_be_stopped(apart: Kitchen, tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text("| survey |\n| | type | name | label |\n| | text | a | A |\n")
    with pytest.raises(Cancelled):
        protocols.from_form(apart.field, path, lambda: True)
    assert protocols.known(apart.field) == ()


def test_the_built_in_protocol_is_converted_once_and_then_kept(apart: Kitchen) -> None:
    first = protocols.ensure_built_in(apart.field)
    assert first.id == protocols.BUILT_IN

    def never() -> bool:
        raise AssertionError

    assert protocols.ensure_built_in(apart.field, never) == first
    audiences = {part.name: part.audience for part in first.parts}
    assert audiences["identity"] is Audience.CUSTODIAN
    assert audiences["account"] is Audience.DESK


def offered(opened: Opened, digest: str) -> bytes:
    """Give the list that a form of the vault reads."""
    return protocols.kept(opened, digest).resources["villages.csv"]


def test_a_corrected_list_is_asked_next_and_a_begun_interview_keeps_its_own(
    apart: Kitchen,
) -> None:
    vault = apart.field.vault
    protocol = protocols.from_form(apart.field, FORM)
    key = protocol.parts[0].form
    plain = protocols.kept(apart.field, key)

    def bring(data: bytes) -> None:
        forms.put_form(vault, key, plain.xform, {"villages.csv": data}, plain.rows)

    bring(b"name,label\nkashgar,Kashgar\n")
    before = protocols.load(apart.field, key)
    begun = interviewing.begin(apart.field, protocol, ticking())
    bring(b"name,label\nkashgar,Kashgar\nhotan,Hotan\n")

    assert offered(apart.field, key).endswith(b"Hotan\n")
    assert protocols.load(apart.field, key) is not before
    assert protocols.load(apart.field, key) is protocols.load(apart.field, key)
    again = interviewing.resume(apart.field, begun.id, ticking())
    asked = again.session(protocol.parts[0].name).form.digest
    assert asked != key
    assert offered(apart.field, asked).endswith(b"kashgar,Kashgar\n")
    assert protocols.known(apart.field) == (protocol,)


ASKING = """
| survey |                                    |       |         |                    |
|        | type                               | name  | label   | media::image::en   |
|        | select_one_from_file provinces.csv | where | Where?  | map.png            |
|        | select_one_from_file towns.csv     | town  | Town?   | large.png          |
"""


def test_lists_and_pictures_beside_a_form_come_with_it(
    apart: Kitchen, tmp_path: Path
) -> None:
    media = tmp_path / "asking-media"
    media.mkdir()
    (tmp_path / "asking.md").write_text(ASKING)
    (media / "provinces.csv").write_text("name,label\nnorth,North\n")
    (tmp_path / "towns.csv").write_text("name,label\nmill,Upper mill\n")
    (media / "map.png").write_bytes(b"a picture")
    with (media / "large.png").open("wb") as file:
        file.truncate(protocols.LARGEST_FORM)
    protocol = protocols.from_form(apart.field, tmp_path / "asking.md")
    kept = protocols.kept(apart.field, protocol.parts[0].form)
    assert set(kept.resources) == {"provinces.csv", "towns.csv", "map.png"}
    interview = interviewing.begin(apart.field, protocol, ticking())
    session = interview.session(protocols.ACCOUNT)
    names = [each.label for each in session.get("/data/where").choices]
    assert names == ["North"]
