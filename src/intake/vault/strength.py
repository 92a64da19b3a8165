"""How long a passphrase would hold, and six words that hold long enough.

Six words of 7776 are 77 bits. A person's own phrase is weighed by zxcvbn, as a
warning: against a stolen disk, each guess costs what ``cost`` says.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zxcvbn import zxcvbn

from intake.resources import resource

ENOUGH = 4
WORDS = 6
_LONGEST = 100
# One guess at the lowest cost takes 256 MiB; ten thousand graphics cards at a
# thousand guesses a second each is what a state could set against it.
_GUESSES_A_SECOND = 10_000_000
# Powers of ten; the last would hold for some three thousand years.
_STEPS = (8, 11, 14, 18)
_DAY = 86_400
_YEAR = 365 * _DAY
_TIMES = (
    (60, "seconds"),
    (_DAY, "hours"),
    (60 * _DAY, "days"),
    (2 * _YEAR, "months"),
    (200 * _YEAR, "years"),
    (float("inf"), "centuries"),
)
_ADVICE = {
    "": "Add words that have nothing to do with each other.",
    "date": "Dates are tried first.",
    "dictionary": "Names and common words are tried first.",
    "repeat": "Repeating letters or words adds nothing.",
    "sequence": "Rows of letters or numbers add nothing.",
    "spatial": "Neighbouring keys add nothing.",
    "year": "Dates are tried first.",
}


@dataclass(frozen=True, slots=True)
class Strength:
    """What a guess-maker would need; ``score`` is 0 to 4, and ENOUGH is good.

    ``advice`` are English sentences, empty when the score is enough.
    """

    score: int
    guesses_log10: float
    seconds_text: str
    advice: tuple[str, ...]


def strength(passphrase: str) -> Strength:
    """Weigh a passphrase against guessing on the scale of a state."""
    if not passphrase.strip():
        return Strength(0, 0.0, _TIMES[0][1], (_ADVICE[""],))
    weighed = zxcvbn(passphrase[:_LONGEST], max_length=_LONGEST)
    guesses = float(weighed["guesses_log10"])
    score = sum(guesses >= step for step in _STEPS)
    seconds = 10**guesses / _GUESSES_A_SECOND
    text = next(text for most, text in _TIMES if seconds < most)
    patterns = {match["pattern"] for match in weighed["sequence"]}
    told = (*(_ADVICE[one] for one in sorted(patterns) if one in _ADVICE), _ADVICE[""])
    return Strength(score, guesses, text, () if score >= ENOUGH else told)


def offer(
    words: int = WORDS, choose: Callable[[Sequence[str]], str] = secrets.choice
) -> str:
    """Draw words from the list, with spaces between."""
    listed = word_list()
    return " ".join(choose(listed) for _ in range(words))


def word_list() -> tuple[str, ...]:
    """Read the list: 7776 words."""
    return tuple(resource("wordlists/words.txt").read_text("ascii").split())
