"""One secret of 32 bytes as several lists of words, some of which bring it back.

SLIP-39, one group of *needed* out of *of* shares, without its passphrase: a wrong one
would give a wrong secret and say nothing. Fewer shares than needed say nothing of the
secret. Each has 33 words out of 1024, told apart by their first four letters; the last
three words are a checksum, the first two the same in all shares of a set.

The library is its authors' reference and takes no care of timing: this is for a
machine that nobody else works on.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share as _Share
from shamir_mnemonic.wordlist import WORDLIST

from intake.domain.errors import (
    SheetCutShort,
    SheetForeign,
    SheetMistyped,
    SheetsNotThatMany,
    SheetsOfDifferentSets,
    SheetsTooFew,
    SheetTwice,
    SheetWordUnknown,
)
from intake.sealing.keys import SEED

WORDS = 33
MOST = 16
FEWEST = 2
_TELLING = 4
_BEGINNINGS: dict[str, str] = {word[:_TELLING]: word for word in WORDLIST}


@dataclass(frozen=True, slots=True)
class Share:
    """One share: its number from 1, how many are needed, the number of its set."""

    number: int
    needed: int
    set: int
    words: tuple[str, ...] = field(repr=False)


def split(seed: bytes, needed: int, of: int) -> tuple[Share, ...]:
    """Split a 32-byte *seed*; any *needed* of the shares bring it back.

    At least 2 must be needed, and at most 16 shares made. Raises SheetsNotThatMany,
    and ValueError for a seed of another size.
    """
    if not FEWEST <= needed <= of <= MOST:
        raise SheetsNotThatMany(most=MOST)
    if len(seed) != SEED:
        message = "a root seed has 32 bytes"
        raise ValueError(message)
    (texts,) = generate_mnemonics(1, [(needed, of)], seed)
    return tuple(read(text) for text in texts)


def read(text: str) -> Share:
    """Read the words of one share as a person types them.

    Case, spaces and line breaks do not matter, and the first four letters of a word
    are enough. Raises SheetWordUnknown, SheetCutShort, SheetMistyped, SheetForeign.
    """
    typed = text[: WORDS * 100].lower().split()
    words = tuple(_word(each, place) for place, each in enumerate(typed, start=1))
    if len(words) != WORDS:
        raise SheetCutShort(wanted=WORDS, count=len(words))
    try:
        share = _Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise SheetMistyped from error
    if share.group_count != 1 or share.member_threshold < FEWEST:
        raise SheetForeign
    return Share(share.index + 1, share.member_threshold, share.identifier, words)


def combine(shares: Sequence[Share]) -> bytes:
    """Bring the seed back. Every share given must fit, those beyond the needed too.

    Whether it is the right one, only a card can tell: see ``recovery``. Raises
    SheetTwice, SheetsOfDifferentSets, SheetsTooFew.
    """
    numbers = [share.number for share in shares]
    if len({(share.set, share.needed) for share in shares}) > 1:
        raise SheetsOfDifferentSets
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            if shares[place].words != shares[numbers.index(number)].words:
                raise SheetsOfDifferentSets
            raise SheetTwice(number=number)
    needed = shares[0].needed if shares else FEWEST
    if len(shares) < needed:
        raise SheetsTooFew(needed=needed, given=len(shares))
    found = [
        _combine(shares[at : at + needed]) for at in range(len(shares) - needed + 1)
    ]
    if not all(hmac.compare_digest(found[0], each) for each in found):
        raise SheetsOfDifferentSets
    return found[0]


def _combine(shares: Sequence[Share]) -> bytes:
    try:
        seed: bytes = combine_mnemonics([" ".join(share.words) for share in shares])
    except MnemonicError as error:
        # Their set has the same number by chance, one in 32768.
        raise SheetsOfDifferentSets from error
    return seed


def _word(typed: str, place: int) -> str:
    word = _BEGINNINGS.get(typed[:_TELLING])
    if word is None or len(typed) < _TELLING or not word.startswith(typed):
        raise SheetWordUnknown(place=place)
    return word
