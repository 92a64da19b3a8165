import pytest

from intake.app import erasing, opening, slots
from intake.app.desk import packs as desk_packs
from intake.app.field import packs
from intake.domain.errors import (
    EraseNotAllowed,
    PassphrasesAlike,
    PassphraseTooWeak,
    PassphraseWrong,
)
from intake.domain.policy import Policy
from kitchen import BEGUN, PASSPHRASE, Kitchen

ERASING = "violin harbor quartz"


def allow(kitchen: Kitchen, *, allowed: bool = True) -> None:
    desk_packs.set_policy(kitchen.desk, Policy(erase_allowed=allowed))
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(kitchen.field, made.path, BEGUN)


def test_is_off_until_the_desk_allows_it_and_the_person_wants_it(
    kitchen: Kitchen,
) -> None:
    assert not erasing.allowed(kitchen.field)
    with pytest.raises(EraseNotAllowed):
        erasing.switch_on(kitchen.field, PASSPHRASE, ERASING)
    allow(kitchen)
    assert erasing.allowed(kitchen.field)
    assert not erasing.is_on(kitchen.field)
    erasing.switch_on(kitchen.field, PASSPHRASE, ERASING)
    assert erasing.is_on(kitchen.field)
    assert len(slots.listed(kitchen.field)) == 1
    allow(kitchen, allowed=False)
    erasing.switch_off(kitchen.field, PASSPHRASE)
    assert not erasing.is_on(kitchen.field)


def test_a_desk_decides_for_itself(apart: Kitchen) -> None:
    erasing.switch_on(apart.desk, PASSPHRASE, ERASING)
    assert erasing.is_on(apart.desk)


def test_typing_it_destroys_and_says_what_a_wrong_passphrase_says(
    apart: Kitchen,
) -> None:
    erasing.switch_on(apart.desk, PASSPHRASE, ERASING)
    folder = apart.desk.vault.folder
    apart.desk.close()
    with pytest.raises(PassphraseWrong) as wrong:
        opening.unlock(folder, "quite another phrase")
    opening.unlock(folder, PASSPHRASE).close()
    names = sorted(path.name for path in folder.iterdir())
    with pytest.raises(PassphraseWrong) as erased:
        opening.unlock(folder, ERASING)
    assert str(wrong.value) == str(erased.value)
    assert sorted(path.name for path in folder.iterdir()) == names
    assert opening.exists(folder)
    for words in (PASSPHRASE, ERASING, "quite another phrase"):
        with pytest.raises(PassphraseWrong):
            opening.unlock(folder, words)


@pytest.mark.parametrize(
    "near",
    [
        PASSPHRASE,
        PASSPHRASE.upper(),
        PASSPHRASE + "!",
        PASSPHRASE.replace(" ", ""),
        "cedar lantern orbit",
        "mellow pocket river",
        "cedar lantern orbit mellow pocket",
        "lantern cedar mellow orbit river pocket",
        "cedar lantern orbit mellow pocket rover",
        "cedr lantrn orbt mellw pockt rivr",
    ],
)
def test_a_slip_never_erases(apart: Kitchen, near: str) -> None:
    with pytest.raises(PassphrasesAlike):
        erasing.switch_on(apart.desk, PASSPHRASE, near)
    assert not erasing.is_on(apart.desk)


def test_pressing_return_never_erases(apart: Kitchen) -> None:
    for short in ("", " ", "x", "eleven sign"):
        with pytest.raises(PassphraseTooWeak):
            erasing.switch_on(apart.desk, PASSPHRASE, short)
    with pytest.raises(PassphraseWrong):
        erasing.switch_on(apart.desk, "wrong", ERASING)
