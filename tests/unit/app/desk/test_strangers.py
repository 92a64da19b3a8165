from dataclasses import replace
from datetime import timedelta

from intake.app import cards as app_cards
from intake.app import rotation
from intake.app.desk import library, receiving, senders, strangers
from intake.app.field import sending
from intake.app.opening import Opened
from intake.domain.people import Role, Trust
from intake.sealing.card import make_card
from intake.sealing.keys import derive
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


def renewed(
    field: Opened, *, signed: bool = True, seed: bytes = b"new keys", name: str = ""
) -> Opened:
    """The same interviewer with new keys, signed by the old ones or not."""
    keys = derive(seed.ljust(32, b"\0"))
    card = make_card(
        keys,
        Role.INTERVIEWER,
        name or field.name,
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
    (held,) = received.revoked
    assert held.trust is Trust.REVOKED
    assert library.listed(kitchen.desk) == ()


def test_of_two_followers_the_second_is_held_and_said(kitchen: Kitchen) -> None:
    first = renewed(kitchen.field)
    sealed(first)
    sending.send(first, kitchen.stick, LATER)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
    second = renewed(kitchen.field, seed=b"a thief's", name="Larch")
    sealed(second)
    sending.send(second, kitchen.stick, LATER, again=True)
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (held,) = received.unknown
    assert held.trust is Trust.CHANGED
    assert any("copied its keys" in each.reason for each in received.files)
    assert len(library.listed(kitchen.desk)) == 1
    (counts,) = (
        each
        for each in app_cards.known(kitchen.desk)
        if each.card.serial == 2 and each.trust is Trust.COMPARED
    )
    assert counts.card.fingerprint == first.card.card.fingerprint
    assert not counts.typed
    assert counts.how == strangers.BY_CARD_BEFORE


def test_of_two_followers_that_come_at_once_neither_counts(kitchen: Kitchen) -> None:
    for seed in (b"one", b"another"):
        after = renewed(kitchen.field, seed=seed)
        sealed(after)
        sending.send(after, kitchen.stick, LATER, again=True)
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    assert len(received.unknown) == 2
    assert library.listed(kitchen.desk) == ()


def test_a_card_with_the_keys_of_one_that_was_taken_back_is_taken_back(
    kitchen: Kitchen,
) -> None:
    copied, mine = kitchen.field, kitchen.field.card.card.fingerprint
    senders.revoke(kitchen.desk, mine, LATER)
    for _ in range(2):  # the desk never sees the card between
        copied = rotation.renew_card(copied, LATER)
    sealed(copied)
    sending.send(copied, kitchen.stick, LATER)
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (held,) = received.revoked
    assert held.card.serial == 3
    assert received.unknown == ()
    assert library.listed(kitchen.desk) == ()


def test_a_record_sealed_before_the_card_was_renewed_is_taken_in_after(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    after = renewed(kitchen.field)
    sending.send(after, kitchen.stick, LATER)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
