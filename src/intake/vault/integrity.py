"""Looking for damage: quickly at unlocking, thoroughly when asked."""

import contextlib

from intake.domain.errors import VaultDamaged, VaultError
from intake.domain.record import InterviewState
from intake.vault import anchor, custody, journal, objects, store
from intake.vault.columns import text
from intake.vault.due import still_there
from intake.vault.folder import STORE
from intake.vault.store import Connection, store_errors
from intake.vault.vault import Vault

# Enough of the custody log to notice an old page put back, whatever its length.
_RECENT = 500
_SEVERAL = 100
_WINDOW = 1000


def unlocking_findings(vault: Vault) -> tuple[str, ...]:
    """Tell what can be found wrong in a few milliseconds; empty when all is sound."""
    chains = (*_journals(vault), *_custody(vault, _RECENT))
    return (*anchor.findings(vault), *_keys(vault), *chains)


def check(vault: Vault) -> tuple[str, ...]:
    """Look for damage everywhere; empty when sound, else one sentence a finding.

    Brings the write-ahead log home first and asks on a fresh connection: the pages'
    own check raises false alarms otherwise, and does not notice a cut, which the
    second check does. Old pages put back are noticed by the chains. Raises
    VaultDamaged, and closes the vault, when the database does not open any more.
    """
    with vault.guard:
        with contextlib.suppress(VaultDamaged):
            store.checkpoint(vault.connection)
        _renew(vault)
        findings = _pages(vault.connection)
        if findings:
            # One bad page spoils what a connection says of the others afterwards.
            _renew(vault)
        try:
            found = (
                *anchor.findings(vault),
                *_keys(vault),
                *_journals(vault),
                *_custody(vault),
            )
            return (*findings, *found, *_objects(vault), *still_there(vault))
        except VaultDamaged as error:
            return (*findings, str(error))


def _renew(vault: Vault) -> None:
    vault.connection.close()
    try:
        vault.connection = store.connect(vault.folder / STORE, vault.store_key)
    except VaultError:
        vault.shut()
        raise


def _pages(connection: Connection) -> tuple[str, ...]:
    said: list[str] = []
    try:
        with store_errors():
            for pragma in ("cipher_integrity_check", "integrity_check"):
                rows = connection.execute(f"PRAGMA {pragma}").fetchall()
                said += [str(row[0]) for row in rows if row[0] != "ok"]
    except VaultDamaged:
        said.append("it cannot be read to its end")
    return tuple(f"The database is damaged: {one}." for one in said[:_SEVERAL])


def _keys(vault: Vault) -> tuple[str, ...]:
    if not vault.keys.sound:
        return ("The keys of the open interviews cannot be read.",)
    drafts = vault.rows(
        "SELECT id, name FROM interviews WHERE state = ?", InterviewState.DRAFT.value
    )
    return tuple(
        f"The key of the interview {text(name)} is missing."
        for draft, name in drafts
        if text(draft) not in vault.keys.keys
        and vault.row("SELECT 1 FROM heads WHERE chain = ?", draft)
    )


def _journals(vault: Vault) -> tuple[str, ...]:
    chains = vault.rows(
        "SELECT chain FROM heads WHERE chain <> ? UNION SELECT draft FROM journal",
        custody.CHAIN,
    )
    return tuple(
        f"The journal of an interview ({_name(vault, text(draft))}) is damaged."
        for (draft,) in chains
        if not journal.is_sound(vault, text(draft))
    )


def _name(vault: Vault, draft: str) -> str:
    row = vault.row("SELECT name FROM interviews WHERE id = ?", draft)
    return text(row[0]) if row else draft


def _custody(vault: Vault, recent: int | None = None) -> tuple[str, ...]:
    if custody.is_sound(vault, recent):
        return ()
    return ("The custody log is damaged.",)


def _objects(vault: Vault) -> tuple[str, ...]:
    findings: list[str] = []
    last = ""
    while rows := vault.rows(
        "SELECT id FROM objects WHERE id > ? ORDER BY id LIMIT ?", last, _WINDOW
    ):
        for (object_id,) in rows:
            last = text(object_id)
            try:
                objects.open(vault, last).close()
            except VaultDamaged:
                findings.append(f"The stored file {last} is missing or cut.")
    return tuple(findings)
