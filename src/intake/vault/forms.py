"""The forms known here, each under the digest of its XForm, and the protocols."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.domain.errors import NoSuchForm, ProtocolInvalid, VaultDamaged
from intake.domain.protocol import Protocol, from_json, to_json
from intake.vault.columns import blob, packed, text, unpacked
from intake.vault.vault import Vault, transaction


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A converted form. ``digest`` is the SHA-256 hex of ``xform``."""

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
    """Keep a form; one that is known already stays as it is."""
    with transaction(vault):
        fresh = vault.run(
            "INSERT OR IGNORE INTO forms (digest, title, version, xform, rows)"
            " VALUES (?, ?, ?, ?, ?)",
            digest,
            title,
            version,
            xform,
            packed(dict(rows)),
        )
        if fresh:
            for name, data in resources.items():
                vault.run("INSERT INTO form_files VALUES (?, ?, ?)", digest, name, data)


def has_form(vault: Vault, digest: str) -> bool:
    """Whether the form is known here."""
    return vault.row("SELECT 1 FROM forms WHERE digest = ?", digest) is not None


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


def titles(vault: Vault) -> dict[str, str]:
    """Tell the title of every form known here, by digest."""
    rows = vault.rows("SELECT digest, title FROM forms ORDER BY title, digest")
    return {text(digest): text(title) for digest, title in rows}


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


def remove_protocol(vault: Vault, protocol_id: str) -> None:
    """Forget a protocol; its forms stay, for the interviews that use them."""
    with transaction(vault, freeing=True):
        vault.run("DELETE FROM protocols WHERE id = ?", protocol_id)
