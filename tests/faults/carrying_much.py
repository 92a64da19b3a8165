"""Carries one large recording, a hole in the disk, from the laptop to the desk.

Run as a script (MiB of recording, MiB of a part) it prints the peak memory in MiB
before and after, and whether the record was sound at the desk. A process of its own,
for memory is measured by its peak.
"""

import json
import resource
import sys
import tempfile
from pathlib import Path

from faults.killing import LATER
from intake.app.desk import library, receiving
from intake.app.field import finishing, sending
from kitchen import ACCOUNT, Kitchen, acquainted, sealed, told

MIB = 2**20


def main(size: int, part: int) -> None:
    """Carry a small record, then the large one, and print what it cost."""
    with tempfile.TemporaryDirectory() as name:
        kitchen = acquainted(Path(name))
        # What any record costs has been paid before the large one is measured.
        sealed(kitchen.field)
        carried(kitchen, part)
        before = peak()
        recording = Path(name) / "recording.wav"
        with recording.open("wb") as file:
            file.truncate(size * MIB)
        interview = told(kitchen.field)
        interview.attach(ACCOUNT, "/data/photo", recording)
        recording.unlink()
        finishing.finish(kitchen.field, interview, LATER)
        finishing.seal(kitchen.field, interview.id, LATER)
        parts = carried(kitchen, part)
        sound = all(
            each.good
            for row in library.listed(kitchen.desk)
            for each in library.verify(kitchen.desk, row, LATER)
        )
        kitchen.close()
    said = {"before": before, "after": peak(), "parts": parts, "sound": sound}
    sys.stdout.write(json.dumps(said) + "\n")


def carried(kitchen: Kitchen, part: int) -> int:
    """Bring what waits to the desk; tell in how many parts."""
    sent = sending.send(kitchen.field, kitchen.stick, LATER, part_size=part * MIB)
    if not receiving.receive(kitchen.desk, [kitchen.stick], LATER).good:
        message = "not all was taken in"
        raise SystemExit(message)
    return len(sent.files)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
