import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake.vault.process import command, swap_in_use

SOURCE = str(Path(__file__).parents[3] / "src")


def told(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": SOURCE},
    )
    return done.stdout


def test_hardening_closes_files_dumps_and_memory_to_others() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("what is asked here, only Linux tells")
    script = (
        "import ctypes, os, resource\n"
        "from intake.vault.process import harden\n"
        "harden()\n"
        "print(oct(os.umask(0)), resource.getrlimit(resource.RLIMIT_CORE),\n"
        "      ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )

    assert told(script).strip() == "0o77 (0, 0) 0"


def test_hardening_loads_no_library() -> None:
    script = (
        "import sys\n"
        "from intake.vault.process import harden\n"
        "harden()\n"
        "print({'sqlcipher3', 'cryptography', 'argon2'} & set(sys.modules))\n"
    )

    assert told(script).strip() == "set()"


def test_the_process_is_replaced_and_forgets() -> None:
    script = (
        "import os, sys\n"
        "from intake.vault.process import replace_process\n"
        "print(os.getpid(), flush=True)\n"
        "sys.stdout.write('said before ')\n"
        "replace_process([sys.executable, '-c', 'import os; print(os.getpid())'])\n"
    )

    first, second = told(script).splitlines()

    assert second.startswith("said before ")
    if sys.platform != "win32":
        assert second.split()[-1] == first


def test_an_open_vault_is_free_again_after_the_replacement(
    tmp_path: Path, passphrase: str
) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from intake.vault import Cost, create, unlock\n"
        "from intake.vault.process import command, replace_process\n"
        "folder = Path(sys.argv[1])\n"
        "if len(sys.argv) == 3:\n"
        "    create(folder, sys.argv[2], cost=Cost(64, 1, 1))\n"
        "    replace_process(command([sys.argv[1], sys.argv[2], 'again']))\n"
        "vault = unlock(folder, sys.argv[2])\n"
        "print(vault.findings)\n"
    )

    assert told(script, str(tmp_path / "vault"), passphrase).strip() == "()"


def test_knows_how_it_was_started() -> None:
    script = "from intake.vault.process import command\nprint(command(['x', 'y']))\n"

    line = told(script, "a", "b")

    assert line.strip() == repr([sys.executable, "-c", script, "x", "y"])
    assert command()[0] == sys.executable


def swaps(folder: Path, *names: object) -> Path:
    rows = [f"{name}\tfile\t\t1024\t0\t-2\n" for name in names]
    path = folder / "swaps"
    path.write_text("Filename\tType\tSize\tUsed\tPriority\n" + "".join(rows))
    return path


def test_no_swap_and_swap_in_memory_are_nothing_to_warn_of(tmp_path: Path) -> None:
    assert swap_in_use(tmp_path / "nowhere", tmp_path) == ""
    assert swap_in_use(swaps(tmp_path), tmp_path) == ""
    assert swap_in_use(swaps(tmp_path, "/dev/zram0"), tmp_path) == ""


def test_swap_in_clear_or_unknown_is_warned_of(tmp_path: Path) -> None:
    for name in (tmp_path / "gone", tmp_path):
        assert "swap" in swap_in_use(swaps(tmp_path, "/dev/zram0", name), tmp_path)


def test_swap_on_an_encrypted_disk_or_on_several_is_not(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("needs the numbers of devices")
    number = tmp_path.stat().st_dev
    device = tmp_path / f"{os.major(number)}:{os.minor(number)}"
    kinds = [device / "slaves" / name / "dm" / "uuid" for name in ("dm-0", "dm-1")]
    for kind in kinds:
        kind.parent.mkdir(parents=True)
        kind.write_text("CRYPT-LUKS2-00")
    listed = swaps(tmp_path, tmp_path)

    assert swap_in_use(listed, tmp_path) == ""
    kinds[1].write_text("LVM-00")
    assert "swap" in swap_in_use(listed, tmp_path)
