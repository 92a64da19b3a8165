"""A record's sealed originals, laid out for an expert who checks them without Intake.

Beside them lies what was signed, opened: the list of contents and its signatures, and
the signer's public keys as stock tools want them. No secret key leaves the desk, so
nothing of what was told can be read from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake.app.desk import library
from intake.app.opening import Opened, require
from intake.domain.custody import Event
from intake.domain.errors import ContentsAltered, NotAFolder, RecordSetApart
from intake.domain.people import Role
from intake.domain.record import RecordState
from intake.sealing import medium
from intake.sealing.container import CHUNK, Writable
from intake.sealing.incoming import Checked
from intake.sealing.medium import as_stick_errors
from intake.sealing.signatures import Kind, allowed_signers, mldsa65_pem
from intake.sealing.statement import manifest
from intake.vault import custody, objects
from intake.vault.records import Row

_PAGE = """\
How to check this record without Intake

Its account was signed by the card {signer}
on device {device}, {day}. Compare that fingerprint with the one the organisation
vouches for: the keys here prove only that whoever holds them signed.

1. The two signatures under the list of contents (OpenSSH 8.1, OpenSSL 3.5):

   ssh-keygen -Y verify -f allowed-signers -I {signer} \\
       -n {kind} -s statement.json.sig < statement.json
   openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in statement.json \\
       -sigfile statement.json.mldsa65 -pkeyopt context-string:{kind}

2. statement.json names every file of the account by its SHA-256, under "files", and
   every other sealed object of the record by that of its sealed bytes, under
   "about", "others":

   sha256sum *.age
   sha256sum manifest-sha256.txt     (must be "manifest" in statement.json)

{locks}
3. What is inside the sealed objects can be opened only with the key of the desk, or of
   the custodian for the identity. Whoever has such a key finds the very same
   statement.json in {account}: age -d -i KEY {account} | tar t

docs/formats.md of Intake describes every byte.
"""
_RELOCKED = """\
   The desk has new keys since, and sealed these again to them: their sealed bytes are
   not those that "others" names, while what is inside is byte for byte as signed.
   The custody log of the desk holds both digests of each:
{names}
"""


@dataclass(frozen=True, slots=True)
class Original:
    """What lies on the medium now, read back; the files by name in ``folder``."""

    folder: Path
    files: tuple[str, ...]


def write(opened: Opened, row: Row, folder: Path, now: datetime) -> Original:
    """Write the originals of a record into a folder of their own in *folder*.

    The account is verified first, as it was when it came. Files that are there under
    the same names are replaced. Raises RecordSetApart, ContentsAltered, and the errors
    of a damaged object and of a stick.
    """
    require(opened, Role.COORDINATOR)
    if row.state is RecordState.SET_APART:
        raise RecordSetApart
    first, _ = library.read_piece(opened, row.account, library.believed(row))
    keys = library.placed(row)
    portions = {each.object: each.portion for each in first.about.others}
    names = {
        key: f"{portions.get(name, 'account')}-{name}.age" for name, key in keys.items()
    }
    if row.account not in names:
        raise ContentsAltered
    if not folder.is_dir():
        raise NotAFolder
    place = folder / f"original-{row.number}"
    with as_stick_errors():
        place.mkdir(exist_ok=True)
    texts = _texts(row, first.checked, names)
    for key, name in names.items():
        medium.write_file(place, name, _copier(opened, key))
    for name, data in texts.items():
        medium.write_file(place, name, _writer(data))
    detail = {"originals": str(len(names))}
    custody.record(opened.vault, Event.EXPORTED, row.record, detail, now)
    return Original(place, (*names.values(), *texts))


def _texts(row: Row, checked: Checked, names: dict[str, str]) -> dict[str, bytes]:
    signer, head = checked.signer, checked.head
    sealed_again = library.summary(row).get("resealed")
    again = sealed_again if isinstance(sealed_again, dict) else {}
    listed = "".join(
        f"   {name}\n"
        for name in names.values()
        if name.removesuffix(".age").partition("-")[2] in again
    )
    page = _PAGE.format(
        signer=signer.fingerprint,
        device=checked.statement.device,
        day=checked.statement.day,
        kind=Kind.RECORD.value,
        account=names[row.account],
        locks=_RELOCKED.format(names=listed) if listed else "",
    )
    ed25519, mldsa65 = bytes.fromhex(signer.ed25519), bytes.fromhex(signer.mldsa65)
    kinds = (Kind.BUNDLE, Kind.RECORD)
    return {
        "statement.json": head.data,
        "statement.json.sig": head.signatures.sshsig,
        "statement.json.mldsa65": head.signatures.mldsa65,
        "manifest-sha256.txt": manifest(checked.statement),
        "signer.card": checked.statement.card,
        "allowed-signers": allowed_signers(ed25519, signer.fingerprint, kinds).encode(),
        "signer.pem": mldsa65_pem(mldsa65),
        "check.txt": page.encode(),
    }


def _copier(opened: Opened, key: str) -> Callable[[Writable], None]:
    def fill(out: Writable) -> None:
        with objects.open(opened.vault, key) as source:
            while block := source.read(CHUNK):
                out.write(block)

    return fill


def _writer(data: bytes) -> Callable[[Writable], None]:
    def fill(out: Writable) -> None:
        out.write(data)

    return fill
