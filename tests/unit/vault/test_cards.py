from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from intake.domain.errors import NoSuchCard, VaultDamaged
from intake.domain.people import Card, Role, Trust
from intake.vault import Vault, cards, unlock

CARD = Card(
    role=Role.INTERVIEWER,
    name="Juniper",
    recipient="age1pq1x",
    ed25519="ab" * 32,
    mldsa65="cd" * 1952,
    created="2026-11-01",
    expires="2027-05-01",
    serial=1,
    previous="",
    fingerprint="ef" * 32,
)


def test_a_card_comes_back_with_its_bytes_and_trust(
    vault: Vault, passphrase: str, now: datetime
) -> None:
    cards.put(vault, CARD, b"signed", Trust.NOT_COMPARED, "by a pack", now)
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert cards.get(again, CARD.fingerprint) == cards.KnownCard(
        CARD, b"signed", Trust.NOT_COMPARED, "by a pack", now
    )
    assert cards.get(again, "00" * 32) is None
    again.close()


def test_only_a_compared_card_is_trusted(vault: Vault, now: datetime) -> None:
    later = now + timedelta(days=1)
    cards.put(vault, CARD, b"signed", Trust.NOT_COMPARED, "", now)
    assert cards.trusted(vault, CARD.fingerprint) is None

    cards.set_trust(vault, CARD.fingerprint, Trust.COMPARED, "digits typed", later)
    known = cards.get(vault, CARD.fingerprint)
    assert known is not None
    assert (known.trust, known.how, known.changed) == (
        Trust.COMPARED,
        "digits typed",
        later,
    )
    assert cards.trusted(vault, CARD.fingerprint) == CARD

    cards.set_trust(vault, CARD.fingerprint, Trust.REVOKED, "by the desk", later)
    assert cards.trusted(vault, CARD.fingerprint) is None
    assert cards.trusted(vault, "00" * 32) is None
    with pytest.raises(NoSuchCard):
        cards.set_trust(vault, "00" * 32, Trust.COMPARED, "", now)


def test_cards_are_listed_by_name_the_newer_first(vault: Vault, now: datetime) -> None:
    newer = replace(CARD, serial=2, fingerprint="aa" * 32)
    other = replace(CARD, name="Alder", fingerprint="bb" * 32)
    for card in (CARD, newer, other):
        cards.put(vault, card, b"", Trust.COMPARED, "", now)

    assert [known.card for known in cards.all_cards(vault)] == [other, newer, CARD]


@pytest.mark.parametrize(
    "harm",
    [
        "trust = 'somewhat'",
        "body = x'7b7d'",
        "changed = 'soon'",
        "how = 'x', body = x''",
    ],
)
def test_a_card_that_makes_no_sense_is_damage(
    vault: Vault, now: datetime, harm: str
) -> None:
    cards.put(vault, CARD, b"", Trust.COMPARED, "", now)
    vault.run(f"UPDATE cards SET {harm}")  # noqa: S608 - from the list above

    with pytest.raises(VaultDamaged):
        cards.get(vault, CARD.fingerprint)
