"""What a child may do once its doors are shut, tried in real children."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from intake.forms.conversion import convert

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux has these doors"
)

# Each deed that a shut child must not do, with what it needs made ready before.
DEEDS = """
import ctypes, ctypes.util, json, os, socket, subprocess, sys, threading
from intake.forms import restriction

SECRET, FRESH = sys.argv[1:3]

def fork():
    if os.fork() == 0:
        os._exit(0)

def thread():
    started = threading.Thread(target=int)
    started.start()
    started.join()

DEEDS = {
    "open a socket": lambda: socket.socket(),
    "open a local socket": lambda: socket.socket(socket.AF_UNIX),
    "pair sockets": lambda: socket.socketpair(),
    "read a file": lambda: open(SECRET).read(),
    "list a folder": lambda: os.listdir(os.path.dirname(SECRET)),
    "write a file": lambda: open(FRESH, "w"),
    "add to a file": lambda: open(SECRET, "r+"),
    "make a folder": lambda: os.mkdir(FRESH),
    "remove a file": lambda: os.remove(SECRET),
    "rename a file": lambda: os.rename(SECRET, FRESH),
    "start a process": fork,
    "become a program": lambda: os.execv("/bin/true", ["/bin/true"]),
    "signal another": lambda: os.kill(os.getppid(), 0),
    "read Python's own": lambda: open(json.__file__).read(),
    "start a thread": thread,
}

def tried():
    told = {}
    for name, deed in DEEDS.items():
        try:
            deed()
            told[name] = True
        except (OSError, RuntimeError):
            told[name] = False
    return told
"""


def child(code: str, tmp_path: Path) -> dict[str, object]:
    """Run the deeds and then *code* in a child, which prints one JSON object."""
    secret = tmp_path / "header"
    secret.write_text("cedar lantern orbit")
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            DEEDS + textwrap.dedent(code),
            str(secret),
            str(tmp_path / "fresh"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert secret.read_text() == "cedar lantern orbit"
    told: dict[str, object] = json.loads(ran.stdout)
    return told


def doors(tmp_path: Path) -> dict[str, object]:
    """Ask which doors this machine lets a process shut."""
    code = """
    held = restriction.shut()
    print(json.dumps({"files": held.files, "calls": held.calls}))
    """
    return child(code, tmp_path)


@linux
def test_a_child_that_was_shut_in_opens_no_file_and_no_socket(tmp_path: Path) -> None:
    if not doors(tmp_path)["calls"]:
        pytest.skip("this kernel refuses the filter")
    told = child("restriction.shut(); print(json.dumps(tried()))", tmp_path)
    assert {deed for deed, done in told.items() if done} == set()


@linux
def test_a_child_that_needs_python_reads_nothing_else(tmp_path: Path) -> None:
    if not all(doors(tmp_path).values()):
        pytest.skip("this kernel refuses Landlock or the filter")
    told = child("restriction.shut(sys.path); print(json.dumps(tried()))", tmp_path)
    assert {deed for deed, done in told.items() if done} == {"read Python's own"}


@linux
def test_threads_are_let_by_only_where_they_are_needed(tmp_path: Path) -> None:
    if not doors(tmp_path)["calls"]:
        pytest.skip("this kernel refuses the filter")
    told = child("restriction.shut(threads=True); print(json.dumps(tried()))", tmp_path)
    assert {deed for deed, done in told.items() if done} == {"start a thread"}


@linux
@pytest.mark.parametrize("refused", ["_bar_files", "_bar_calls"])
def test_where_the_kernel_refuses_one_door_the_other_holds(
    tmp_path: Path, refused: str
) -> None:
    code = f"""
    restriction.{refused} = lambda *_given, **_named: False
    held = restriction.shut()
    told = tried() if held.files or held.calls else dict.fromkeys(DEEDS, False)
    print(json.dumps(told))
    """
    told = child(code, tmp_path)
    for deed in ("read a file", "write a file", "remove a file", "make a folder"):
        assert told[deed] is False


@linux
def test_where_the_kernel_refuses_both_it_says_so_and_goes_on(tmp_path: Path) -> None:
    code = """
    class Refusing:
        def prctl(self, *_given): return -1
        def syscall(self, *_given): return -1
    restriction.ctypes.CDLL = lambda *_given, **_named: Refusing()
    held = restriction.shut()
    print(json.dumps({"files": held.files, "calls": held.calls}))
    """
    assert child(code, tmp_path) == {"files": False, "calls": False}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_memory_time_and_files_are_bounded(tmp_path: Path) -> None:
    code = """
    import resource
    restriction.limit(memory=2**30, seconds=7, files=9)
    def of(what): return resource.getrlimit(getattr(resource, "RLIMIT_" + what))
    print(json.dumps({w: of(w) for w in ("CPU", "NOFILE", "FSIZE", "CORE", "NPROC")}))
    """
    told = child(code, tmp_path)
    assert told == {
        "CPU": [7, 7],
        "NOFILE": [9, 9],
        "FSIZE": [0, 0],
        "CORE": [0, 0],
        "NPROC": [0, 0],
    }


@linux
def test_the_conversion_is_shut_in_when_it_reads_the_form(tmp_path: Path) -> None:
    if not all(doors(tmp_path).values()):
        pytest.skip("this kernel refuses Landlock or the filter")
    code = """
    from intake.forms import conversion_worker
    answer = sys.stdout
    def probe(_data):
        return tried()
    conversion_worker.convert_spreadsheet = probe
    conversion_worker.main()
    """
    told = child(code, tmp_path)
    assert {deed for deed, done in told.items() if done} == {"read Python's own"}
    # And it still does its work: what it has not loaded yet it finds.
    form = b"| survey |\n| | type | name | label |\n| | text | a | A |\n"
    assert convert(form, "form.md").rows == {"/data/a": 3}
