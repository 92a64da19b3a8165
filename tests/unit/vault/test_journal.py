import contextlib
import secrets
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from intake.domain.errors import AlreadySealed, VaultDamaged
from intake.vault import Vault, drafts, journal, transaction, unlock

DRAFT = "ab" * 16
OTHER = "cd" * 16
ROUNDS = 30

# Appends numbered lines for ever and says each number once it is durable.
CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from intake.vault import unlock, journal
vault = unlock(Path(sys.argv[1]), sys.argv[2])
assert vault.findings == ()
lines = journal.read(vault, sys.argv[3])
number = len(lines)
print(number, flush=True)
while True:
    number += 1
    journal.append(vault, sys.argv[3], [b"%d" % number], datetime.now(UTC))
    print(number, flush=True)
"""


@pytest.fixture
def drafted(vault: Vault) -> Vault:
    drafts.create_key(vault, DRAFT)
    drafts.create_key(vault, OTHER)
    return vault


def data(vault: Vault, draft: str = DRAFT) -> list[bytes]:
    return [line.data for line in journal.read(vault, draft)]


def test_lines_come_back_in_order_with_their_times(
    drafted: Vault, passphrase: str, now: datetime
) -> None:
    east = now.astimezone(timezone(timedelta(hours=8)))
    assert journal.append(drafted, DRAFT, [b"one", b""], now) == (1, 2)
    assert journal.append(drafted, OTHER, [b"elsewhere"], now) == (1,)
    assert journal.append(drafted, DRAFT, [b"three"], east) == (3,)
    assert journal.append(drafted, DRAFT, [], now) == ()
    drafted.close()

    again = unlock(drafted.folder, passphrase)
    lines = journal.read(again, DRAFT)
    assert [(line.sequence, line.data) for line in lines] == [
        (1, b"one"),
        (2, b""),
        (3, b"three"),
    ]
    assert [line.time for line in lines] == [now, now, east]
    assert lines[2].time.utcoffset() == timedelta(hours=8)
    again.close()


def test_a_draft_without_lines_is_empty_and_sound(drafted: Vault) -> None:
    assert journal.read(drafted, DRAFT) == ()
    assert journal.is_sound(drafted, DRAFT)
    with pytest.raises(AlreadySealed):
        journal.read(drafted, "ef" * 16)


def test_what_a_line_says_is_nowhere_in_the_database(
    drafted: Vault, now: datetime
) -> None:
    journal.append(drafted, DRAFT, [b"canary"], now)

    rows = drafted.rows("SELECT * FROM journal")

    assert len(rows) == 1
    assert b"canary" not in b"".join(v for v in rows[0] if isinstance(v, bytes))


def test_lines_of_a_transaction_that_is_undone_are_not_there(
    drafted: Vault, now: datetime
) -> None:
    journal.append(drafted, DRAFT, [b"kept"], now)
    with contextlib.suppress(LookupError), transaction(drafted):
        journal.append(drafted, DRAFT, [b"undone"], now)
        raise LookupError
    journal.append(drafted, DRAFT, [b"next"], now)

    assert data(drafted) == [b"kept", b"next"]


@pytest.mark.parametrize(
    ("harm", "left"),
    [
        ("DELETE FROM journal WHERE sequence = 3", [1, 2, 4, 5]),
        ("DELETE FROM journal WHERE sequence = 5", [1, 2, 3, 4]),
        ("DELETE FROM journal", []),
        ("DELETE FROM heads", [1, 2, 3, 4, 5]),
        ("UPDATE heads SET sequence = 4", [1, 2, 3, 4, 5]),
        ("UPDATE journal SET box = zeroblob(60) WHERE sequence = 3", [1, 2, 4, 5]),
        ("UPDATE journal SET box = x'' WHERE sequence = 3", [1, 2, 4, 5]),
        ("UPDATE journal SET hash = zeroblob(32) WHERE sequence = 3", [1, 2, 3, 4, 5]),
        ("UPDATE journal SET sequence = 9 WHERE sequence = 3", [1, 2, 4, 5]),
        ("UPDATE journal SET draft = 'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd'", []),
    ],
)
def test_harm_is_noticed_and_what_still_opens_can_be_salvaged(
    drafted: Vault, now: datetime, harm: str, left: list[int]
) -> None:
    journal.append(drafted, DRAFT, [b"%d" % n for n in range(1, 6)], now)

    drafted.run(harm)

    assert not journal.is_sound(drafted, DRAFT)
    with pytest.raises(VaultDamaged):
        journal.read(drafted, DRAFT)
    assert [line.sequence for line in journal.salvage(drafted, DRAFT)] == left


def test_a_line_of_another_draft_put_in_its_place_does_not_open(
    drafted: Vault, now: datetime
) -> None:
    for draft in (DRAFT, OTHER):
        journal.append(drafted, draft, [draft.encode()], now)

    drafted.run(
        "UPDATE journal SET (box, hash) = (SELECT box, hash FROM journal"
        " WHERE draft = ?) WHERE draft = ?",
        OTHER,
        DRAFT,
    )

    assert journal.salvage(drafted, DRAFT) == ()


def test_no_acknowledged_line_is_lost_to_a_killed_process(
    drafted: Vault, passphrase: str, folder: Path
) -> None:
    drafted.close()
    source = str(Path(__file__).parents[3] / "src")
    acknowledged = 0
    for _ in range(ROUNDS):
        patience = 1 + secrets.randbelow(40)
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, folder, passphrase, DRAFT],
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": source},
        ) as child:
            assert child.stdout is not None
            begun = int(child.stdout.readline())
            assert begun >= acknowledged
            for _ in range(patience):
                acknowledged = int(child.stdout.readline())
            child.kill()
            rest = child.stdout.read().split(b"\n")[:-1]
            acknowledged = int(rest[-1]) if rest else acknowledged

    again = unlock(folder, passphrase)
    assert again.findings == ()
    lines = data(again)
    assert acknowledged >= ROUNDS
    assert len(lines) >= acknowledged
    assert lines == [b"%d" % number for number in range(1, len(lines) + 1)]
    again.close()
