"""Opens a bundle and the records in it by docs/formats.md alone.

Shares no code with the program: `cryptography` for the keys, and tar, ssh-keygen,
sha256sum and sha512sum for all they can do. It is a witness in the tests, not a tool:
it reads everything into memory.

    independent_reader.py KEY CARD OUT FILE…

KEY is a file with AGE-SECRET-KEY-PQ-1…, CARD the file of the sender's card, which was
compared; OUT an empty folder that gets the files of every record the key opens.
"""

import base64
import hashlib
import hmac
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Json = dict[str, Any]
SUITE = hpke.Suite(
    hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305
)
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class Wrong(Exception):
    """Something is not as docs/formats.md says."""


def need(*, fact: bool, why: str) -> None:
    if not fact:
        raise Wrong(why)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


# --- section 7: the seal


def seed_of(text: str) -> bytes:
    """Read Bech32, without its checksum: a wrong key opens nothing anyway."""
    words = [LETTERS.index(letter) for letter in text.strip().lower().split("1")[-1]]
    bits = "".join(f"{word:05b}" for word in words[:-6])
    return bytes(int(bits[at : at + 8], 2) for at in range(0, 256, 8))


def unpadded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def hkdf(key: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=info).derive(key)


def unseal(data: bytes, seed: bytes) -> bytes | None:
    """Open an age file; None if it is sealed to others."""
    end = data.index(b"\n--- ") + 1
    lines = data[:end].decode("ascii").splitlines()
    mac, payload = data[end:].split(b"\n", 1)
    need(fact=lines[0] == "age-encryption.org/v1", why="no age file")
    expanded = hashlib.shake_256(seed).digest(96)
    key = hpke.MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        X25519PrivateKey.from_private_bytes(expanded[64:]),
    )
    file_key = None
    for stanza, body in zip(lines[1::2], lines[2::2], strict=True):
        kind, share = stanza.removeprefix("-> ").split(" ")
        need(fact=kind == "mlkem768x25519", why="a classical recipient")
        try:
            file_key = SUITE.decrypt(
                unpadded(share) + unpadded(body),
                key,
                info=b"age-encryption.org/mlkem768x25519",
            )
        except Exception:  # noqa: BLE001, S112 - whatever it says, it is not for us
            continue
    if file_key is None:
        return None
    wanted = hmac.digest(hkdf(file_key, b"header"), data[: end + 3], "sha256")
    need(fact=unpadded(mac[4:].decode()) == wanted, why="the header was altered")
    cipher = ChaCha20Poly1305(hkdf(file_key, b"payload", payload[:16]))
    rest, size = payload[16:], 65536 + 16
    chunks = [rest[at : at + size] for at in range(0, len(rest), size)]
    return b"".join(
        cipher.decrypt(
            at.to_bytes(11, "big") + bytes([at == len(chunks) - 1]), chunk, None
        )
        for at, chunk in enumerate(chunks)
    )


# --- sections 3 to 6: card, statement, signatures, container


def fingerprint(card: Json) -> str:
    return sha256(canonical(card["card"]))


def ssh_key(card: Json) -> str:
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes.fromhex(card["card"]["ed25519"])
    return "ssh-ed25519 " + base64.b64encode(blob).decode()


def verify(folder: Path, name: str, kind: str, card: Json) -> None:
    """Verify both signatures of the statement *name* in *folder*."""
    statement = folder / name
    signers = folder / "allowed_signers"
    signers.write_text(f'signer namespaces="{kind}" {ssh_key(card)}\n')
    subprocess.run(
        [
            *("ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "signer"),
            *("-n", kind, "-s", f"{statement}.sig"),
        ],
        input=statement.read_bytes(),
        check=True,
        capture_output=True,
    )
    MLDSA65PublicKey.from_public_bytes(bytes.fromhex(card["card"]["mldsa65"])).verify(
        (folder / f"{name}.mldsa65").read_bytes(),
        statement.read_bytes(),
        context=kind.encode(),
    )


def unpack(plain: bytes, folder: Path) -> list[str]:
    """Unpack a container with tar, after looking at the names."""
    command = ["tar", "--list"]
    listed = subprocess.run(command, input=plain, check=True, capture_output=True)
    names = listed.stdout.decode().splitlines()
    first = ["statement.json", "statement.json.sig", "statement.json.mldsa65"]
    need(fact=names[:4] == [*first, "manifest-sha256.txt"], why="another beginning")
    need(fact=names[-1] == "padding", why="no padding")
    data = re.compile(r"data/[0-9a-f]{32}/[0-9]{4}")
    need(fact=all(map(data.fullmatch, names[4:-1])), why="a strange name")
    need(fact=len(set(names)) == len(names), why="a name twice")
    subprocess.run(["tar", "-x"], cwd=folder, input=plain, check=True)
    need(fact=not (folder / "padding").read_bytes().strip(b"\0"), why="loud padding")
    return names[4:-1]


def read_set(
    parts: list[bytes], kind: str, card: Json
) -> tuple[Json, dict[str, bytes]]:
    """Verify the containers of one statement; give it, and its files by path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        heads, members = set(), []
        for plain in parts:
            members += unpack(plain, folder)
            heads.add((folder / "statement.json").read_bytes())
            verify(folder, "statement.json", kind, card)
        need(fact=len(heads) == 1, why="parts of different bundles")
        data = heads.pop()
        statement = json.loads(data)
        need(fact=canonical(statement) == data, why="not canonical")
        need(fact=statement["type"] == kind, why="another kind")
        need(fact=statement["signer"] == fingerprint(card), why="another signer")
        manifest = "".join(
            f"{segment['sha256']}  data/{file['object']}/{segment['index']:04d}\n"
            for file in statement["files"]
            for segment in file["segments"]
        ).encode()
        need(fact=statement["manifest"] == sha256(manifest), why="another manifest")
        manifest_file = folder / "manifest-sha256.txt"
        need(fact=manifest_file.read_bytes() == manifest, why="another manifest")
        command = ["sha256sum", "--check", "--strict", "--quiet", manifest_file.name]
        if manifest:
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
        need(fact=len(members) == manifest.count(b"\n"), why="too few or many members")
        files = {}
        for file in statement["files"]:
            whole = b"".join(
                (folder / f"data/{file['object']}/{segment['index']:04d}").read_bytes()
                for segment in file["segments"]
            )
            need(fact=sha256(whole) == file["sha256"], why="an altered file")
            need(fact=len(whole) == file["size"], why="another size")
            files[file["path"]] = whole
        return statement, files


# --- sections 8 and 9: bundles and records


def read_record(objects: dict[str, bytes], seed: bytes, card: Json, out: Path) -> None:
    """Write the files of every object of one record that the key opens."""
    account = next(data for name, data in objects.items() if name[:7] == "account")
    opened = unseal(account, seed)
    need(fact=opened is not None, why="the account is for someone else")
    statement, files = read_set([opened or b""], "intake-record-v1", card)
    keep(out / "account", files)
    if "custody.jsonl" in files:
        about = statement["about"]["record"]
        read_log(files["custody.jsonl"], statement, about)
    named = {each["object"]: each for each in statement["about"]["others"]}
    for name, data in objects.items():
        portion, _, key = name.removesuffix(".age").partition("-")
        if portion == "account":
            continue
        other = named.pop(key)
        need(fact=other["sha256"] == sha256(data), why="not the object named")
        need(fact=other["size"] == len(data), why="not the size named")
        plain = unseal(data, seed)
        if plain is None:
            continue
        if other["plain_sha256"]:
            need(fact=other["plain_sha256"] == sha256(plain), why="another medium")
            keep(out, {f"medium-{key}": plain})
        else:
            keep(out / portion, read_set([plain], "intake-record-v1", card)[1])
    need(fact=not named, why="an object is missing")


# --- section 12: the custody log


def link_of(line: Json) -> Json:
    """Close an entry; a link is closed already."""
    if "hash" not in line:
        return line
    what = {key: line[key] for key in ("time", "event", "detail")}
    return {
        "sequence": line["sequence"],
        "previous": line["previous"],
        "subject_sha256": sha256(line["subject"].encode()),
        "what_sha256": sha256(canonical(what)),
    }


def read_log(data: bytes, statement: Json, record: str) -> None:
    """Follow the chain to the entry that the statement names as the newest."""
    lines: list[Json] = [json.loads(line) for line in data.splitlines()]
    need(fact=b"".join(canonical(each) + b"\n" for each in lines) == data, why="log")
    end = (0, "0" * 64)
    for line in lines:
        link = link_of(line)
        digest = sha256(canonical(link))
        need(fact=line.get("hash", digest) == digest, why="an entry of another hash")
        need(fact=line.get("subject", record) == record, why="another's entry open")
        need(fact=link["sequence"] > end[0], why="entries out of order")
        gap = link["sequence"] > end[0] + 1
        need(fact=gap or link["previous"] == end[1], why="a broken chain")
        hidden = "hash" not in line and link["subject_sha256"] == sha256(
            record.encode()
        )
        need(fact=not hidden, why="an entry of the record closed")
        end = (link["sequence"], digest)
    newest = (statement["custody_entry"], statement["custody_head"])
    need(fact=end == newest, why="the log ends elsewhere than the statement says")


def keep(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        need(fact=".." not in path and path[0] != "/", why="a strange path")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    if "manifest-sha512.txt" in files:
        command = ["sha512sum", "--check", "--strict", "--quiet", "manifest-sha512.txt"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)


def main(key: Path, card_file: Path, out: Path, parts: list[Path]) -> None:
    seed = seed_of(key.read_text())
    card: Json = json.loads(card_file.read_bytes())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "card").write_bytes(canonical(card["card"]))
        signatures = card["signatures"]
        (folder / "card.sig").write_text(signatures["sshsig"])
        (folder / "card.mldsa65").write_bytes(base64.b64decode(signatures["mldsa65"]))
        verify(folder, "card", "intake-card-v1", card)
    opened = [unseal(part.read_bytes(), seed) for part in parts]
    plain = [each for each in opened if each is not None]
    need(fact=len(plain) == len(parts), why="a part is for someone else")
    _, files = read_set(plain, "intake-bundle-v1", card)
    records: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        _, record, name = path.split("/")
        records.setdefault(record, {})[name] = data
    for record, objects in records.items():
        read_record(objects, seed, card, out / record)


if __name__ == "__main__":
    given = [Path(each) for each in sys.argv[1:]]
    main(given[0], given[1], given[2], given[3:])
