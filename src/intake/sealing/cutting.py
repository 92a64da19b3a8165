"""How files are divided among parts of one size.

Parts are filled in order. A small file is never cut in two: it would be lost with
either part.
"""

from collections.abc import Callable, Iterable, Sequence

from intake.domain.errors import TooLarge
from intake.sealing.container import BLOCK, END, space
from intake.sealing.outgoing import Cut, Head, Item
from intake.sealing.signatures import MLDSA65_SIGNATURE
from intake.sealing.statement import SEGMENT_SIZE, FileEntry, Segment, manifest

# The SSH signature of one kind of statement is always of one length, under this.
_SSHSIG_ROOM = 1024
_LEAST_ROOM = 8 * BLOCK
# Small is a file of at most this share of a part.
_SMALL_SHARE = 16


def cut_for(
    items: Sequence[Item],
    part_size: int,
    listed: Callable[[Iterable[FileEntry]], Head],
) -> list[Cut]:
    """Cut *items* into parts of *part_size* bytes, each headed by the list of all.

    The list's own length depends on the cut, so this is repeated until the list,
    which *listed* makes, fits the room that was left for it. Raises TooLarge.
    """
    reserved = 0
    while True:
        capacity = part_size - reserved - BLOCK - len(END)
        if part_size % BLOCK or capacity < _LEAST_ROOM:
            raise TooLarge
        cuts = cut_into_parts([item.size for item in items], capacity)
        head = listed(_unhashed(items, cuts))
        length = (
            space(len(head.data))
            + space(len(manifest(head.statement)))
            + space(_SSHSIG_ROOM)
            + space(MLDSA65_SIGNATURE)
        )
        if length <= reserved:
            return cuts
        reserved = length


def cut_into_parts(sizes: Sequence[int], capacity: int) -> list[Cut]:
    """Fill parts of *capacity* bytes with files of *sizes*, in order.

    Gives for each file its segments as (part, size). Every segment takes a header and
    whole blocks of its part.
    """
    cuts: list[Cut] = []
    part, left = 1, capacity
    for size in sizes:
        small = space(size) <= capacity // _SMALL_SHARE
        if small and space(size) > left:
            part, left = part + 1, capacity
        segments: list[tuple[int, int]] = []
        rest = size
        while rest or not segments:
            if left < _LEAST_ROOM and space(rest) > left:
                part, left = part + 1, capacity
            here = min(rest, SEGMENT_SIZE, (left // BLOCK - 1) * BLOCK)
            segments.append((part, here))
            left -= space(here)
            rest -= here
        cuts.append(segments)
    return cuts


def _unhashed(items: Iterable[Item], cuts: Iterable[Cut]) -> list[FileEntry]:
    none = "0" * 64
    return [
        FileEntry(
            item.path,
            item.object,
            item.size,
            none,
            tuple(Segment(at, part, size, none) for at, (part, size) in enumerate(cut)),
        )
        for item, cut in zip(items, cuts, strict=True)
    ]
