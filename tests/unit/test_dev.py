"""The one file that sets everything up says what it needs, and does no more."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(dev.__file__).parent
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone is asked")


def start(
    place: Path, *arguments: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the dev.py of *place* with a bare environment and *settings*."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "SYSTEMROOT", "TEMP", "TMP")
    }
    return subprocess.run(
        [sys.executable, str(place / "dev.py"), *arguments],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=bare | settings,
        timeout=120,
    )


def copy(place: Path) -> None:
    """Put the set-up, without the program, into *place*."""
    for name in ("dev.py", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, place / name)


def test_tells_its_deeds_when_asked_for_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert dev.main([]) == 0
    assert "dev.py test" in capsys.readouterr().out


def test_an_unknown_deed_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["dance"]) != 0
    assert "dev.py run" in capsys.readouterr().out


def test_an_old_python_can_read_the_file_and_is_told_plainly() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))

    assert "3.11 or newer; this is 3.9" in dev.too_old((3, 9))


@pytest.mark.parametrize(
    "arguments", [[], ["demo"], ["--vault", "demo"], ["--vault=here", "demo"]]
)
def test_these_open_windows(arguments: list[str]) -> None:
    assert dev.opens_windows(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["demo", "--headless"],
        ["--vault", "here", "library", "list"],
        ["forms", "check", "x.xlsx"],
    ],
)
def test_these_open_none(arguments: list[str]) -> None:
    assert not dev.opens_windows(arguments)


@on_linux
def test_without_a_display_it_names_what_works_without_one() -> None:
    told = start(ROOT, "run")

    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.startswith("There is no display here")
    assert "run -- demo --headless" in told.stderr


@on_linux
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_sees_a_display(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(other, raising=False)
    assert not dev.has_display()

    monkeypatch.setenv(name, ":0")

    assert dev.has_display()


@on_linux
def test_names_the_packages_of_missing_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert dev.missing_tools() == list(dev.TOOLS.values())


@on_linux
def test_names_the_package_of_a_missing_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setitem(dev.LIBRARIES, "libnowhere.so.9", "libnowhere9")

    assert "libnowhere9" in dev.missing_libraries()


@on_linux
def test_asks_for_packages_where_it_cannot_install_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit, match=r"lacks what Debian calls libgl1 xvfb\."):
        dev.provide(["libgl1", "xvfb"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ERROR: No matching distribution found for lxml==6.1.3", "needs a network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "was not installed"),
        ("error: subprocess-exited-with-error", "reason stands above"),
    ],
)
def test_turns_the_words_of_pip_into_a_sentence(words: str, sentence: str) -> None:
    assert sentence in dev.pip_failed(words)


def test_a_half_made_environment_is_made_anew_and_no_network_is_told(
    tmp_path: Path,
) -> None:
    copy(tmp_path)
    debris = tmp_path / ".venv" / "lib" / "debris"
    debris.mkdir(parents=True)

    told = start(
        tmp_path,
        "check",
        HOME=str(tmp_path),
        PIP_CONFIG_FILE=os.devnull,
        PIP_NO_INDEX="1",
    )

    assert told.returncode == 1
    assert "The first set-up needs a network" in told.stderr
    assert "Traceback" not in told.stderr
    assert (tmp_path / ".venv" / dev.BIN.name / dev.PYTHON.name).exists()
    assert not debris.exists()
    assert not (tmp_path / ".venv" / dev.STAMP.name).exists()


@on_linux
def test_goes_straight_to_the_program_when_nothing_changed(tmp_path: Path) -> None:
    copy(tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\n', encoding="ascii")
    python.chmod(0o700)
    version = "{}.{}".format(*sys.version_info)
    lock = dev.digest(version.encode(), dev.LOCK.read_bytes())
    project = dev.digest(str(tmp_path).encode(), dev.PROJECT.read_bytes())
    (tmp_path / ".venv" / "ready").write_text(f"{lock}\n{project}\n", encoding="ascii")

    told = start(tmp_path, "forms", "check", "a form.xlsx")

    assert told.stderr == ""
    assert told.stdout == "-P -m intake forms check a form.xlsx\n"


def test_two_lists_of_parts_never_share_a_fingerprint() -> None:
    assert dev.digest(b"ab", b"c") != dev.digest(b"a", b"bc")


def test_the_lock_names_every_dependency_with_fingerprints_and_no_address() -> None:
    lock = dev.LOCK.read_text(encoding="utf-8")
    entry = re.compile(r"^([a-z0-9.-]+)==\S+.*((?:\n    --hash=\S+.*)*)", re.MULTILINE)
    entries = entry.findall(lock)
    project = tomllib.loads(dev.PROJECT.read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += [line for line in extra if not line.startswith("intake[")]
    names = {re.split(r"[<>=]", line)[0].lower().replace("_", "-") for line in wanted}

    assert names <= {name for name, _ in entries}
    assert all("--hash=sha256:" in hashes for _, hashes in entries)
    assert "://" not in lock
