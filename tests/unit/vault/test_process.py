import subprocess
import sys
from pathlib import Path

import pytest

from intake.vault.process import command

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
