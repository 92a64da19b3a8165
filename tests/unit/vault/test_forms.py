import hashlib
from dataclasses import replace
from datetime import datetime

import pytest

from intake.domain.errors import NoSuchForm, VaultDamaged
from intake.domain.protocol import Audience, Part, Protocol, from_json, to_json
from intake.domain.record import InterviewState
from intake.vault import Vault, forms, interviews, unlock
from intake.vault.interviews import Interview

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
    assert forms.get_form(again, DIGEST) == forms.KeptForm(
        DIGEST, "Title", "3", XFORM, {"itemsets.csv": b"a,b"}, {"/data/q": 7}
    )
    again.close()


def test_putting_a_known_form_again_changes_nothing(vault: Vault) -> None:
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1"}, {}, "Title")
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1"}, {}, "Another")

    assert forms.get_form(vault, DIGEST).title == "Title"


def draft(vault: Vault, now: datetime, number: int = 1) -> Interview:
    """Begin an interview that is asked with the form."""
    begun = Interview(
        id=f"{number:032x}",
        name=f"Juniper {number}",
        state=InterviewState.DRAFT,
        protocol=to_json(protocol()),
        languages=(),
        begun=now,
        changed=now,
    )
    interviews.add(vault, begun)
    return begun


def asked_with(vault: Vault, interview: Interview) -> forms.KeptForm:
    """Read the form that an interview is asked with."""
    (part,) = from_json(interviews.get(vault, interview.id).protocol).parts
    return forms.get_form(vault, part.form)


def test_a_corrected_list_takes_the_place_of_the_old(vault: Vault) -> None:
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1", "b": b"2"}, {"/data/q": 7})
    forms.put_form(vault, DIGEST, XFORM, {"a": b"3"}, {"/data/q": 8}, "Title")

    assert forms.get_form(vault, DIGEST) == forms.KeptForm(
        DIGEST, "Title", "", XFORM, {"a": b"3"}, {"/data/q": 8}
    )
    assert vault.rows("SELECT digest FROM forms") == [(DIGEST,)]


def test_a_begun_interview_goes_on_with_the_list_it_began_with(
    vault: Vault, now: datetime
) -> None:
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1"}, {})
    first = draft(vault, now)
    forms.put_form(vault, DIGEST, XFORM, {"a": b"2"}, {})
    second = draft(vault, now, 2)
    forms.put_form(vault, DIGEST, XFORM, {"a": b"3"}, {})
    sealed = replace(draft(vault, now, 3), protocol=None)
    interviews.update(vault, sealed)

    lists = [asked_with(vault, each).resources["a"] for each in (first, second)]
    assert [*lists, forms.get_form(vault, DIGEST).resources["a"]] == [b"1", b"2", b"3"]
    kept = asked_with(vault, first)
    assert (kept.xform, len(kept.digest)) == (XFORM, 64)
    assert interviews.get(vault, sealed.id) == sealed


def test_the_same_lists_again_move_no_interview(vault: Vault, now: datetime) -> None:
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1"}, {})
    begun = draft(vault, now)
    forms.put_form(vault, DIGEST, XFORM, {"a": b"1"}, {})

    assert interviews.get(vault, begun.id) == begun


def test_lists_that_come_back_find_their_old_place(vault: Vault, now: datetime) -> None:
    for number, data in enumerate((b"1", b"2", b"1", b"2")):
        forms.put_form(vault, DIGEST, XFORM, {"a": data}, {})
        draft(vault, now, number)
    forms.put_form(vault, DIGEST, XFORM, {"a": b"3"}, {})

    assert [
        asked_with(vault, each).resources["a"]
        for each in sorted(interviews.all_interviews(vault), key=lambda each: each.id)
    ] == [b"1", b"2", b"1", b"2"]
    assert len(vault.rows("SELECT digest FROM forms")) == 3


def test_a_form_that_is_not_here_says_so(vault: Vault) -> None:
    with pytest.raises(NoSuchForm):
        forms.get_form(vault, DIGEST)


def test_a_protocol_takes_the_place_of_its_earlier_version(vault: Vault) -> None:
    forms.put_protocol(vault, protocol("Old"))
    forms.put_protocol(vault, protocol("New"))
    forms.put_protocol(vault, protocol("Account", "a"))

    assert forms.protocols(vault) == (protocol("Account", "a"), protocol("New"))


def test_a_protocol_that_makes_no_sense_is_damage(vault: Vault) -> None:
    vault.run("INSERT INTO protocols VALUES ('x', x'7b7d')")

    with pytest.raises(VaultDamaged):
        forms.protocols(vault)
