import secrets
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from pathlib import Path
from intake.vault import Cost, create, drafts
from intake.vault.process import replace_process
passphrase, answer = sys.stdin.readline().strip(), sys.stdin.readline().strip()
vault = create(Path(sys.argv[1]), passphrase, cost=Cost(64, 1, 1))
drafts.create_key(vault, "ab" * 16)
print("open", flush=True)
sys.stdin.readline()
vault.close()
wait = "import sys; print('fresh', flush=True); sys.stdin.readline()"
replace_process([sys.executable, "-c", wait])
"""


def memory(pid: int) -> bytes:
    """Read all that a process has in memory."""
    found = b""
    maps = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb") as file:
        for line in maps:
            span, rights, *_ = line.split()
            first, last = (int(each, 16) for each in span.split("-"))
            if "w" in rights:
                file.seek(first)
                try:
                    found += file.read(last - first)
                except OSError:
                    continue
    return found


def test_nothing_that_was_typed_is_in_the_memory_of_the_fresh_process(
    tmp_path: Path,
) -> None:
    if not Path("/proc/self/mem").exists():
        pytest.skip("only Linux shows a process its memory so")
    passphrase, answer = (secrets.token_hex(24) for _ in range(2))
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "vault")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{passphrase}\n{answer}\n")
        child.stdin.flush()
        assert child.stdout.readline() == "open\n"
        before = memory(child.pid)
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.stdout.readline() == "fresh\n"
        after = memory(child.pid)
        child.stdin.write("\n")
        child.stdin.flush()
    for typed in (passphrase, answer):
        assert typed.encode() in before
        assert typed.encode() not in after
        assert typed.encode("utf-16-le") not in after
