"""Guesses which word an author meant by one that is almost right."""

import difflib
from collections.abc import Collection

# Comparing with more words than this takes longer than a guess is worth.
_MOST_WORDS = 2_000
_LONGEST_WORD = 60


def guess(word: str, words: Collection[str], *, likeness: float = 0.7) -> str:
    """Give the one of *words* most like *word*, blank when none is.

    *likeness* runs from 0 to 1, the share of letters that must agree.
    """
    if len(words) > _MOST_WORDS or len(word) > _LONGEST_WORD:
        return ""
    near = difflib.get_close_matches(word, words, n=1, cutoff=likeness)
    return near[0] if near else ""
