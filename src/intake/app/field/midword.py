"""What is being typed and is no step of the journal yet: a crash takes no letter of it.

Writing the whole answer into the journal at every few letters would make it grow with
the square of what is told. Between two steps the text is kept here instead, in place of
what was kept before; encrypted under the draft's key, it dies with the draft.
"""

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.app.opening import Opened
from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import (
    AlreadySealed,
    AnswerRefused,
    NoSuchQuestion,
    NotCanonical,
)
from intake.forms import Session
from intake.vault import drafts, settings

_NAME = "midword"
_PURPOSE = "midword"
_NONCE = 12


Key = tuple[str, str, bool]
"""Part, question, and whether the note on it is meant and not the answer."""


class Answering(Protocol):
    """An interview that takes answers and notes."""

    def session(self, part: str) -> Session:
        """Give the answers of a part."""

    def answer(self, part: str, ref: str, value: str | None) -> None:
        """Store an answer."""

    def note(self, part: str, ref: str, text: str) -> None:
        """Store a note."""


@dataclass(slots=True)
class Midword:
    """The letters of one interview that wait to become answers, by where they stand."""

    opened: Opened
    interview: str
    typed: dict[Key, str] = field(default_factory=dict)

    def hold(self, key: Key, text: str) -> None:
        """Keep *text*, or forget what was kept if it is ""; durable on return.

        Raises AlreadySealed when the draft's key is gone, DiskFull or DiskFailed.
        """
        typed = {**self.typed, key: text}
        if not text:
            del typed[key]
        if typed != self.typed:
            self._write(typed)
            self.typed = typed

    def give(self, interview: Answering) -> None:
        """Make what was being typed when the program ended answers of *interview*.

        What cannot be an answer, as half a date, goes into the note on its question.
        """
        self.typed = self.kept()
        for (part, ref, note), text in tuple(self.typed.items()):
            with contextlib.suppress(NoSuchQuestion, StopIteration):
                _give(interview, part, ref, text, note=note)
        if self.typed:
            self._write({})
            self.typed = {}

    def _write(self, typed: dict[Key, str]) -> None:
        rows: list[Json] = [[*key, text] for key, text in typed.items()]
        nonce = secrets.token_bytes(_NONCE)
        name = self.interview.encode()
        box = (nonce + self._cipher().encrypt(nonce, encode(rows), name)).hex()
        facts: dict[str, Json] = {"interview": self.interview, "box": box}
        settings.put(self.opened.vault, _NAME, facts if typed else None)

    def kept(self) -> dict[Key, str]:
        """Read what was kept; what cannot be read was no answer yet."""
        match settings.get(self.opened.vault, _NAME):
            case {"interview": str(key), "box": str(box)} if key == self.interview:
                try:
                    data = bytes.fromhex(box)
                    rows = decode(
                        self._cipher().decrypt(
                            data[:_NONCE], data[_NONCE:], self.interview.encode()
                        )
                    )
                except (ValueError, InvalidTag, NotCanonical, AlreadySealed):
                    return {}
                return dict(_entries(rows))
            case _:
                return {}

    def _cipher(self) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(
            drafts.derive(self.opened.vault, self.interview, _PURPOSE)
        )


def _give(interview: Answering, part: str, ref: str, text: str, *, note: bool) -> None:
    item = interview.session(part).get(ref)
    if note:
        interview.note(part, ref, text)
        return
    try:
        if text != item.value:
            interview.answer(part, ref, text)
    except AnswerRefused:
        if text not in item.note:
            interview.note(part, ref, "\n".join(filter(None, (item.note, text))))


def _entries(rows: Json) -> Iterator[tuple[Key, str]]:
    for row in rows if isinstance(rows, list) else ():
        match row:
            case [str(part), str(ref), bool(note), str(text)]:
                yield (part, ref, note), text
            case _:
                pass
