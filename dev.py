"""Set everything up, then do it: run, test, check, lock, forms.

Standard library only, so that a bare Python can start it. The first call makes .venv
and fills it from requirements.lock, whose fingerprints every package must match; later
calls see from a stamp that nothing changed and go straight on. What this file says
about itself goes to stderr: stdout belongs to the program it starts.
"""

from __future__ import annotations  # an old Python must get as far as its sentence

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
VENV = ROOT / ".venv"
STAMP = VENV / "ready"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
OLDEST = (3, 11)

USAGE = """\
python3 dev.py run [-- arguments]      start Intake, or one of its commands
python3 dev.py test [-- arguments]     every check and every test; with arguments,
                                       pytest alone with those arguments
python3 dev.py check                   format, lint, types, and who imports whom
python3 dev.py lock [-- arguments]     renew requirements.lock (--upgrade for all)
python3 dev.py forms ...               the same as: run -- forms ...
"""

NO_DISPLAY = """\
There is no display here, so no window can open. These work without one:
  python3 dev.py run -- demo --headless
  python3 dev.py run -- --help
  python3 dev.py forms --help
  python3 dev.py test
"""

# The Debian package of each library that Qt's wheels leave to the system: drawing
# without a screen, then X11. The dynamic loader itself is asked for each name.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# What the tests drive the program with, and the tools they compare it with.
TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "age": "age",
    "ssh-keygen": "openssh-client",
}


def main(arguments: list[str]) -> int:
    """Do the named deed and return its exit status."""
    if sys.version_info[:2] < OLDEST:
        stop(too_old(sys.version_info[:2]))
    deed, *rest = arguments or ["--help"]
    if rest[:1] == ["--"]:
        del rest[0]
    if deed == "run":
        return run(rest)
    if deed == "forms":
        return run(["forms", *rest])
    if deed == "test":
        return test(rest)
    if deed == "check" and not rest:
        return check()
    if deed == "lock":
        return lock(rest)
    print(USAGE, end="")
    return 0 if deed in ("-h", "--help", "help") else 2


def too_old(version: tuple[int, ...]) -> str:
    """Say which Python is needed, in words an old Python can still print."""
    return (
        "Intake needs Python {}.{} or newer; this is {}.{}. Start this command again "
        "with a newer one, for example: python3.12 dev.py run".format(*OLDEST, *version)
    )


# --- the deeds


def run(arguments: list[str]) -> int:
    """Start the program in place of this process."""
    if opens_windows(arguments):
        if not has_display():
            stop(NO_DISPLAY.rstrip())
        provide([*missing_python(), *missing_libraries()])
    set_up()
    # -P keeps the present folder, wherever that is, out of the search for modules.
    command = [str(PYTHON), "-P", "-m", "intake", *arguments]
    if not WINDOWS:
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return subprocess.run(command, check=False).returncode


def test(arguments: list[str]) -> int:
    """Examine everything, or what the *arguments* to pytest name."""
    # Who names tests needs the tools of those alone, and will be told by them.
    tools = [] if arguments else missing_tools()
    provide([*missing_python(), *missing_libraries(), *tools])
    set_up()
    pytest = [str(PYTHON), "-m", "pytest"]
    if arguments:
        return subprocess.run([*pytest, *arguments], cwd=ROOT, check=False).returncode
    checked = check()
    workers = str(min(4, os.cpu_count() or 1))
    spread = ["-q", "-n", workers, "--dist", "worksteal"]
    tested = subprocess.run([*pytest, *spread], cwd=ROOT, check=False).returncode
    if checked:
        say("The checks before the tests found faults; they stand above.")
    return tested or checked


def check() -> int:
    """Run every check, also after one has failed; return the first bad status."""
    set_up()
    commands = (
        ["ruff", "format", "--check", "--quiet"],
        ["ruff", "check", "--quiet"],
        ["mypy", "--no-error-summary"],
        ["lint-imports", "--no-logo"],
    )
    worst = 0
    for name, *options in commands:
        say(" ".join([name, *options]))
        command = [str(BIN / name), *options]
        if name == "lint-imports":
            # It is wordy when content, so it speaks only when it is not.
            done = subprocess.run(
                command, cwd=ROOT, check=False, capture_output=True, text=True
            )
            if done.returncode:
                print(done.stdout, done.stderr)
        else:
            done = subprocess.run(command, cwd=ROOT, check=False, text=True)
        worst = worst or done.returncode
    return worst


def lock(arguments: list[str]) -> int:
    """Write requirements.lock anew for every system, with fingerprints."""
    set_up()
    command = [
        *[str(BIN / "uv"), "pip", "compile", "--quiet", "--system-certs"],
        *["--universal", "--generate-hashes", "--extra", "dev"],
        *["--python-version", "{}.{}".format(*OLDEST)],
        *["--custom-compile-command", "python3 dev.py lock"],
        *["--output-file", LOCK.name, *arguments, PROJECT.name],
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def opens_windows(arguments: list[str]) -> bool:
    """Tell whether these arguments ask for windows rather than for a command."""
    words = list(arguments)
    while words and words[0].split("=")[0] == "--vault":
        del words[: 1 if "=" in words[0] else 2]
    if words[:1] == ["demo"]:
        return not {"--headless", "-h", "--help"} & set(words)
    return not words


def has_display() -> bool:
    """Tell whether a window could be shown; only X11 and Wayland can be absent."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


# --- what the system must bring


def missing_python() -> list[str]:
    """Name the package of the part that Debian keeps apart from its Python."""
    if PYTHON.exists():
        return []
    import importlib.util  # noqa: PLC0415 - only the first call needs it

    if all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        return []
    return ["python{}.{}-venv".format(*sys.version_info)]


def missing_libraries() -> list[str]:
    """Name the packages of the libraries that the loader does not find."""
    if not sys.platform.startswith("linux"):
        return []
    import ctypes  # noqa: PLC0415 - the commands without windows start without it

    wanted = dict(LIBRARIES)
    if os.environ.get("WAYLAND_DISPLAY"):
        wanted.update(WAYLAND_LIBRARIES)
    missing = []
    for name, package in wanted.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(package)
    return missing


def missing_tools() -> list[str]:
    """Name the packages of the tools that the tests need and PATH lacks."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for tool, package in TOOLS.items() if not shutil.which(tool)]


def provide(packages: list[str]) -> None:
    """Install Debian *packages*, or ask for them with the one command it takes."""
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    names = " ".join(packages)
    ask = f"apt-get update && {' '.join(install)}"
    ask = f"sudo sh -c '{ask}'" if shutil.which("sudo") else f"su -c '{ask}'"
    if not shutil.which("apt-get"):
        stop(
            f"This system lacks what Debian calls {names}. Install the like of it with "
            "your own package tool, then come again."
        )
    if os.geteuid() != 0:
        stop(f"Some system packages are missing. Please run:\n  {ask}")
    say(f"Installing system packages: {names}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    # Stale lists may still do, so only the second command decides.
    for command in (["apt-get", "update", "-qq"], [*install, "-qq"]):
        failed = subprocess.run(
            command,
            env=quiet,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        ).returncode
        if failed and command[1] == "install":
            stop(
                "The system packages could not be installed; the reason stands above. "
                f"Once it is mended, this does it:\n  {ask}"
            )


# --- what Python must bring


def set_up() -> None:
    """Make .venv whole; return at once when its stamp says that it is."""
    version = "{}.{}".format(*sys.version_info)
    packages = digest(version.encode(), LOCK.read_bytes())
    project = digest(str(ROOT).encode(), PROJECT.read_bytes())
    stamp = STAMP.read_text(encoding="ascii").split() if STAMP.is_file() else []
    if stamp == [packages, project] and PYTHON.exists():
        return
    if stamp[:1] == [packages] and PYTHON.exists():
        STAMP.unlink()
    else:
        provide(missing_python())
        make_venv()
        say("Installing the packages of requirements.lock (once; about a minute)")
        pip("install", "--require-hashes", "-r", str(LOCK))
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
    STAMP.write_text(packages + "\n" + project + "\n", encoding="ascii")


def digest(*parts: bytes) -> str:
    """Fingerprint *parts* so that no two lists of them look alike."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def make_venv() -> None:
    """Make an empty .venv in place of whatever is there, half-made or old."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    # Inside a .venv, sys.executable may be the very file just removed.
    base = getattr(sys, "_base_executable", "") or sys.executable
    done = subprocess.run(
        [base, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        stop("Python could not make .venv; its reason stands above.")


def pip(*arguments: str) -> None:
    """Run the pip of .venv quietly; turn its failure into a sentence."""
    options = ("--quiet", "--no-input", "--disable-pip-version-check")
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", *arguments, *options],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        stop(pip_failed(done.stderr))


def pip_failed(words: str) -> str:
    """Say what pip's *words* mean for the person who started this."""
    if "DO NOT MATCH THE HASHES" in words:
        return (
            "A package is not the one that requirements.lock names, so it was not "
            "installed. Fetch it from another place, or ask who renewed the lock."
        )
    if "No matching distribution found" in words or "Connection" in words:
        return (
            "The packages could not be fetched. The first set-up needs a network, or a "
            "folder of wheels named to pip (PIP_NO_INDEX=1 PIP_FIND_LINKS=folder). "
            "After it, Intake needs none. Nothing is lost: start the command again."
        )
    return "pip could not install the packages; its reason stands above."


def say(sentence: str) -> None:
    """Tell the person at the terminal, out of the way of the program's own output."""
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence: str) -> NoReturn:
    """End with a *sentence* for the person at the terminal."""
    raise SystemExit(sentence)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        stop("Stopped. Nothing is lost: start the command again.")
