import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import SignatureInvalid
from intake.sealing.keys import derive
from intake.sealing.signatures import (
    Kind,
    Signatures,
    SigningKeys,
    allowed_signers,
    mldsa65_pem,
    sign,
    verify,
)

OURS = derive(bytes(32)).signing
OTHER = derive(b"1" * 32).signing
STATEMENT = b'{"type":"intake-record-v1"}'
SIGNED = sign(STATEMENT, Kind.RECORD, OURS)
needs_ssh_keygen = pytest.mark.skipif(
    not shutil.which("ssh-keygen"), reason="ssh-keygen is not here"
)


def _holds(
    statement: bytes = STATEMENT,
    kind: Kind = Kind.RECORD,
    signatures: Signatures = SIGNED,
    by: SigningKeys = OURS,
) -> bool:
    try:
        verify(statement, kind, signatures, by.ed25519, by.mldsa65)
    except SignatureInvalid:
        return False
    return True


@pytest.mark.parametrize("made", Kind)
@pytest.mark.parametrize("read", Kind)
def test_a_signature_holds_for_its_own_kind_only(made: Kind, read: Kind) -> None:
    signatures = sign(STATEMENT, made, OURS)
    assert _holds(kind=read, signatures=signatures) is (made is read)


def test_each_half_is_bound_to_the_kind_by_itself() -> None:
    as_pack = sign(STATEMENT, Kind.PACK, OURS)
    assert not _holds(signatures=Signatures(as_pack.sshsig, SIGNED.mldsa65))
    assert not _holds(signatures=Signatures(SIGNED.sshsig, as_pack.mldsa65))


def test_both_signatures_must_hold() -> None:
    theirs = sign(STATEMENT, Kind.RECORD, OTHER)
    assert _holds(signatures=theirs, by=OTHER)
    assert not _holds(signatures=Signatures(SIGNED.sshsig, theirs.mldsa65))
    assert not _holds(signatures=Signatures(theirs.sshsig, SIGNED.mldsa65))
    assert not _holds(signatures=Signatures(SIGNED.sshsig, b""))
    assert not _holds(signatures=Signatures(b"", SIGNED.mldsa65))


def test_no_key_of_another_stands_in() -> None:
    assert not _holds(by=OTHER)
    for ed25519, mldsa65 in (
        (OTHER.ed25519, OURS.mldsa65),
        (OURS.ed25519, OTHER.mldsa65),
        (b"", OURS.mldsa65),
        (OURS.ed25519, b""),
    ):
        with pytest.raises(SignatureInvalid):
            verify(STATEMENT, Kind.RECORD, SIGNED, ed25519, mldsa65)


@given(st.data())
def test_one_turned_bit_anywhere_is_found(draw: st.DataObject) -> None:
    parts = [STATEMENT, SIGNED.sshsig, SIGNED.mldsa65]
    which = draw.draw(st.integers(0, 2))
    part = bytearray(parts[which])
    part[draw.draw(st.integers(0, len(part) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
    parts[which] = bytes(part)
    assert not _holds(statement=parts[0], signatures=Signatures(parts[1], parts[2]))


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_any_bytes_are_refused_by_name(sshsig: bytes, mldsa65: bytes) -> None:
    assert not _holds(signatures=Signatures(sshsig, SIGNED.mldsa65))
    assert not _holds(signatures=Signatures(SIGNED.sshsig, mldsa65))


def test_a_signature_has_one_spelling() -> None:
    text = SIGNED.sshsig
    one_line = b"\n".join(
        (text.splitlines()[0], b"".join(text.splitlines()[1:-1]), b""),
    )
    for other in (
        text + b"\n",
        text.removesuffix(b"\n"),
        text.replace(b"\n", b"\r\n"),
        b"\n" + text,
        one_line + text.splitlines(keepends=True)[-1],
    ):
        assert other != text
        assert not _holds(signatures=Signatures(other, SIGNED.mldsa65))


def test_never_shows_a_key() -> None:
    assert repr(OURS) == "SigningKeys()"


def test_the_sizes_are_those_of_the_standards() -> None:
    assert (len(OURS.ed25519), len(OURS.mldsa65)) == (32, 1952)
    assert len(SIGNED.mldsa65) == 3309
    blob = base64.b64decode(b"".join(SIGNED.sshsig.splitlines()[1:-1]))
    assert blob[:10] == b"SSHSIG\x00\x00\x00\x01"


def test_the_public_key_file_holds_the_key() -> None:
    pem = mldsa65_pem(OURS.mldsa65)
    assert pem.startswith(b"-----BEGIN PUBLIC KEY-----\n")
    key = load_pem_public_key(pem)
    assert key.public_bytes_raw() == OURS.mldsa65  # type: ignore[union-attr]
    # The object identifier id-ml-dsa-65 of RFC 9881.
    assert bytes.fromhex("0609608648016503040312") in base64.b64decode(
        b"".join(pem.splitlines()[1:-1])
    )


@pytest.mark.parametrize("principal", ["", "two words", "*", "a,b", 'a"b', "a\nb", "é"])
def test_a_signer_is_named_by_a_plain_word(principal: str) -> None:
    with pytest.raises(ValueError, match="plain word"):
        allowed_signers(OURS.ed25519, principal)


def _ssh_keygen_accepts(
    folder: Path, signers: str, signature: bytes, namespace: str, statement: bytes
) -> bool:
    (folder / "allowed_signers").write_text(signers)
    (folder / "statement.json.sig").write_bytes(signature)
    done = subprocess.run(
        [
            *("ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", "juniper"),
            *("-n", namespace, "-s", "statement.json.sig"),
        ],
        cwd=folder,
        input=statement,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


@needs_ssh_keygen
@pytest.mark.parametrize("kind", Kind)
def test_ssh_keygen_verifies_each_kind_and_no_other(kind: Kind, tmp_path: Path) -> None:
    signers = allowed_signers(OURS.ed25519, "juniper")
    text = sign(STATEMENT, kind, OURS).sshsig
    for other in Kind:
        accepted = _ssh_keygen_accepts(tmp_path, signers, text, other, STATEMENT)
        assert accepted is (other is kind)
    altered = STATEMENT + b" "
    assert not _ssh_keygen_accepts(tmp_path, signers, text, kind, altered)


@needs_ssh_keygen
def test_a_signer_allowed_one_kind_is_refused_another(tmp_path: Path) -> None:
    signers = allowed_signers(OURS.ed25519, "juniper", [Kind.PACK])
    for kind in (Kind.PACK, Kind.RECORD):
        text = sign(STATEMENT, kind, OURS).sshsig
        accepted = _ssh_keygen_accepts(tmp_path, signers, text, kind, STATEMENT)
        assert accepted is (kind is Kind.PACK)


@needs_ssh_keygen
def test_our_text_is_the_text_that_ssh_keygen_writes(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True
    )
    done = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", Kind.RECORD, "-f", key],
        input=STATEMENT,
        capture_output=True,
        check=True,
    )
    public = base64.b64decode(key.with_suffix(".pub").read_text().split()[1])[-32:]
    # The other signature is ours, so exactly the first one decides.
    verify(
        STATEMENT,
        Kind.RECORD,
        Signatures(done.stdout, SIGNED.mldsa65),
        public,
        OURS.mldsa65,
    )


def _openssl_knows_mldsa() -> bool:
    if not shutil.which("openssl"):
        return False
    command = ["openssl", "list", "-signature-algorithms"]
    done = subprocess.run(command, capture_output=True, check=False)
    return b"ML-DSA-65" in done.stdout


@pytest.mark.skipif(not _openssl_knows_mldsa(), reason="this openssl has no ML-DSA")
def test_openssl_verifies_the_other_signature(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(mldsa65_pem(OURS.mldsa65))
    (tmp_path / "statement.json").write_bytes(STATEMENT)
    (tmp_path / "statement.json.mldsa65").write_bytes(SIGNED.mldsa65)
    for kind in Kind:
        done = subprocess.run(
            [
                *("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem"),
                *("-rawin", "-in", "statement.json"),
                *("-sigfile", "statement.json.mldsa65"),
                *("-pkeyopt", f"context-string:{kind}"),
            ],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert (done.returncode == 0) is (kind is Kind.RECORD)
