import pytest

from intake.app import wholeness
from intake.app.field import interviewing, sending
from intake.domain.errors import VaultDamaged
from intake.vault import objects
from kitchen import Kitchen, sealed


def test_one_flipped_bit_on_the_disk_is_noticed(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    (made,) = objects.of_record(kitchen.field.vault, interview.id)
    assert wholeness.is_whole(kitchen.field, made.id)
    path = kitchen.field.vault.folder / "objects" / made.id[:2] / made.id
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    assert not wholeness.is_whole(kitchen.field, made.id)
    path.unlink()
    assert not wholeness.is_whole(kitchen.field, made.id)
    assert not wholeness.is_whole(kitchen.field, "0" * 32)


def test_one_damaged_record_does_not_hold_the_others_back(kitchen: Kitchen) -> None:
    bad, good = sealed(kitchen.field), sealed(kitchen.field)
    (made,) = objects.of_record(kitchen.field.vault, bad.id)
    path = kitchen.field.vault.folder / "objects" / made.id[:2] / made.id
    path.write_bytes(path.read_bytes()[:-1])
    (row,) = [r for r in interviewing.listed(kitchen.field) if r.id == good.id]
    sent = sending.send(kitchen.field, kitchen.stick, row.changed)
    assert (sent.records, sent.damaged) == (1, (bad.name,))
    with pytest.raises(VaultDamaged, match=bad.name):
        sending.send(kitchen.field, kitchen.stick, row.changed, only=[bad.id])
