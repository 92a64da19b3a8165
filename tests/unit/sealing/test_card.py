import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain import canonical
from intake.domain.errors import CardInvalid
from intake.domain.people import Card, Role, digits
from intake.sealing.card import (
    SignedCard,
    days_left,
    follows,
    make_card,
    matches,
    read_card,
)
from intake.sealing.keys import Keys, derive
from intake.sealing.signatures import Kind, Signatures, sign

DAY = date(2026, 8, 31)
KEYS = derive(bytes(32))
NEXT = derive(b"1" * 32)
CARD = make_card(KEYS, Role.INTERVIEWER, "Juniper", DAY)


def _resigned(**changes: object) -> bytes:
    """Write a card with *changes* in its body, signed as it should be."""
    body: Any = canonical.decode(CARD.statement)
    body |= changes
    body = {key: value for key, value in body.items() if value is not ...}
    statement = canonical.encode(body)
    signatures = sign(statement, Kind.CARD, KEYS.signing)
    return SignedCard(CARD.card, statement, signatures).to_bytes()


def test_a_card_reads_back_as_it_was_made() -> None:
    assert read_card(CARD.to_bytes()) == CARD
    card = CARD.card
    assert (card.role, card.name, card.serial) == (Role.INTERVIEWER, "Juniper", 1)
    assert card.recipient == str(KEYS.identity.recipient)
    assert bytes.fromhex(card.ed25519) == KEYS.signing.ed25519
    assert bytes.fromhex(card.mldsa65) == KEYS.signing.mldsa65


def test_the_file_is_plain_json_with_a_field_for_each_fact() -> None:
    content = json.loads(CARD.to_bytes())
    named = {field.name for field in fields(Card)} - {"fingerprint"}
    assert content["card"].keys() == named | {"type"}
    assert content["signatures"]["sshsig"].startswith("-----BEGIN SSH SIGNATURE-----")


def test_the_fingerprint_covers_every_field() -> None:
    cards = {
        CARD.card.fingerprint,
        make_card(NEXT, Role.INTERVIEWER, "Juniper", DAY).card.fingerprint,
        make_card(KEYS, Role.COORDINATOR, "Juniper", DAY).card.fingerprint,
        make_card(KEYS, Role.INTERVIEWER, "Rowan", DAY).card.fingerprint,
        make_card(KEYS, Role.INTERVIEWER, "Juniper", date(2026, 9, 1)).card.fingerprint,
        make_card(KEYS, Role.INTERVIEWER, "Juniper", DAY, months=7).card.fingerprint,
        make_card(KEYS, Role.INTERVIEWER, "Juniper", DAY, serial=2).card.fingerprint,
    }
    assert len(cards) == 7


def test_six_months_end_within_the_sixth_month() -> None:
    assert CARD.card.expires == "2027-02-28"
    assert make_card(KEYS, Role.INTERVIEWER, "A", date(2026, 1, 15)).card.expires == (
        "2026-07-15"
    )


def test_a_card_holds_through_its_last_day() -> None:
    assert days_left(CARD.card, date(2027, 2, 28)) == 0
    assert days_left(CARD.card, date(2027, 3, 1)) == -1


def test_a_card_signed_by_anyone_else_is_refused() -> None:
    stranger = sign(CARD.statement, Kind.CARD, NEXT.signing)
    with pytest.raises(CardInvalid):
        read_card(SignedCard(CARD.card, CARD.statement, stranger).to_bytes())


def test_a_signature_of_another_kind_makes_no_card() -> None:
    other = sign(CARD.statement, Kind.PACK, KEYS.signing)
    with pytest.raises(CardInvalid):
        read_card(SignedCard(CARD.card, CARD.statement, other).to_bytes())


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": " Juniper"},
        {"name": "x" * 101},
        {"name": "two\nlines"},
        {"name": "turned \u202eround"},
        {"name": "e\u0301"},
        {"name": 7},
        {"role": "chief"},
        {"type": "intake-pack-v1"},
        {"serial": 0},
        {"serial": -1},
        {"serial": True},
        {"serial": "1"},
        {"serial": 10**7},
        {"previous": "ab"},
        {"previous": "AB" * 32},
        {"previous": None},
        {"created": "2026-8-31"},
        {"created": "20260831"},
        {"created": "2027-02-28"},
        {"expires": "2026-02-30"},
        {"ed25519": "00"},
        {"ed25519": "AA" * 32},
        {"mldsa65": "00" * 1951},
        {"recipient": "age1pq1"},
        {"recipient": str(KEYS.identity.recipient).upper()},
        {"serial": ...},
        {"more": "1"},
    ],
)
def test_a_well_signed_card_with_a_wrong_field_is_refused(
    changes: dict[str, object],
) -> None:
    with pytest.raises(CardInvalid):
        read_card(_resigned(**changes))


def test_names_of_any_script_are_kept() -> None:
    for name in ("ئارچا", "Вереск 7", "می‌خواهم", "杜松"):
        made = make_card(KEYS, Role.INTERVIEWER, name, DAY)
        assert read_card(made.to_bytes()).card.name == name


@pytest.mark.parametrize("name", ["", "two\nlines", "\ud800"])
def test_no_card_is_made_that_could_not_be_read(name: str) -> None:
    with pytest.raises(CardInvalid):
        make_card(KEYS, Role.INTERVIEWER, name, DAY)


def test_the_card_before_passes_trust_on() -> None:
    before = CARD.card
    made = make_card(
        NEXT,
        Role.INTERVIEWER,
        "Juniper",
        date(2027, 2, 1),
        serial=2,
        previous=before.fingerprint,
        previous_keys=KEYS,
    )
    read = read_card(made.to_bytes())
    assert read == made
    assert follows(read, before)


def test_trust_does_not_pass_without_the_keys_before() -> None:
    def made(
        role: Role = Role.INTERVIEWER,
        serial: int = 2,
        previous: str = CARD.card.fingerprint,
        previous_keys: Keys | None = KEYS,
    ) -> SignedCard:
        return make_card(
            NEXT,
            role,
            "Juniper",
            DAY,
            serial=serial,
            previous=previous,
            previous_keys=previous_keys,
        )

    assert follows(made(), CARD.card)
    assert not follows(made(previous_keys=None), CARD.card)
    assert not follows(made(previous_keys=NEXT), CARD.card)
    assert not follows(made(serial=1), CARD.card)
    assert not follows(made(role=Role.COORDINATOR), CARD.card)
    assert not follows(made(previous="ab" * 32), CARD.card)
    assert not follows(CARD, CARD.card)


@given(st.data())
def test_one_turned_bit_anywhere_is_found(draw: st.DataObject) -> None:
    data = bytearray(CARD.to_bytes())
    at = draw.draw(st.integers(0, len(data) - 1))
    data[at] ^= 1 << draw.draw(st.integers(0, 7))
    with pytest.raises(CardInvalid):
        read_card(bytes(data))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["card", "signatures", "endorsement", "sshsig", "mldsa65"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON.map(canonical.encode) | st.binary(max_size=200))
def test_any_other_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(CardInvalid):
        read_card(data)


def test_a_file_larger_than_any_card_is_refused() -> None:
    # Nothing verifies an endorsement before the card it comes from is known.
    long = Signatures(b"A" * 70_000, CARD.signatures.mldsa65)
    signed = SignedCard(CARD.card, CARD.statement, CARD.signatures, long)
    with pytest.raises(CardInvalid):
        read_card(signed.to_bytes())


GROUPS = digits(CARD.card.fingerprint).split(" ")


def test_three_typed_groups_of_any_script_match() -> None:
    fingerprint = CARD.card.fingerprint
    assert matches(fingerprint, {place: GROUPS[place] for place in (0, 4, 9)})
    assert matches(fingerprint, dict(enumerate(GROUPS)))
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    typed = {place: f" {GROUPS[place].translate(arabic)} " for place in (1, 2, 3)}
    assert matches(fingerprint, typed)


@pytest.mark.parametrize(
    "groups",
    [
        {},
        {0: GROUPS[0], 1: GROUPS[1]},
        {0: GROUPS[0], 1: GROUPS[1], 2: GROUPS[3]},
        {0: GROUPS[0], 1: GROUPS[1], 2: ""},
        {0: GROUPS[0], 1: GROUPS[1], 2: GROUPS[2][:3]},
        {0: GROUPS[0], 1: GROUPS[1], 2: GROUPS[2] + "0"},
        {0: GROUPS[0], 1: GROUPS[1], 2: "²³½x"},
        {0: GROUPS[0], 1: GROUPS[1], 10: GROUPS[2]},
        {0: GROUPS[0], 1: GROUPS[1], -1: GROUPS[9]},
    ],
)
def test_fewer_or_other_groups_do_not_match(groups: dict[int, str]) -> None:
    assert not matches(CARD.card.fingerprint, groups)
