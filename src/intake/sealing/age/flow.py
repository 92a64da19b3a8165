"""Whole reads and whole writes, whatever the file underneath does by halves.

Pipes and unbuffered files may read or write less than asked; a chunk read short would
be taken for the last one.
"""

from typing import Protocol


class Source(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Read at most *size* bytes; none at the end."""


class Sink(Protocol):
    """Anything bytes can be written to."""

    def write(self, data: memoryview, /) -> int | None:
        """Write *data*, or some of it, and say how much."""


def fill(source: Source, view: memoryview) -> int:
    """Read into *view* until it is full or the *source* ends; say how much."""
    readinto = getattr(source, "readinto", None)
    done = 0
    while done < len(view):
        if readinto is not None:
            count = readinto(view[done:]) or 0
        else:
            data = source.read(len(view) - done)
            count = len(data)
            view[done : done + count] = data
        if not count:
            break
        done += count
    return done


def drain(sink: Sink, view: memoryview) -> None:
    """Write all of *view*."""
    while view:
        count = sink.write(view)
        # Plain objects with a write method often return nothing and took it all.
        view = view[len(view) if count is None else count :]
