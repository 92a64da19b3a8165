"""How fast files are sealed and opened, beside other programs in the same run.

    python benchmarks/sealing.py [--size MiB] [--rounds N] [--records N] [--folder PATH]

Every round runs each contender once, so a busy machine is busy for all; the best round
of each counts. Figures are MB/s from file to file and ratios to ours. In the end
``handover.py`` hands records and one recording over and takes them in.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake import vault as store
from intake.sealing.age import X25519Identity, decrypt, encrypt
from intake.sealing.keys import derive
from intake.sealing.selftest import self_test
from intake.sealing.signatures import Kind, sign, verify
from intake.vault import drafts, journal
from intake.vault.cost import START, stretch

MIB = 1 << 20
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DRAFT = "d" * 32
PASSPHRASE = "cedar lantern orbit mellow pocket river"  # noqa: S105 - opens a bench
Deed = Callable[[], object]


def main() -> None:
    """Run all contenders and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1024, help="MiB of plain text")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--records", type=int, default=300, help="handed over")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        _make_plain(folder / "plain", options.size)
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
        _small_deeds()
        _throughput(folder, options.size * MIB, options.rounds)
        # Argon2id takes memory on purpose, so it comes after ours was looked at.
        _vault_deeds(folder)
        _whole_way(folder, options.records)
        print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


def _make_plain(path: Path, mebibytes: int) -> None:
    block = os.urandom(MIB)
    with path.open("wb") as file:
        for _ in range(mebibytes):
            file.write(block)


def _throughput(folder: Path, size: int, rounds: int) -> None:
    deeds = _ours(folder) | _others(folder)
    best = dict.fromkeys(deeds, float("inf"))
    peak = 0
    for _ in range(rounds):
        for name, deed in deeds.items():
            best[name] = min(best[name], _seconds(deed))
            if name == "ours, open":
                # Only what ran before in this process counts: ours and the copy.
                peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{size // MIB} MiB, best of {rounds}")
    print(f"{'':28}{'MB/s':>8}{'ours is':>10}")
    for name, seconds in best.items():
        ours = best["ours, open" if "open" in name else "ours, seal"]
        print(f"{name:28}{size / seconds / 1e6:8.0f}{seconds / ours:9.2f}x")
    print(f"peak memory of ours: {peak / 1024:.0f} MiB")


def _ours(folder: Path) -> dict[str, Deed]:
    identity = derive(bytes(32)).identity
    plain, sealed, out = folder / "plain", folder / "ours.age", folder / "out"

    def copy() -> None:
        with plain.open("rb", buffering=0) as source, out.open("wb", 0) as sink:
            block = memoryview(bytearray(MIB))
            while size := source.readinto(block):
                sink.write(block[:size])

    def seal() -> None:
        with (
            plain.open("rb", buffering=0) as source,
            sealed.open("wb", buffering=0) as sink,
            encrypt(sink, [identity.recipient]) as writer,
        ):
            block = memoryview(bytearray(MIB))
            while size := source.readinto(block):
                writer.write(block[:size])

    def unseal() -> None:
        with sealed.open("rb", buffering=0) as source, out.open("wb", 0) as sink:
            for block in decrypt(source, [identity]).blocks():
                sink.write(block)

    return {"plain copy": copy, "ours, seal": seal, "ours, open": unseal}


def _others(folder: Path) -> dict[str, Deed]:
    plain, out = folder / "plain", folder / "out"
    identity = X25519Identity(os.urandom(32))
    public = str(identity.recipient)
    key = folder / "key.txt"
    key.write_text(identity.secret_text() + "\n")
    sealed = folder / "age.age"
    deeds: dict[str, Deed] = {"raw ChaCha20-Poly1305": _raw(plain.stat().st_size)}
    if shutil.which("age"):
        deeds["age command, seal"] = lambda: subprocess.run(
            ["age", "-r", public, "-o", sealed, plain], check=True
        )
        deeds["age command, open"] = lambda: subprocess.run(
            ["age", "-d", "-i", key, "-o", out, sealed], check=True
        )
    if shutil.which("gpg"):
        deeds |= _gpg(folder)
    absent = [name for name in ("age", "gpg") if not shutil.which(name)]
    if absent:
        print(f"not here: {', '.join(absent)}")
    try:
        import pyrage  # noqa: PLC0415 - a guest
    except ImportError:
        print("not here: pyrage")
        return deeds
    theirs = pyrage.x25519.Identity.from_str(identity.secret_text())
    other = folder / "pyrage.age"
    deeds["pyrage, seal"] = lambda: pyrage.encrypt_file(
        str(plain), str(other), [theirs.to_public()]
    )
    deeds["pyrage, open"] = lambda: pyrage.decrypt_file(str(other), str(out), [theirs])
    return deeds


def _gpg(folder: Path) -> dict[str, Deed]:
    """Let gpg seal under a passphrase, without squeezing what cannot be squeezed."""
    home, sealed = folder / "gpg", folder / "gpg.gpg"
    home.mkdir(mode=0o700)
    gpg: list[str | Path] = ["gpg", "--homedir", home, "--batch", "--yes", "--quiet"]
    gpg += ["--pinentry-mode", "loopback", "--passphrase", "a bench"]

    def run(*words: str | Path) -> None:
        subprocess.run([*gpg, *words], check=True, stderr=subprocess.DEVNULL)

    return {
        "gpg -z0, seal": lambda: run("-z0", "-o", sealed, "-c", folder / "plain"),
        "gpg -z0, open": lambda: run("-o", folder / "out", "-d", sealed),
    }


def _raw(size: int) -> Deed:
    cipher = ChaCha20Poly1305(bytes(32))
    block = bytearray(64 * 1024)
    out = bytearray(64 * 1024 + 16)

    def encrypt_in_memory() -> None:
        for index in range(size // len(block)):
            cipher.encrypt_into(index.to_bytes(12, "big"), block, None, out)

    return encrypt_in_memory


def _small_deeds() -> None:
    keys = derive(bytes(32))
    public = keys.signing.ed25519, keys.signing.mldsa65
    statement = bytes(20_000)
    made = sign(statement, Kind.RECORD, keys.signing)
    text = str(keys.identity.recipient)
    stanza = keys.identity.recipient.wrap(bytes(16))
    deeds: dict[str, Deed] = {
        "derive all keys": lambda: derive(bytes(32)),
        "read a recipient": lambda: type(keys.identity.recipient).parse(text),
        "wrap a file key": lambda: keys.identity.recipient.wrap(bytes(16)),
        "unwrap a file key": lambda: keys.identity.unwrap([stanza]),
        "sign twice": lambda: sign(statement, Kind.RECORD, keys.signing),
        "verify twice": lambda: verify(statement, Kind.RECORD, made, *public),
        "self test": self_test,
    }
    _print_best(deeds)


def _vault_deeds(folder: Path) -> None:
    """Unlock, and make an answer durable, beside Argon2id alone and plain SQLite."""
    vault = store.create(folder / "vault", PASSPHRASE, cost=START)
    drafts.create_key(vault, DRAFT)
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("CREATE TABLE journal (line BLOB)")
    line = bytes(200)
    _print_best(
        {
            "durable answer": lambda: journal.append(vault, DRAFT, [line], NOW),
            "plain SQLite, a row": lambda: plain.execute(
                "INSERT INTO journal VALUES (?)", (line,)
            ),
        },
        rounds=300,
    )
    plain.close()
    vault.close()
    _print_best(
        {
            "unlock": lambda: store.unlock(folder / "vault", PASSPHRASE).close(),
            "Argon2id alone": lambda: stretch(PASSPHRASE, bytes(16), START),
        },
        rounds=4,
    )


def _print_best(deeds: dict[str, Deed], rounds: int = 20) -> None:
    for name, deed in deeds.items():
        best = min(_seconds(deed) for _ in range(rounds))
        print(f"{name:28}{best * 1e3:8.2f} ms")
    print()


def _whole_way(folder: Path, records: int) -> None:
    """Let the other bench carry records and one recording to the desk in this run."""
    bench = str(Path(__file__).with_name("handover.py"))
    for what in (["--records", str(records)], ["--large", "1"]):
        print(flush=True)
        command = [sys.executable, bench, "--folder", str(folder), *what]
        subprocess.run(command, check=True)


def _seconds(deed: Deed) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
