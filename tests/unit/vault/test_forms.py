import hashlib

import pytest

from intake.domain.errors import NoSuchForm, VaultDamaged
from intake.domain.protocol import Audience, Part, Protocol
from intake.vault import Vault, forms, unlock

XFORM = b"<h:html/>"
DIGEST = hashlib.sha256(XFORM).hexdigest()


def protocol(title: str = "Testimony", name: str = "t") -> Protocol:
    part = Part("account", "Account", DIGEST, Audience.DESK, required=True)
    return Protocol(name, title, "1", (part,))


def test_a_form_comes_back_with_all_its_parts(vault: Vault, passphrase: str) -> None:
    forms.put_form(
        vault, DIGEST, XFORM, {"itemsets.csv": b"a,b"}, {"/data/q": 7}, "Title", "3"
    )
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert forms.has_form(again, DIGEST)
    assert forms.get_form(again, DIGEST) == forms.KeptForm(
        DIGEST, "Title", "3", XFORM, {"itemsets.csv": b"a,b"}, {"/data/q": 7}
    )
    assert forms.titles(again) == {DIGEST: "Title"}
    again.close()


def test_putting_a_known_form_again_changes_nothing(vault: Vault) -> None:
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1"}, {}, "Title")
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1"}, {}, "Another")

    assert forms.titles(vault) == {DIGEST: "Title"}


def test_a_form_that_is_not_here_says_so(vault: Vault) -> None:
    assert not forms.has_form(vault, DIGEST)
    with pytest.raises(NoSuchForm):
        forms.get_form(vault, DIGEST)


def test_a_protocol_takes_the_place_of_its_earlier_version(vault: Vault) -> None:
    forms.put_protocol(vault, protocol("Old"))
    forms.put_protocol(vault, protocol("New"))
    forms.put_protocol(vault, protocol("Account", "a"))

    assert forms.protocols(vault) == (protocol("Account", "a"), protocol("New"))

    forms.remove_protocol(vault, "a")
    assert forms.protocols(vault) == (protocol("New"),)


def test_a_protocol_that_makes_no_sense_is_damage(vault: Vault) -> None:
    vault.run("INSERT INTO protocols VALUES ('x', x'7b7d')")

    with pytest.raises(VaultDamaged):
        forms.protocols(vault)
