from datetime import timedelta

import pytest

from intake.app.desk import library, receiving, senders
from intake.app.field import sending
from intake.domain.errors import NoSuchSender
from intake.domain.people import Trust
from kitchen import BEGUN, Kitchen, sealed

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
