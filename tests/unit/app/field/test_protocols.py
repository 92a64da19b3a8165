from pathlib import Path

import pytest

from intake.app.field import protocols
from intake.domain.errors import Cancelled
from intake.domain.protocol import Audience
from intake.forms import FormFaulty
from kitchen import FORM, Kitchen


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
