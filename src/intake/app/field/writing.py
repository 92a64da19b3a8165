"""The pen of an interview: each line goes into the vault's journal, or waits for it.

What the disk refuses stays in memory, with the time at which it was given, and is
written with the next line.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import itemgetter

from intake import vault as store
from intake.domain.errors import NotADraft
from intake.domain.record import InterviewState
from intake.vault import Vault, interviews, journal
from intake.vault.vault import after_commit

Line = tuple[datetime, bytes]


@dataclass(slots=True)
class Pen:
    """Writes the lines of one interview. ``waiting`` are those not durable yet."""

    vault: Vault
    interview: str
    clock: Callable[[], datetime]
    waiting: list[Line] = field(default_factory=list)

    def write(self, lines: Sequence[bytes]) -> None:
        """Store *lines* and what waits; each keeps the time at which it was given.

        Raises NotADraft, DiskFull or DiskFailed; after the last two the lines wait.
        """
        now = self.clock()
        self.waiting.extend((now, line) for line in lines)
        with store.transaction(self.vault):
            due = self._not_under_way()
            row = interviews.get(self.vault, self.interview)
            if row.state is not InterviewState.DRAFT:
                raise NotADraft
            for time, group in groupby(due, key=itemgetter(0)):
                journal.append(
                    self.vault, self.interview, [line for _, line in group], time
                )
            interviews.update(self.vault, replace(row, changed=now))
            after_commit(self.vault, partial(self._stored, due))

    def write_again(self) -> None:
        """Try once more to store what the disk refused before.

        The room that is kept back for this is used. Raises DiskFull or DiskFailed as
        long as the disk refuses.
        """
        if self.waiting:
            with store.transaction(self.vault, freeing=True):
                self.write([])

    def _not_under_way(self) -> list[Line]:
        """Give what waits and was not written in this very transaction already."""
        due = (each for each in self.vault.after if isinstance(each, partial))
        written = [each.args[0] for each in due if each.func == self._stored]
        return _without(self.waiting, [line for lines in written for line in lines])

    def _stored(self, lines: Sequence[Line]) -> None:
        self.waiting = _without(self.waiting, lines)


def _without(lines: Iterable[Line], others: Iterable[Line]) -> list[Line]:
    known = set(map(id, others))
    return [line for line in lines if id(line) not in known]
