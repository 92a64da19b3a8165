from pathlib import Path

import pytest

from intake.domain.errors import MemoryShort
from intake.vault.cost import (
    FLOOR,
    LIMIT,
    SALT,
    START,
    Cost,
    calibrate,
    machine_memory_kib,
    seconds,
    sensible,
    stretch,
)

TINY = Cost(64, 1, 1)
GIB = 1024 * 1024


def at_rate(seconds_for_start: float) -> object:
    """A machine that takes so long for START, and in proportion for others."""

    def measure(cost: Cost) -> float:
        work = cost.memory_kib * cost.passes
        return seconds_for_start * work / (START.memory_kib * START.passes)

    return measure


def test_stretching_is_argon2id_version_19() -> None:
    # From the test vectors of the reference implementation.
    made = stretch("password", b"somesalt", Cost(65536, 2, 1))

    assert made.hex() == (
        "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
    )


def test_spaces_and_look_alike_letters_do_not_matter() -> None:
    salt = bytes(SALT)

    plain = stretch("caf\u00e9 maple", salt, TINY)

    assert stretch("  cafe\u0301 \t maple\n", salt, TINY) == plain
    assert stretch("Caf\u00e9 maple", salt, TINY) != plain
    assert stretch("caf\u00e9maple", salt, TINY) != plain


def test_any_text_can_be_stretched() -> None:
    assert len(stretch("\udc80\0", bytes(SALT), TINY)) == 32


@pytest.mark.parametrize(
    ("speed", "ram_gib", "wanted"),
    [
        (1.0, 16, START),
        (0.5, 16, Cost(1024 * 1024, 3, 4)),
        (1.9, 16, FLOOR),
        (50.0, 16, FLOOR),
        (1.0, 1, Cost(FLOOR.memory_kib, 6, 4)),
        (0.25, 4, Cost(1024 * 1024, 6, 4)),
    ],
)
def test_calibration_seeks_a_second_within_the_floor_and_a_quarter_of_memory(
    speed: float, ram_gib: int, wanted: Cost
) -> None:
    found = calibrate(measure=at_rate(speed), ram_kib=ram_gib * GIB)  # type: ignore[arg-type]

    assert found == wanted


def test_calibration_stays_within_what_a_header_may_ask() -> None:
    found = calibrate(measure=at_rate(0.00001), ram_kib=1024 * GIB)  # type: ignore[arg-type]

    assert found.memory_kib == LIMIT.memory_kib
    assert sensible(found)


def test_a_guess_can_be_timed_and_the_machine_has_memory() -> None:
    assert seconds(TINY) > 0
    assert machine_memory_kib() > 100 * 1024


@pytest.mark.parametrize(
    "cost",
    [
        Cost(7, 1, 1),
        Cost(64, 0, 1),
        Cost(64, 1, 0),
        Cost(LIMIT.memory_kib + 1, 1, 1),
        Cost(64, LIMIT.passes + 1, 1),
        Cost(1024, 1, LIMIT.lanes + 1),
        Cost(64, 1, 9),
    ],
)
def test_costs_that_argon2_or_we_refuse_are_not_sensible(cost: Cost) -> None:
    assert not sensible(cost)
    assert sensible(TINY)
    assert sensible(LIMIT)


def test_too_little_memory_has_its_own_error(tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415 - only this test starts a process
    import sys  # noqa: PLC0415 - the same

    if sys.platform == "win32":
        pytest.skip("memory is limited by a call that Windows lacks")
    script = tmp_path / "short.py"
    script.write_text(
        "import resource, sys\n"
        "from intake.domain.errors import MemoryShort\n"
        "from intake.vault.cost import Cost, stretch\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28))\n"
        "try:\n"
        "    stretch('', bytes(16), Cost(1024 * 1024, 1, 1))\n"
        "except MemoryShort as error:\n"
        "    sys.exit(str(error))\n"
    )

    told = subprocess.run(
        [sys.executable, script],
        check=False,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[3] / "src")},
    )

    assert told.stderr.strip() == str(MemoryShort(needed=1024))
