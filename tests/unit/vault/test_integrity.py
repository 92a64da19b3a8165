import os
from datetime import datetime

import pytest

from intake.domain.custody import Event
from intake.domain.errors import VaultDamaged
from intake.domain.record import InterviewState
from intake.vault import (
    Vault,
    check,
    custody,
    drafts,
    interviews,
    journal,
    objects,
    transaction,
    unlock,
)
from intake.vault.interviews import Interview

DRAFT = "ab" * 16
PAGE = 4096


@pytest.fixture
def used(vault: Vault, now: datetime) -> Vault:
    """A vault with a draft, a log and a file."""
    drafts.create_key(vault, DRAFT)
    interviews.add(
        vault,
        Interview(DRAFT, "Juniper 14", InterviewState.DRAFT, None, (), now, now),
    )
    with transaction(vault):
        for number in range(200):
            journal.append(vault, DRAFT, [b"%d" % number * 50], now)
            custody.record(vault, Event.VERIFIED, DRAFT, {}, now)
    with objects.writer(vault, "cd" * 16, kind="medium", record=DRAFT) as file:
        file.write(b"voice")
    return vault


def reopened(vault: Vault, passphrase: str) -> Vault:
    vault.close()
    return unlock(vault.folder, passphrase)


def test_a_sound_vault_has_no_findings_and_goes_on(
    used: Vault, passphrase: str, now: datetime
) -> None:
    assert check(used) == ()
    journal.append(used, DRAFT, [b"more"], now)
    assert check(used) == ()

    again = reopened(used, passphrase)
    assert again.findings == ()
    assert len(journal.read(again, DRAFT)) == 201
    again.close()


def test_damage_to_the_chains_is_found_at_unlocking(
    used: Vault, passphrase: str
) -> None:
    used.run("DELETE FROM journal WHERE sequence = 200")
    used.run("DELETE FROM custody WHERE sequence = 200")

    again = reopened(used, passphrase)

    assert again.findings == (
        "The journal of an interview (Juniper 14) is damaged.",
        "The custody log is damaged.",
    )
    assert check(again) == again.findings
    again.close()


def test_an_old_page_put_back_is_found_by_the_chains(
    used: Vault, passphrase: str, now: datetime
) -> None:
    store = used.folder / "store"
    used.close()
    before = store.read_bytes()
    again = unlock(used.folder, passphrase)
    for number in range(20):
        journal.append(again, DRAFT, [b"later %d" % number], now)
    again.close()
    after = store.read_bytes()
    pages = [
        place
        for place in range(PAGE, min(len(before), len(after)), PAGE)
        if before[place : place + PAGE] != after[place : place + PAGE]
    ]
    found = 0
    for place in pages:
        store.write_bytes(
            after[:place] + before[place : place + PAGE] + after[place + PAGE :]
        )
        vault = unlock(used.folder, passphrase)
        found += any("journal" in finding for finding in vault.findings)
        vault.close()

    # The pages of the journal and of its heads; one more may hold only the schema.
    assert len(pages) > 1
    assert found >= len(pages) - 1


def test_flipped_bits_in_the_database_are_found(used: Vault, passphrase: str) -> None:
    used.close()
    store = used.folder / "store"
    whole = store.read_bytes()
    for page in range(2, len(whole) // PAGE, 5):
        broken = bytearray(whole)
        broken[page * PAGE + 1000] ^= 4
        store.write_bytes(broken)
        try:
            vault = unlock(used.folder, passphrase)
        except Exception as error:  # noqa: BLE001 - the kind is what is asked
            assert type(error).__name__ in {"VaultDamaged", "DiskFailed"}  # noqa: PT017 - either way is right
            continue
        assert check(vault) != ()
        vault.close()


def test_a_database_cut_short_is_found(used: Vault, passphrase: str) -> None:
    used.close()
    store = used.folder / "store"
    os.truncate(store, store.stat().st_size - PAGE)

    with pytest.raises(VaultDamaged):
        unlock(used.folder, passphrase)


def test_a_database_cut_while_it_is_open_is_found_and_closed(
    used: Vault, passphrase: str
) -> None:
    check(used)
    store = used.folder / "store"
    os.truncate(store, store.stat().st_size - PAGE)

    with pytest.raises(VaultDamaged):
        check(used)

    with pytest.raises(VaultDamaged):
        unlock(used.folder, passphrase)


def test_lost_keys_and_files_are_found(used: Vault, passphrase: str) -> None:
    (used.folder / "objects" / "cd" / ("cd" * 16)).unlink()
    used.close()
    (used.folder / "keys").unlink()

    again = unlock(used.folder, passphrase)

    assert again.findings == ("The keys of the open interviews cannot be read.",)
    assert check(again) == (
        *again.findings,
        f"The stored file {'cd' * 16} is missing or cut.",
    )
    again.close()


def test_a_draft_whose_key_alone_is_lost_is_found(used: Vault) -> None:
    used.keys.drop({DRAFT})

    assert check(used) == ("The key of the interview Juniper 14 is missing.",)
