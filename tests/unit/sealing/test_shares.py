import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic import EncryptedMasterSecret, generate_mnemonics, split_ems

from intake.domain.errors import (
    SheetCutShort,
    SheetError,
    SheetForeign,
    SheetMistyped,
    SheetsNotThatMany,
    SheetsOfDifferentSets,
    SheetsTooFew,
    SheetTwice,
    SheetWordUnknown,
)
from intake.sealing.shares import MOST, WORDS, Share, combine, read, split

SEED = bytes(range(32))
A_SET = split(SEED, 2, 3)


def typed(share: Share) -> str:
    return " ".join(share.words)


@pytest.mark.parametrize(("needed", "of"), [(2, 2), (2, 3), (3, 5), (16, 16)])
def test_any_so_many_shares_bring_the_seed_back(needed: int, of: int) -> None:
    made = split(SEED, needed, of)
    assert [share.number for share in made] == list(range(1, of + 1))
    assert {share.needed for share in made} == {needed}
    for some in itertools.combinations(made, needed):
        assert combine(some) == SEED
        assert combine(some[::-1]) == SEED
    assert combine(made) == SEED


@pytest.mark.parametrize(("needed", "of"), [(2, 2), (2, 3), (3, 5), (5, 8)])
def test_one_share_fewer_brings_nothing_back(needed: int, of: int) -> None:
    made = split(SEED, needed, of)
    for some in itertools.combinations(made, needed - 1):
        with pytest.raises(SheetsTooFew) as refused:
            combine(some)
        assert refused.value.fields == {"needed": needed, "given": needed - 1}
    with pytest.raises(SheetsTooFew):
        combine([])


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32])
def test_fewer_shares_than_needed_are_noise_whatever_the_secret(secret: bytes) -> None:
    """For two secrets that differ in every bit, single shares and the difference of
    two shares of three needed look alike: half of their bits are set."""
    singles = differences = 0
    rounds = 400
    for identifier in range(rounds):
        kept = EncryptedMasterSecret(identifier, True, 1, secret)
        ((first, second, _),) = split_ems(1, [(3, 3)], kept)
        singles += int.from_bytes(first.value, "big").bit_count()
        both = zip(first.value, second.value, strict=True)
        differences += sum((one ^ other).bit_count() for one, other in both)
    assert abs(singles / (rounds * 256) - 0.5) < 0.02
    assert abs(differences / (rounds * 256) - 0.5) < 0.02


def test_two_sets_of_one_seed_have_nothing_in_common() -> None:
    other = split(SEED, 2, 3)
    for one, two in itertools.product(A_SET, other):
        alike = sum(a == b for a, b in zip(one.words, two.words, strict=True))
        assert alike < WORDS // 2


def test_words_are_read_however_they_are_typed() -> None:
    share = A_SET[0]
    assert read(typed(share)) == share
    assert read("\n".join(share.words).upper()) == share
    assert read("  ".join(word[:4] for word in share.words)) == share


def test_every_word_changed_for_another_is_noticed() -> None:
    words = list(A_SET[0].words)
    for place in range(WORDS):
        wrong = [*words[:place], "academic", *words[place + 1 :]]
        if wrong == words:
            continue
        with pytest.raises(SheetMistyped):
            read(" ".join(wrong))
    swapped = [words[1], words[0], *words[2:]]
    if swapped != words:
        with pytest.raises(SheetMistyped):
            read(" ".join(swapped))


def test_a_word_that_is_in_no_list_is_named_by_its_place() -> None:
    words = list(A_SET[0].words)
    for wrong in ("zzzz", "aca", "academy", "\u0430cademic", "1234"):
        with pytest.raises(SheetWordUnknown) as refused:
            read(" ".join([*words[:6], wrong, *words[7:]]))
        assert refused.value.fields == {"place": 7}
        assert wrong not in str(refused.value)


def test_a_word_left_out_or_too_many_is_said() -> None:
    words = A_SET[0].words
    for count in (0, 1, 20, 32):
        with pytest.raises(SheetCutShort) as refused:
            read(" ".join(words[:count]))
        assert refused.value.fields == {"wanted": 33, "count": count}
    with pytest.raises(SheetCutShort):
        read(" ".join([*words, words[0]]))


def test_the_same_share_twice_is_not_two() -> None:
    with pytest.raises(SheetTwice) as refused:
        combine([A_SET[1], A_SET[1]])
    assert refused.value.fields == {"number": 2}


def test_shares_of_different_sets_are_told_apart() -> None:
    other, third = split(SEED, 2, 3), split(SEED, 3, 3)
    for mixed in ([A_SET[0], other[1]], [A_SET[0], third[1]], [*A_SET[:2], other[2]]):
        with pytest.raises(SheetsOfDifferentSets):
            combine(mixed)


def test_sets_that_share_a_number_by_chance_are_still_told_apart() -> None:
    kept = [EncryptedMasterSecret(7, True, 1, bytes([n]) * 32) for n in (1, 2)]
    ((one, _, _),), ((same, two, three),) = (split_ems(1, [(2, 3)], k) for k in kept)
    first, again, second, last = (
        read(share.mnemonic()) for share in (one, same, two, three)
    )
    for mixed in ([first, second], [first, again], [second, last, first]):
        with pytest.raises(SheetsOfDifferentSets):
            combine(mixed)


def test_a_share_made_for_something_else_is_not_ours() -> None:
    grouped = generate_mnemonics(2, [(2, 3), (2, 3)], SEED)[0][0]
    alone = generate_mnemonics(1, [(1, 1)], SEED)[0][0]
    for text in (grouped, alone):
        with pytest.raises(SheetForeign):
            read(text)
    with pytest.raises(SheetCutShort):
        read(generate_mnemonics(1, [(2, 3)], bytes(16))[0][0])


@pytest.mark.parametrize(
    ("needed", "of"), [(1, 1), (1, 3), (3, 2), (2, MOST + 1), (0, 0)]
)
def test_a_set_that_protects_nobody_is_not_made(needed: int, of: int) -> None:
    with pytest.raises(SheetsNotThatMany):
        split(SEED, needed, of)


def test_a_seed_of_another_size_is_not_split() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        split(bytes(16), 2, 3)


@given(st.text())
def test_any_text_raises_only_our_errors(text: str) -> None:
    with pytest.raises(SheetError):
        read(text)


@given(st.lists(st.sampled_from(A_SET[0].words + A_SET[1].words), max_size=40))
def test_any_words_of_the_list_raise_only_our_errors(words: list[str]) -> None:
    try:
        assert read(" ".join(words)) in A_SET
    except SheetError:
        return
