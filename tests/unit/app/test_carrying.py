import dataclasses

import pytest

from intake.app import carrying
from intake.app.field import protocols
from intake.domain.errors import ProtocolInvalid
from kitchen import FORM, Kitchen


def packed(kitchen: Kitchen) -> dict[str, bytes]:
    protocol = protocols.from_form(kitchen.desk, FORM)
    kept = protocols.kept(kitchen.desk, protocol.parts[0].form)
    kept = dataclasses.replace(kept, resources={"villages.csv": b"name,label\na,A\n"})
    return carrying.files(protocol, {kept.digest: kept})


def test_a_protocol_comes_out_as_it_went_in(apart: Kitchen) -> None:
    protocol, forms = carrying.read(packed(apart))
    assert protocol in protocols.known(apart.desk)
    (form,) = forms
    assert form.resources == {"villages.csv": b"name,label\na,A\n"}
    assert form.xform == FORM.read_bytes()


def test_no_name_of_a_file_travels_as_a_file_name(apart: Kitchen) -> None:
    assert not any("villages" in name for name in packed(apart))


def test_a_protocol_with_a_file_missing_is_refused(apart: Kitchen) -> None:
    whole = packed(apart)
    for name in whole:
        part = {key: data for key, data in whole.items() if key != name}
        with pytest.raises(ProtocolInvalid):
            carrying.read(part)


@pytest.mark.parametrize(
    "outline",
    [
        b"",
        b"[]",
        b'{"forms":{},"protocol":{}}',
        b'{"forms":[],"protocol":{"id":"a","parts":[],"title":"t","version":"1"}}',
        b'{"forms":{},"protocol":{"id":"a","parts":[],"title":"t","version":"1"}}',
    ],
)
def test_an_outline_of_another_shape_is_refused(outline: bytes) -> None:
    with pytest.raises(ProtocolInvalid):
        carrying.read({carrying.OUTLINE: outline})
