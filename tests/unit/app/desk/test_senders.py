from datetime import timedelta

import pytest

from intake.app import rotation
from intake.app.desk import library, receiving, senders
from intake.app.field import finishing, interviewing, sending
from intake.domain.custody import Event
from intake.domain.devices import Oddity
from intake.domain.errors import NoSuchSender
from intake.domain.people import Trust
from intake.vault import custody
from kitchen import BEGUN, Kitchen, sealed, told

LATER = BEGUN + timedelta(hours=2)


def test_a_sender_is_found_by_pseudonym_and_fingerprint(kitchen: Kitchen) -> None:
    fingerprint = kitchen.field.card.card.fingerprint
    assert senders.find(kitchen.desk, "cedar") == fingerprint
    assert senders.find(kitchen.desk, fingerprint[:12]) == fingerprint
    for text in ("juniper", "", fingerprint[:4]):
        with pytest.raises(NoSuchSender):
            senders.find(kitchen.desk, text)


def test_what_comes_from_a_card_that_was_taken_back_stays_out(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, LATER)
    (entry,) = senders.listed(kitchen.desk)
    assert entry.trust is Trust.REVOKED
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (fault,) = received.files
    assert "taken back" in fault.reason
    assert library.listed(kitchen.desk) == ()


def test_of_one_persons_cards_the_newest_is_found(kitchen: Kitchen) -> None:
    after = rotation.renew_card(kitchen.field, LATER)
    sealed(after)
    sending.send(after, kitchen.stick, LATER)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
    assert senders.find(kitchen.desk, "cedar") == after.card.card.fingerprint


def test_what_is_signed_after_the_last_day_of_a_card_is_said_and_logged(
    kitchen: Kitchen,
) -> None:
    late = BEGUN + timedelta(days=210)
    key = told(kitchen.field).id
    interview = interviewing.resume(kitchen.field, key, lambda: late)
    finishing.finish(kitchen.field, interview, late)
    finishing.seal(kitchen.field, key, late)
    sending.send(kitchen.field, kitchen.stick, late)
    (result,) = receiving.receive(kitchen.desk, [kitchen.stick], late).records
    assert result.outcome is receiving.Outcome.TAKEN_IN
    assert Oddity.SIGNED_LATE in {each.oddity for each in result.doubts}
    log = custody.entries(kitchen.desk.vault, key)
    (noted,) = (dict(each.detail) for each in log if each.event is Event.DOUBTED)
    assert "signed_late" in noted
    (row,) = library.listed(kitchen.desk)
    said = [each for each in library.doubts(kitchen.desk, row) if "last day" in each]
    assert len([each for each in said if "Cedar" in each]) == 1
    assert len(said) == 1
