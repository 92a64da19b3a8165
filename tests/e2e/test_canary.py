import base64
import bz2
import gzip
import io
import json
import lzma
import secrets
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from e2e import inside
from e2e.canary import Canary, drawn, files
from e2e.machine import Machine
from e2e.watching import Watch, needs_strace
from intake.app import opening
from intake.app.field import protocols
from intake.domain.people import Role
from kitchen import BEGUN, CHEAP, FORM, Kitchen, meet

WINDOW = Path(__file__).parent / "at_the_window.py"
COMMON = ("/tmp", "/var/tmp", "/dev/shm", tempfile.gettempdir())  # noqa: S108 - searched, not used
HIDDEN = [Path.home() / name for name in (".cache", ".config", ".local")]


@pytest.fixture
def canary() -> Canary:
    return drawn()


def _zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a name", data)
    return file.getvalue()


@pytest.mark.parametrize(
    "hide",
    [
        str.encode,
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: text.encode("utf-32-be"),
        lambda text: quote(text).encode(),
        lambda text: json.dumps(text).encode(),
        lambda text: text.encode("ascii", "xmlcharrefreplace"),
        lambda text: text.encode().hex().encode(),
        lambda text: text.encode().hex().upper().encode(),
        lambda text: base64.b64encode(text.encode()),
        lambda text: base64.b64encode(b"1" + text.encode()),
        lambda text: base64.b64encode(b"12" + text.encode()),
        lambda text: base64.urlsafe_b64encode(text.encode()),
        lambda text: base64.b64encode(text.encode("utf-16-le")),
        lambda text: zlib.compress(text.encode()),
        lambda text: gzip.compress(text.encode()),
        lambda text: bz2.compress(text.encode()),
        lambda text: lzma.compress(text.encode()),
        lambda text: _zipped(text.encode()),
        lambda text: zlib.compress(_zipped(text.encode("utf-16"))),
    ],
)
def test_each_word_is_found_in_every_disguise_at_any_offset(
    hide: Callable[[str], bytes], canary: Canary
) -> None:
    for word in canary.words:
        hidden = secrets.token_bytes(777) + hide(f"so {word} then") + b"\0" * 99
        assert canary.within(hidden)
    assert not canary.within(secrets.token_bytes(1 << 20))


def test_the_search_of_files_reads_names_and_the_seams_of_large_files(
    canary: Canary, tmp_path: Path
) -> None:
    large = tmp_path / "folder" / "large"
    large.parent.mkdir()
    large.write_bytes(bytes((16 << 20) - 5) + canary.sentence.encode())
    named = tmp_path / canary.words[0]
    named.write_bytes(b"nothing")
    (tmp_path / "clean").write_bytes(b"nothing")
    found = canary.in_files(files(tmp_path))
    assert {line.partition(": ")[0] for line in found} == {str(large), str(named)}
    assert list(files(tmp_path, since=time.time() + 60)) == []


def vaults(root: Path, passphrase: str) -> tuple[Path, Path]:
    """Make both vaults, acquainted, under a passphrase of this run alone."""
    stick = root / "stick"
    stick.mkdir()
    made = [
        opening.create(root / name, passphrase, role, name, BEGUN, cost=CHEAP)
        for name, role in (("field", Role.INTERVIEWER), ("desk", Role.COORDINATOR))
    ]
    kitchen = Kitchen(made[0], made[1], stick)
    meet(kitchen)
    kitchen.close()
    return root / "field", root / "desk"


def yields(canary: Canary, folder: Path, passphrase: str) -> set[str]:
    """Name the places in an unlocked vault where the canary stands."""
    return {
        where
        for where, data in inside.things(folder, passphrase)
        if canary.within(data)
    }


def answers(canary: Canary, folder: Path) -> bytes:
    """Give answers that carry the canary, one of them as a file."""
    photo = folder / f"{canary.words[2]}.txt"
    photo.write_text(canary.sentence, "utf-8")
    told = {
        "/data/words": canary.sentence,
        "/data/kind": "told",
        "/data/who": canary.sentence,
        "/data/person[1]/name": canary.sentence,
        "/data/photo": {"file": str(photo)},
    }
    return json.dumps(told, ensure_ascii=False).encode()


def leaks(root: Path, begun: float, *canaries: Canary) -> set[str]:
    """Name every file on this machine, changed since, in which a canary stands.

    The folders of tests that run beside this one are theirs.
    """
    ours = (each for each in root.parents if each.name.startswith("pytest-of-"))
    beside = next(ours, None)
    places = [*map(Path, COMMON), *HIDDEN]
    paths = {*files(root), *files(*places, since=begun, but=beside)}
    return {line for each in canaries for line in each.in_files(paths)}


def test_what_commands_were_told_is_nowhere_outside_the_vault_nor_in_it_once_sealed(
    canary: Canary, tmp_path: Path
) -> None:
    begun = time.time() - 1
    secret = drawn()
    passphrase = secret.sentence
    machine = Machine(tmp_path / "machine")
    stick = machine.root / "stick"
    field, desk = vaults(machine.root, passphrase)
    said: list[str] = []

    def run(vault: Path, *words: str | Path, given: bytes = b"") -> str:
        done = machine.run("--vault", vault, *words, passphrase=passphrase, given=given)
        assert done.status == 0, done.err
        said.append(done.err)
        return done.out

    key = run(field, "interview", "new", "--form", FORM).split()[0]
    given = answers(canary, tmp_path)
    said.append(run(field, "interview", "fill", key, "/dev/stdin", given=given))
    for path in tmp_path.glob("*.txt"):
        path.unlink()
    assert leaks(machine.root, begun, canary, secret) == set()
    assert yields(canary, field, passphrase) == {"journal", "object"}
    before = tmp_path / "before"
    shutil.copytree(field, before)

    said.append(run(field, "interview", "finish", key))
    said.append(run(field, "send", stick))
    assert yields(canary, field, passphrase) == set()
    # A copy of the whole vault from before still yields it; the older database
    # together with the keys that are left does not.
    assert yields(canary, before, passphrase) == {"journal", "object"}
    shutil.copy(field / "keys", before / "keys")
    assert yields(canary, before, passphrase) == set()
    shutil.rmtree(before)

    run(desk, "receive", stick)
    number = json.loads(run(desk, "library", "list", "--json"))[0]["number"]
    assert canary.sentence in run(desk, "library", "show", number)
    assert yields(canary, desk, passphrase) >= {"object"}
    assert leaks(machine.root, begun, canary, secret) == set()
    assert not canary.within("".join(said).encode())


def test_what_was_typed_into_the_window_is_nowhere_outside_the_vault(
    canary: Canary, tmp_path: Path
) -> None:
    begun = time.time() - 1
    secret = drawn()
    machine = Machine(tmp_path / "machine", {"QT_QPA_PLATFORM": "offscreen"})
    stick = machine.root / "stick"
    field, _ = vaults(machine.root, secret.sentence)
    opened = opening.unlock(field, secret.sentence)
    protocols.from_form(opened, FORM)
    opened.close()
    photo = tmp_path / f"{canary.words[2]}.jpg"
    photo.write_text(canary.sentence, "utf-8")
    told = f"{secret.sentence}\n{canary.sentence}\n{photo}\n".encode()

    with machine.start(WINDOW, field, stick, "tell") as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(told)
        running.stdin.close()
        said = running.stdout.readline()
        photo.unlink()
        found = leaks(machine.root, begun, canary, secret)
        running.kill()
        assert running.stderr
        complained = running.stderr.read()
        assert said == b"told\n", complained.decode()
    assert found == set()
    assert yields(canary, field, secret.sentence) == {"journal", "object"}

    with machine.start(WINDOW, field, stick, "seal") as running:
        out, err = running.communicate(told)
    assert (running.returncode, out) == (0, b""), err.decode()
    assert not canary.within(complained + err)
    assert yields(canary, field, secret.sentence) == set()
    assert leaks(machine.root, begun, canary, secret) == set()
    assert machine.left() == set()


def test_the_pages_of_a_vault_are_really_decrypted(tmp_path: Path) -> None:
    """The search in free pages would find nothing if it read noise."""
    field, _ = vaults(tmp_path, "cedar")
    opened = opening.unlock(field, "cedar")
    key = bytes(opened.vault.store_key)
    opened.vault.run("CREATE TABLE seen_in_the_log (word)")
    within = inside.pages(field, key)
    opened.close()
    assert b"CREATE TABLE journal" in within
    assert b"seen_in_the_log" in within
    assert b"CREATE TABLE journal" not in (field / "store").read_bytes()


@needs_strace
def test_commands_open_nothing_for_writing_but_the_vault_and_the_stick(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path / "machine")
    stick = machine.root / "stick"
    field, desk = vaults(machine.root, "cedar")

    def run(vault: Path, *words: str | Path) -> str:
        watch = Watch(tmp_path / "log", machine.root)
        done = machine.run(
            "--vault",
            vault,
            *words,
            passphrase="cedar",
            given=b'{"/data/words": "by a pipe"}',
            before=watch.before,
        )
        assert done.status == 0, done.err
        written = watch.written()
        assert any(path.is_relative_to(vault) for path in written)
        strange = {
            path
            for path in written - {Path("/dev/null"), Path("/dev/tty")}
            if not path.is_relative_to(vault) and not path.is_relative_to(stick)
        }
        assert (strange, watch.sockets()) == (set(), set()), words
        return done.out

    key = run(field, "interview", "new", "--form", FORM).split()[0]
    run(field, "interview", "fill", key, "/dev/stdin")
    run(field, "interview", "finish", key)
    run(field, "send", stick)
    (result,) = json.loads(run(desk, "receive", stick, "--json"))["records"]
    run(desk, "library", "show", result["number"])
