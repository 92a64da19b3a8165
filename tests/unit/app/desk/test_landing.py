from datetime import timedelta

from intake.app import signing
from intake.app.desk import receiving
from intake.app.desk.landing import Landing
from intake.app.field import sending
from intake.sealing.bundle import parcel_of
from intake.sealing.delivery import Found, survey
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


def sent(kitchen: Kitchen) -> Found:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    (found,) = survey([kitchen.stick], signing.reader(kitchen.desk)).bundles
    return found


def test_an_object_lies_there_until_it_is_cleared(kitchen: Kitchen) -> None:
    found = sent(kitchen)
    landing = Landing(kitchen.desk.vault, found)
    assert landing.has_room
    parcel = parcel_of(found.checked.statement.files[0])
    place = landing.offer(parcel)
    assert place is not None
    with place as out:
        out.write(b"sealed")
    staged = landing.placed[parcel.object]
    landing.clear(but=[staged])
    assert staged.path.read_bytes() == b"sealed"
    landing.clear()
    assert not staged.path.exists()


def test_what_is_in_the_library_is_passed_by(kitchen: Kitchen) -> None:
    found = sent(kitchen)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    landing = Landing(kitchen.desk.vault, found)
    assert landing.offer(parcel_of(found.checked.statement.files[0])) is None
