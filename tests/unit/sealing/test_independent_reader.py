"""Another reader, written from the page on formats alone, reads what we write."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake.app import signing
from intake.app.field import sending
from intake.sealing.age import decrypt, encrypt
from intake.sealing.bundle import Parcel, plan_bundle, write_bundle
from intake.sealing.outgoing import Item, Sender, Stamp, recipients
from intake.sealing.record import About, Other, Portion, seal_object
from intake.sealing.signatures import Kind, allowed_signers
from kitchen import BEGUN, SENTENCE, acquainted, sealed

READER = Path(__file__).with_name("independent_reader.py")
TOOLS = ("tar", "ssh-keygen", "sha256sum", "sha512sum")
RECORDS = ("a" * 32, "b" * 32)

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="the stock tools are not all here"
)


def _files(seed: str) -> dict[str, bytes]:
    files = {
        "record.json": b"{}",
        "forms/account.xml": f"<form>{seed} ئۇيغۇر</form>".encode(),
        "submission/account.xml": b"<data/>" * 2000,
        "journal.jsonl": b"",
    }
    lines = (f"{hashlib.sha512(data).hexdigest()}  {p}\n" for p, data in files.items())
    return {**files, "manifest-sha512.txt": "".join(lines).encode()}


def _opener(data: bytes) -> Callable[[], io.BytesIO]:
    return lambda: io.BytesIO(data)


def _seal(
    files: dict[str, bytes], about: About, stamp: Stamp, sender: Sender, to: Sender
) -> bytes:
    out = io.BytesIO()
    items = [Item(path, len(data), _opener(data)) for path, data in files.items()]
    seal_object(out, items, about, stamp=stamp, sender=sender, to=[to.card.card])
    return out.getvalue()


Wanted = dict[str, bytes]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def stick(
    tmp_path: Path, field: Sender, desk: Sender, custodian: Sender, stamp: Stamp
) -> tuple[Path, Wanted]:
    """Write a bundle of two records with identity and medium; say what is in it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    loads: list[tuple[Parcel, Callable[[], io.BytesIO]]] = []
    wanted: Wanted = {}
    for number, record in enumerate(RECORDS):
        sound = os.urandom(150_000)
        out = io.BytesIO()
        with encrypt(out, recipients([desk.card.card])) as captured:
            captured.write(sound)
        keys = [f"{number}{each}" * 16 for each in range(3)]
        medium = out.getvalue()
        about = About(record, 1, Portion.IDENTITY)
        identity = _seal({"record.json": b"{}"}, about, stamp, field, custodian)
        about = About(
            record,
            1,
            Portion.ACCOUNT,
            (
                Other(keys[1], Portion.IDENTITY, len(identity), _sha256(identity)),
                Other(
                    keys[2],
                    Portion.MEDIUM,
                    len(medium),
                    _sha256(medium),
                    len(sound),
                    _sha256(sound),
                ),
            ),
        )
        files = _files(record)
        account = _seal(files, about, replace(stamp, id=keys[0]), field, desk)
        for key, portion, data in zip(
            keys, Portion, (account, identity, medium), strict=True
        ):
            parcel = Parcel(record, portion, key, len(data), _sha256(data))
            loads.append((parcel, _opener(data)))
        wanted |= {f"{record}/account/{path}": data for path, data in files.items()}
        wanted[f"{record}/medium-{keys[2]}"] = sound
    plan = plan_bundle(
        loads,
        stamp=stamp,
        sender=field,
        to=desk.card.card,
        part_size=128 * 1024,
    )
    assert write_bundle(folder, plan).names[2:]
    return folder, wanted


@pytest.fixture
def run(tmp_path: Path, stick: tuple[Path, Wanted], field: Sender, desk: Sender) -> Run:
    def start(
        key: Sender = desk, card: Sender = field
    ) -> "subprocess.CompletedProcess[bytes]":
        (tmp_path / "key.txt").write_text(key.keys.identity.secret_text() + "\n")
        (tmp_path / "sender.card").write_bytes(card.card.to_bytes())
        given = [tmp_path / "key.txt", tmp_path / "sender.card", tmp_path / "out"]
        parts = sorted(stick[0].glob("*.age"))
        return subprocess.run(
            [sys.executable, "-I", READER, *given, *parts],
            check=False,
            capture_output=True,
        )

    return start


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _found(folder: Path) -> Wanted:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_shares_no_code_with_us() -> None:
    assert "import intake" not in READER.read_text()
    assert "from intake" not in READER.read_text()


def test_reads_a_bundle_and_every_record_in_it(
    run: Run, stick: tuple[Path, Wanted], tmp_path: Path
) -> None:
    done = run()
    assert not done.stderr
    assert done.returncode == 0
    # All but the identities, which are for the custodian.
    assert _found(tmp_path / "out") == stick[1]


def test_reads_what_the_program_itself_hands_over(tmp_path: Path) -> None:
    kitchen = acquainted(tmp_path)
    told = [sealed(kitchen.field, f"{SENTENCE} {number}") for number in range(3)]
    sent = sending.send(kitchen.field, kitchen.stick, BEGUN, part_size=64 * 1024)
    identity = signing.sender(kitchen.desk).keys.identity
    (tmp_path / "key.txt").write_text(identity.secret_text() + "\n")
    (tmp_path / "sender.card").write_bytes(kitchen.field.card.to_bytes())
    given = [tmp_path / "key.txt", tmp_path / "sender.card", tmp_path / "out"]
    parts = [kitchen.stick / name for name in sent.files]
    kitchen.close()
    done = subprocess.run(
        [sys.executable, "-I", READER, *given, *parts],
        check=False,
        capture_output=True,
    )
    assert not done.stderr
    assert done.returncode == 0
    found = _found(tmp_path / "out")
    for number, interview in enumerate(told):
        said = [
            data
            for path, data in found.items()
            if path.startswith(f"{interview.id}/account/submission/")
        ]
        assert len(said) == 1
        assert f"{SENTENCE} {number}".encode() in said[0]


def test_believes_no_other_sender(run: Run, stranger: Sender) -> None:
    assert run(card=stranger).returncode == 1


def test_opens_nothing_with_another_key(
    run: Run, stranger: Sender, tmp_path: Path
) -> None:
    assert run(key=stranger).returncode == 1
    assert not (tmp_path / "out").exists()


def test_finds_damage_as_we_do(run: Run, stick: tuple[Path, Wanted]) -> None:
    part = min(stick[0].glob("*.age"))
    whole = part.read_bytes()
    for at in (100, 1500, 3000, len(whole) // 2, len(whole) - 1):
        altered = bytearray(whole)
        altered[at] ^= 1
        part.write_bytes(altered)
        assert run().returncode == 1
    part.unlink()
    assert run().returncode == 1


def test_the_stock_tools_alone_verify_an_opened_bundle(
    stick: tuple[Path, Wanted], desk: Sender, field: Sender, tmp_path: Path
) -> None:
    folder = tmp_path / "opened"
    folder.mkdir()
    for part in sorted(stick[0].glob("*.age")):
        plain = decrypt(io.BytesIO(part.read_bytes()), [desk.keys.identity]).read()
        subprocess.run(["tar", "-x"], cwd=folder, input=plain, check=True)
    card = field.card.card
    line = allowed_signers(bytes.fromhex(card.ed25519), card.fingerprint)
    (folder / "signers").write_text(line)
    for kind in Kind:
        done = subprocess.run(
            [
                *("ssh-keygen", "-Y", "verify", "-f", "signers"),
                *("-I", card.fingerprint, "-n", kind, "-s", "statement.json.sig"),
            ],
            cwd=folder,
            input=(folder / "statement.json").read_bytes(),
            check=False,
            capture_output=True,
        )
        assert (done.returncode == 0) is (kind is Kind.BUNDLE)
    check = ["sha256sum", "--check", "--strict", "manifest-sha256.txt"]
    subprocess.run(check, cwd=folder, check=True, capture_output=True)
