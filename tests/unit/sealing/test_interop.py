"""Files go both ways between this program and other age programs, at every edge."""

import io
import shutil
import subprocess
from hashlib import shake_128
from pathlib import Path

import pytest

from intake.sealing.age import (
    HybridIdentity,
    ScryptRecipient,
    X25519Identity,
    armor,
    dearmor,
    decrypt,
    encrypt,
)

CHUNK = 64 * 1024
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 1_000_003]
NOISE = shake_128(b"noise").digest(max(SIZES))
OURS = X25519Identity(shake_128(b"key").digest(32))
HYBRID = HybridIdentity.from_seed(shake_128(b"seed").digest(32))
needs_age = pytest.mark.skipif(not shutil.which("age"), reason="age is not here")


def _sealed(data: bytes, *, armored: bool = False) -> bytes:
    out = io.BytesIO()
    if armored:
        with armor(out) as text, encrypt(text, [OURS.recipient]) as writer:
            writer.write(data)
    else:
        with encrypt(out, [OURS.recipient]) as writer:
            writer.write(data)
    return out.getvalue()


def _age(*arguments: str | Path, stdin: bytes = b"") -> bytes:
    command = ["age", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_ours_and_we_open_pyrages(size: int) -> None:
    pyrage = pytest.importorskip("pyrage")
    data = NOISE[:size]
    identity = pyrage.x25519.Identity.from_str(OURS.secret_text())
    assert pyrage.decrypt(_sealed(data), [identity]) == data
    theirs = pyrage.encrypt(data, [identity.to_public()])
    assert decrypt(io.BytesIO(theirs), [OURS]).read() == data
    assert str(identity.to_public()) == str(OURS.recipient)


def test_pyrage_opens_what_lies_under_our_passphrase() -> None:
    # The other way costs ten seconds of its scrypt; a published vector stands for it.
    pyrage = pytest.importorskip("pyrage")
    out = io.BytesIO()
    with encrypt(out, [ScryptRecipient("six plain wörds", 10)]) as writer:
        writer.write(NOISE[:100])
    opened = pyrage.passphrase.decrypt(out.getvalue(), "six plain wörds")
    assert opened == NOISE[:100]


@needs_age
@pytest.mark.parametrize("size", SIZES)
def test_the_age_command_opens_ours_and_we_open_its(size: int, tmp_path: Path) -> None:
    data = NOISE[:size]
    key = tmp_path / "key.txt"
    key.write_text(OURS.secret_text() + "\n")
    assert _age("-d", "-i", key, stdin=_sealed(data)) == data
    theirs = _age("-r", str(OURS.recipient), stdin=data)
    assert decrypt(io.BytesIO(theirs), [OURS]).read() == data


@needs_age
@pytest.mark.parametrize("size", SIZES)
def test_armor_goes_both_ways_too(size: int, tmp_path: Path) -> None:
    data = NOISE[:size]
    key = tmp_path / "key.txt"
    key.write_text(OURS.secret_text() + "\n")
    assert _age("-d", "-i", key, stdin=_sealed(data, armored=True)) == data
    theirs = _age("-a", "-r", str(OURS.recipient), stdin=data)
    assert decrypt(dearmor(io.BytesIO(theirs)), [OURS]).read() == data


def _age_knows_hybrids() -> bool:
    if not shutil.which("age"):
        return False
    command = ["age", "-r", str(HYBRID.recipient)]
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.skipif(not _age_knows_hybrids(), reason="this age has no hybrid keys")
@pytest.mark.parametrize("size", SIZES)
def test_a_newer_age_command_reads_and_writes_hybrid_files(
    size: int, tmp_path: Path
) -> None:
    data = NOISE[:size]
    key = tmp_path / "key.txt"
    key.write_text(HYBRID.secret_text() + "\n")
    out = io.BytesIO()
    with encrypt(out, [HYBRID.recipient]) as writer:
        writer.write(data)
    assert _age("-d", "-i", key, stdin=out.getvalue()) == data
    theirs = _age("-r", str(HYBRID.recipient), stdin=data)
    assert decrypt(io.BytesIO(theirs), [HYBRID]).read() == data


# Reads keys and hex from its first line and writes hex: opened, then sealed by it.
_TYPESCRIPT_AGE = """
const { Decrypter, Encrypter } = await import("age-encryption");
const [secret, recipient, ours, plain] = require("fs")
  .readFileSync(0, "utf8").split(" ");
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const decrypter = new Decrypter();
decrypter.addIdentity(secret);
const opened = await decrypter.decrypt(bytes(ours));
const encrypter = new Encrypter();
encrypter.addRecipient(recipient);
const sealed = await encrypter.encrypt(bytes(plain));
const hex = (data) => Buffer.from(data).toString("hex");
process.stdout.write(hex(opened) + " " + hex(sealed));
"""


def _typescript(text: str) -> "subprocess.CompletedProcess[str]":
    script = f"(async () => {{{_TYPESCRIPT_AGE}}})().catch(() => process.exit(1))"
    return subprocess.run(
        ["node", "-e", script], input=text, capture_output=True, text=True, check=False
    )


def _typescript_age_is_here() -> bool:
    if not shutil.which("node"):
        return False
    command = ["node", "-e", "import('age-encryption').catch(() => process.exit(1))"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(
    not _typescript_age_is_here(), reason="the npm package age-encryption is not here"
)
@pytest.mark.parametrize("size", SIZES[:5])
def test_the_npm_package_reads_and_writes_hybrid_files(size: int) -> None:
    data = NOISE[:size]
    out = io.BytesIO()
    with encrypt(out, [HYBRID.recipient]) as writer:
        writer.write(data)
    given = (HYBRID.secret_text(), HYBRID.recipient, out.getvalue().hex(), data.hex())
    done = _typescript(" ".join(map(str, given)))
    assert done.returncode == 0, done.stderr
    opened, theirs = map(bytes.fromhex, done.stdout.split(" "))
    assert opened == data
    assert decrypt(io.BytesIO(theirs), [HYBRID]).read() == data
