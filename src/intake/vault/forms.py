"""The forms known here, each under the digest of its XForm, and the protocols."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from intake.domain.errors import NoSuchForm, ProtocolInvalid, VaultDamaged
from intake.domain.protocol import Protocol, from_json, key_with_files, to_json
from intake.vault import interviews
from intake.vault.columns import blob, packed, text, unpacked
from intake.vault.vault import Vault, transaction


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A converted form. ``digest`` is its key here: the SHA-256 hex of ``xform``.

    The key is another for a form whose files were replaced while interviews were
    asked with it; ``put_form`` tells.
    """

    digest: str
    title: str
    version: str
    xform: bytes
    resources: Mapping[str, bytes]
    rows: Mapping[str, int]


def put_form(  # noqa: PLR0917 - what a form is made of
    vault: Vault,
    digest: str,
    xform: bytes,
    resources: Mapping[str, bytes],
    rows: Mapping[str, int],
    title: str = "",
    version: str = "",
) -> None:
    """Keep a form; with the files of a known one it stays as it is.

    Other files, as a corrected list of villages, take the place of the old ones, so
    that the SHA-256 of an XForm always finds the newest. Interviews that are begun
    go on with what they began with: the old form moves to a key of its own
    (``key_with_files``), and their protocol names that.
    """
    with transaction(vault):
        try:
            known = get_form(vault, digest)
        except NoSuchForm:
            pass
        else:
            if known.resources == resources:
                return
            _set_aside(vault, known)
            vault.run("DELETE FROM forms WHERE digest = ?", digest)
        _insert(vault, KeptForm(digest, title, version, xform, resources, rows))


def _set_aside(vault: Vault, form: KeptForm) -> None:
    """Let every interview that is asked with *form* keep it, under a key of its own."""
    key = key_with_files(form.digest, form.resources)
    for interview in interviews.all_interviews(vault):
        if interview.protocol is None:
            continue
        with contextlib.suppress(ProtocolInvalid):
            protocol = from_json(interview.protocol)
            parts = tuple(
                replace(part, form=key) if part.form == form.digest else part
                for part in protocol.parts
            )
            if parts != protocol.parts:
                _insert(vault, replace(form, digest=key))
                moved = to_json(replace(protocol, parts=parts))
                interviews.update(vault, replace(interview, protocol=moved))


def _insert(vault: Vault, form: KeptForm) -> None:
    fresh = vault.run(
        "INSERT OR IGNORE INTO forms (digest, title, version, xform, rows)"
        " VALUES (?, ?, ?, ?, ?)",
        form.digest,
        form.title,
        form.version,
        form.xform,
        packed(dict(form.rows)),
    )
    if fresh:
        vault.run_many(
            "INSERT INTO form_files VALUES (?, ?, ?)",
            [(form.digest, name, data) for name, data in form.resources.items()],
        )


def get_form(vault: Vault, digest: str) -> KeptForm:
    """Read a form. Raises NoSuchForm."""
    with vault.guard:
        row = vault.row(
            "SELECT title, version, xform, rows FROM forms WHERE digest = ?", digest
        )
        files = vault.rows("SELECT name, data FROM form_files WHERE digest = ?", digest)
    if row is None:
        raise NoSuchForm
    title, version, xform, rows = row
    places = unpacked(rows)
    return KeptForm(
        digest,
        text(title),
        text(version),
        blob(xform),
        {text(name): blob(data) for name, data in files},
        {ref: int(str(at)) for ref, at in places.items()}
        if isinstance(places, dict)
        else {},
    )


def put_protocol(vault: Vault, protocol: Protocol) -> None:
    """Keep a protocol in place of an earlier one of the same id."""
    with transaction(vault):
        vault.run(
            "INSERT INTO protocols VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            protocol.id,
            packed(to_json(protocol)),
        )


def protocols(vault: Vault) -> tuple[Protocol, ...]:
    """List every protocol known here, by title. Raises VaultDamaged."""
    rows = vault.rows("SELECT body FROM protocols")
    try:
        found = [from_json(unpacked(body)) for (body,) in rows]
    except ProtocolInvalid as error:
        raise VaultDamaged(what="the protocols") from error
    return tuple(sorted(found, key=lambda protocol: (protocol.title, protocol.id)))
