"""Makes a new input out of old ones, a little or very wrong."""

import random
import re

MOST_BYTES = 16_384

_NUMBERS = (
    *(b"0", b"-1", b"1", b"2", b"255", b"256", b"65535", b"65536", b"2147483648"),
    *(b"-9223372036854775809", b"99999999999999999999", b"0.1", b"1e999", b"NaN"),
)
_ODD = (
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae"),
    *(b"\xc2\xa0", b"\xcc\x81", b"\r\n", b"\n", b"\t", b" ", b"%s", b"{}", b"\\"),
)
_DIGITS = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
_TOKEN = re.compile(rb"""[A-Za-z_][\w.:-]*|[0-9]+|"[^"\n]*"|'[^'\n]*'|[^\w\s]""")


class Mutation:
    """Changes inputs by chance, with the *words* of a language."""

    def __init__(self, chance: random.Random, words: tuple[bytes, ...]) -> None:
        """Take all chance from *chance*."""
        self._chance = chance
        self._words = words or _ODD
        self._ways = (
            self._flip,
            self._cut,
            self._cut,
            self._double,
            self._odd,
            self._number,
            self._word,
            self._word,
            self._instead,
            self._instead,
            self._swap,
            self._cross,
            self._cross,
        )

    def of(self, parent: bytes, other: bytes) -> bytes:
        """Give a child of *parent*, with pieces of *other* perhaps."""
        child = parent
        for _ in range(self._chance.choice((1, 1, 1, 1, 2, 2, 3, 5))):
            child = self._chance.choice(self._ways)(child, other)
        return child[:MOST_BYTES]

    def _place(self, data: bytes) -> int:
        return self._chance.randint(0, len(data))

    def _span(self, data: bytes) -> tuple[int, int]:
        start = self._place(data)
        return start, min(len(data), start + int(self._chance.expovariate(0.08)) + 1)

    def _put(self, data: bytes, piece: bytes) -> bytes:
        place = self._place(data)
        return data[:place] + piece + data[place:]

    def _token(self, data: bytes) -> tuple[int, int]:
        """Choose a whole word of *data*, found near a place of chance."""
        found = _TOKEN.search(data, self._place(data)) or _TOKEN.search(data)
        return found.span() if found else (0, 0)

    def _flip(self, data: bytes, _other: bytes) -> bytes:
        if not data:
            return data
        place = self._chance.randrange(len(data))
        byte = data[place] ^ (1 << self._chance.randrange(8))
        return data[:place] + bytes([byte]) + data[place + 1 :]

    def _cut(self, data: bytes, _other: bytes) -> bytes:
        start, end = self._span(data)
        return data[:start] + data[end:]

    def _double(self, data: bytes, _other: bytes) -> bytes:
        start, end = self._span(data)
        times = self._chance.choice((1, 1, 2, 5, 40))
        return data[:end] + data[start:end] * times + data[end:]

    def _odd(self, data: bytes, _other: bytes) -> bytes:
        return self._put(data, self._chance.choice(_ODD))

    def _number(self, data: bytes, _other: bytes) -> bytes:
        found = _DIGITS.search(data, self._place(data)) or _DIGITS.search(data)
        number = self._chance.choice(_NUMBERS)
        if found is None:
            return self._put(data, number)
        return data[: found.start()] + number + data[found.end() :]

    def _word(self, data: bytes, _other: bytes) -> bytes:
        return self._put(data, self._chance.choice(self._words))

    def _instead(self, data: bytes, other: bytes) -> bytes:
        """Put a word of the language, or of another input, in place of one.

        Mostly of its own shape: a name for a name, a text for a text.
        """
        start, end = self._token(data)
        shape = _shape(data[start:end])
        tokens: list[bytes] = _TOKEN.findall(other)
        choices = [*self._words, *self._chance.sample(tokens, min(20, len(tokens)))]
        alike = [one for one in choices if _shape(one) == shape]
        if alike and self._chance.random() < 0.7:
            choices = alike
        return data[:start] + self._chance.choice(choices) + data[end:]

    def _swap(self, data: bytes, _other: bytes) -> bytes:
        one, two = sorted((self._token(data), self._token(data)))
        if one[1] > two[0]:
            return data
        return (
            data[: one[0]]
            + data[two[0] : two[1]]
            + data[one[1] : two[0]]
            + data[one[0] : one[1]]
            + data[two[1] :]
        )

    def _cross(self, data: bytes, other: bytes) -> bytes:
        start, end = self._span(other)
        return self._put(data, other[start : max(end, min(len(other), start + 40))])


def _shape(token: bytes) -> str:
    if token[:1].isalpha():
        return "name"
    if token[:1].isdigit():
        return "number"
    return token[:1].decode("latin-1")
