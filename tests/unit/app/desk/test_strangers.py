from dataclasses import replace
from datetime import timedelta

from intake.app import cards as app_cards
from intake.app.desk import library, receiving, senders, strangers
from intake.app.field import sending
from intake.app.opening import Opened
from intake.domain.people import Role, Trust
from intake.sealing.card import make_card
from intake.sealing.keys import derive
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


def renewed(field: Opened, *, signed: bool = True) -> Opened:
    """The same interviewer with new keys, signed by the old ones or not."""
    keys = derive(b"new keys".ljust(32, b"\0"))
    card = make_card(
        keys,
        Role.INTERVIEWER,
        field.name,
        BEGUN.date(),
        serial=2,
        previous=field.card.card.fingerprint,
        previous_keys=field.keys if signed else None,
    )
    return replace(field, keys=keys, card=card)


def test_a_card_signed_by_the_compared_one_counts_at_once(kitchen: Kitchen) -> None:
    after = renewed(kitchen.field)
    sealed(after)
    sending.send(after, kitchen.stick, LATER)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
    fingerprint = after.card.card.fingerprint
    assert app_cards.trust_of(kitchen.desk, fingerprint) is Trust.COMPARED
    assert len(library.listed(kitchen.desk)) == 1


def test_a_card_that_only_claims_to_follow_is_called_changed(kitchen: Kitchen) -> None:
    after = renewed(kitchen.field, signed=False)
    sealed(after)
    sending.send(after, kitchen.stick, LATER)
    (held,) = receiving.receive(kitchen.desk, [kitchen.stick], LATER).unknown
    assert held.trust is Trust.CHANGED
    assert library.listed(kitchen.desk) == ()


def test_a_card_signed_by_one_that_was_taken_back_does_not_count(
    kitchen: Kitchen,
) -> None:
    after = renewed(kitchen.field)
    sealed(after)
    sending.send(after, kitchen.stick, LATER)
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, LATER)
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    assert len(received.unknown) == 1
    assert library.listed(kitchen.desk) == ()


def test_a_record_sealed_before_the_card_was_renewed_is_taken_in_after(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    after = renewed(kitchen.field)
    sending.send(after, kitchen.stick, LATER)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
    vault, older = kitchen.desk.vault, kitchen.field.card.card.fingerprint
    newer = after.card.card.fingerprint
    assert strangers.of_one_line(vault, older, newer)
    assert not strangers.of_one_line(vault, newer, older)
    assert not strangers.of_one_line(vault, "0" * 64, newer)
