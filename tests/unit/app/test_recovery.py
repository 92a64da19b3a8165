import itertools
from datetime import date, timedelta
from pathlib import Path

import pytest

from intake.app import cards, opening, recovery
from intake.app.desk import packs as desk_packs
from intake.app.desk import receiving
from intake.app.field import packs, sending
from intake.app.opening import Opened
from intake.app.recovery import Printed, Sheet
from intake.domain.custody import Event
from intake.domain.errors import (
    CardInvalid,
    GroupsWrong,
    IntakeError,
    SheetsNotThatMany,
    SheetsOfAnotherDesk,
    SheetsOfDifferentSets,
    SheetsTooFew,
    SheetTwice,
    VaultExists,
    WrongDesk,
)
from intake.domain.people import Role
from intake.vault import custody, settings
from kitchen import BEGUN, CHEAP, PASSPHRASE, Kitchen, groups, sealed

LATER = BEGUN + timedelta(days=30)
NEW = "orchard velvet comet basin tulip window"


def typed(made: tuple[Sheet, ...]) -> list[str]:
    return [" ".join(sheet.words) for sheet in made]


def shown(sheet: Sheet) -> dict[int, str]:
    parts = sheet.digits.split()
    return {place: parts[place] for place in (1, 5, 8)}


def restore(folder: Path, made: tuple[Sheet, ...]) -> Opened:
    return recovery.restore(
        folder,
        NEW,
        typed(made),
        made[0].desk,
        LATER,
        groups=shown(made[0]),
        cost=CHEAP,
    )


def test_a_sheet_says_all_that_its_keeper_and_the_desk_need(apart: Kitchen) -> None:
    made = recovery.sheets(apart.desk, BEGUN, 2, 3)
    for place, sheet in enumerate(made, start=1):
        page = sheet.text()
        assert f"SHEET {place} of 3" in page
        assert "2 sheets of this set" in page
        assert f"North ({Role.COORDINATOR})" in page
        assert cards.own_digits(apart.desk) in page
        assert f"33. {sheet.words[32]}" in page
        assert max(map(len, page.splitlines())) <= 84
        assert sheet.svg().lstrip().startswith(b"<")
        assert sheet.png().startswith(b"\x89PNG")
        assert len(sheet.matrix()) >= 21
        assert sheet.words[5] not in repr(sheet)
    assert len({sheet.words for sheet in made}) == 3


def test_a_page_is_written_where_it_is_wanted_and_nowhere_else(apart: Kitchen) -> None:
    _, second, _ = recovery.sheets(apart.desk, BEGUN, 2, 3)
    found = recovery.save(apart.stick, second, b"%PDF a page")
    assert [*apart.stick.iterdir()] == [found]
    assert found.name == second.digits.replace(" ", "")[:8] + "-2.pdf"
    assert found.read_bytes() == b"%PDF a page"


def test_any_two_of_three_sheets_bring_the_same_desk_back(
    apart: Kitchen, tmp_path: Path
) -> None:
    made = recovery.sheets(apart.desk, BEGUN, 2, 3)
    for place, some in enumerate(itertools.combinations(made, 2)):
        folder = tmp_path / f"again{place}"
        again = restore(folder, some)
        assert again.card.card == apart.desk.card.card
        assert again.device != apart.desk.device
        assert recovery.rehearsed(again)
        (entry,) = custody.entries(again.vault)
        assert entry.event is Event.RECOVERED
        again.close()
        opened = opening.unlock(folder, NEW)
        assert (opened.name, opened.role) == ("North", Role.COORDINATOR)
        opened.close()


def test_what_was_sealed_to_the_lost_desk_opens_at_the_new_one(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    made = recovery.sheets(kitchen.desk, BEGUN, 2, 2)
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    again = restore(tmp_path / "again", made)
    saved = cards.save(kitchen.field, kitchen.stick)
    cards.accept(again, saved, groups(kitchen.field.card.card.fingerprint), LATER)
    assert receiving.receive(again, [kitchen.stick], LATER).good
    again.close()


def test_the_field_takes_packs_of_the_desk_that_came_back(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    for _ in range(3):
        newest = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
        packs.accept(kitchen.field, newest.path, BEGUN)
    again = restore(tmp_path / "again", recovery.sheets(kitchen.desk, BEGUN))
    made = desk_packs.make(again, kitchen.stick, LATER)
    assert packs.accept(kitchen.field, made.path, LATER).serial == made.serial
    again.close()


def test_the_card_file_is_proof_enough_without_the_digits(
    apart: Kitchen, tmp_path: Path
) -> None:
    words = typed(recovery.sheets(apart.desk, BEGUN))
    card = cards.save(apart.desk, apart.stick)
    again = recovery.restore(tmp_path / "again", NEW, words, card, LATER, cost=CHEAP)
    assert again.card.to_bytes() == apart.desk.card.to_bytes()
    again.close()


def test_the_wrong_name_day_digits_or_card_bring_nothing_back(
    apart: Kitchen, tmp_path: Path
) -> None:
    made = recovery.sheets(apart.desk, BEGUN)
    right, right_groups = made[0].desk, shown(made[0])
    folder = tmp_path / "again"
    wrong: list[tuple[Printed | Path, dict[int, str] | None, type[IntakeError]]] = [
        (Printed(right.role, "South", right.made), right_groups, SheetsOfAnotherDesk),
        (
            Printed(right.role, "North", date(2026, 11, 24)),
            right_groups,
            SheetsOfAnotherDesk,
        ),
        (right, {0: "0000", 1: "0000", 2: "0000"}, SheetsOfAnotherDesk),
        (right, None, GroupsWrong),
        (cards.save(apart.field, apart.stick), None, SheetsOfAnotherDesk),
        (tmp_path / "nothing", None, CardInvalid),
    ]
    for desk, compared, error in wrong:
        with pytest.raises(error):
            recovery.restore(
                folder, NEW, typed(made), desk, LATER, groups=compared, cost=CHEAP
            )
        assert not folder.exists()


def test_sheets_that_do_not_suffice_bring_nothing_back(
    apart: Kitchen, tmp_path: Path
) -> None:
    one, other = (recovery.sheets(apart.desk, BEGUN) for _ in range(2))
    cases: list[tuple[tuple[Sheet, ...], type[IntakeError]]] = [
        (one[:1], SheetsTooFew),
        ((one[0], one[0]), SheetTwice),
        ((one[0], other[1]), SheetsOfDifferentSets),
    ]
    for some, error in cases:
        with pytest.raises(error):
            restore(tmp_path / "again", some)
        with pytest.raises(error):
            recovery.rehearse(apart.desk, typed(some), BEGUN)
    assert not (tmp_path / "again").exists()
    assert not recovery.rehearsed(apart.desk)


def test_a_desk_is_never_restored_over_a_vault(apart: Kitchen) -> None:
    made = recovery.sheets(apart.desk, BEGUN)
    with pytest.raises(VaultExists):
        restore(apart.desk.vault.folder, made)


def test_a_rehearsal_succeeds_once_and_is_remembered(apart: Kitchen) -> None:
    assert recovery.state(apart.desk) is None
    made = recovery.sheets(apart.desk, BEGUN, 2, 3)
    assert not recovery.rehearsed(apart.desk)
    recovery.rehearse(apart.desk, typed(made[1:]), LATER)
    assert recovery.rehearsed(apart.desk)
    state = recovery.state(apart.desk)
    assert state is not None
    assert (state.printed, state.rehearsed) == ("2026-11-23", "2026-12-23")
    events = [entry.event for entry in custody.entries(apart.desk.vault)]
    assert events[-2:] == [Event.SHEETS_MADE, Event.REHEARSED]


def standing(opened: Opened) -> tuple[str, str]:
    found = recovery.state(opened)
    assert found is not None
    return found.rehearsed, found.before


def test_a_new_set_is_rehearsed_anew_and_the_old_one_counts_until_then(
    apart: Kitchen,
) -> None:
    old = recovery.sheets(apart.desk, BEGUN, 2, 3)
    recovery.rehearse(apart.desk, typed(old[1:]), BEGUN)
    new = recovery.sheets(apart.desk, LATER, 3, 5)
    assert standing(apart.desk) == ("", "2026-11-23")
    assert recovery.rehearsed(apart.desk)

    recovery.rehearse(apart.desk, typed(old[:2]), LATER)
    assert standing(apart.desk) == ("", "2026-12-23")
    recovery.rehearse(apart.desk, typed(new[:3]), LATER)
    assert standing(apart.desk) == ("2026-12-23", "2026-12-23")


def test_sets_that_nobody_rehearsed_do_not_count_however_many(apart: Kitchen) -> None:
    for _ in range(2):
        recovery.sheets(apart.desk, BEGUN)
    assert standing(apart.desk) == ("", "")
    assert not recovery.rehearsed(apart.desk)


def test_what_an_older_version_kept_of_a_set_is_understood(apart: Kitchen) -> None:
    made = recovery.sheets(apart.desk, BEGUN, 2, 3)
    kept = settings.get(apart.desk.vault, "recovery")
    assert isinstance(kept, dict)
    older = {each: kept[each] for each in ("needed", "of", "printed", "rehearsed")}
    settings.put(apart.desk.vault, "recovery", older)
    recovery.rehearse(apart.desk, typed(made[1:]), LATER)
    assert standing(apart.desk) == ("2026-12-23", "")


def test_a_desk_that_came_back_has_rehearsed_the_set_it_came_from(
    apart: Kitchen, tmp_path: Path
) -> None:
    made = recovery.sheets(apart.desk, BEGUN, 2, 3)
    other = recovery.sheets(apart.desk, BEGUN, 2, 3)
    again = restore(tmp_path / "again", made[:2])
    assert standing(again) == ("2026-12-23", "")
    recovery.rehearse(again, typed(other[:2]), LATER)
    assert standing(again) == ("2026-12-23", "2026-12-23")
    again.close()


def test_the_sheets_of_another_desk_are_no_rehearsal(
    apart: Kitchen, tmp_path: Path
) -> None:
    other = opening.create(
        tmp_path / "other", PASSPHRASE, Role.CUSTODIAN, "South", BEGUN, cost=CHEAP
    )
    with pytest.raises(SheetsOfAnotherDesk):
        recovery.rehearse(apart.desk, typed(recovery.sheets(other, BEGUN)), BEGUN)
    other.close()


def test_the_words_are_nowhere_in_the_vault(apart: Kitchen) -> None:
    made = recovery.sheets(apart.desk, BEGUN)
    recovery.rehearse(apart.desk, typed(made[:2]), BEGUN)
    rows = apart.desk.vault.rows("SELECT value FROM settings")
    log = apart.desk.vault.rows("SELECT detail FROM custody")
    for sheet in made:
        for row in [*rows, *log]:
            assert " ".join(sheet.words[:4]).encode() not in bytes(str(row[0]), "utf-8")


def test_only_a_desk_has_sheets(apart: Kitchen) -> None:
    with pytest.raises(WrongDesk):
        recovery.sheets(apart.field, BEGUN)
    with pytest.raises(WrongDesk):
        recovery.rehearse(apart.field, [], BEGUN)
    with pytest.raises(SheetsNotThatMany):
        recovery.sheets(apart.desk, BEGUN, 1, 3)
    assert recovery.state(apart.desk) is None


def test_a_sheet_is_read_as_it_is_typed(apart: Kitchen) -> None:
    made = recovery.sheets(apart.desk, BEGUN, 2, 3)
    share = recovery.read(typed(made)[1])
    assert (share.number, share.needed) == (2, 2)
