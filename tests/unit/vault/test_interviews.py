from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from intake.domain.errors import NoSuchInterview, VaultDamaged
from intake.domain.record import InterviewState
from intake.resources import resource
from intake.vault import Vault, interviews, transaction, unlock
from intake.vault.interviews import Interview


def some(now: datetime, number: int = 0) -> Interview:
    return Interview(
        id=f"{number:032x}",
        name=f"Juniper {number}",
        state=InterviewState.DRAFT,
        protocol={"id": "built in"},
        languages=("ug", "en"),
        begun=now,
        changed=now + timedelta(minutes=number),
        answered=3,
        to_check=1,
        about={"sealed": ["ab"]},
    )


def test_an_interview_comes_back_as_it_was(
    vault: Vault, passphrase: str, now: datetime
) -> None:
    interviews.add(vault, some(now))
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert interviews.get(again, some(now).id) == some(now)
    again.close()


def test_the_one_last_changed_comes_first(vault: Vault, now: datetime) -> None:
    for number in (1, 3, 2):
        interviews.add(vault, some(now, number))

    found = [interview.name for interview in interviews.all_interviews(vault)]

    assert found == ["Juniper 3", "Juniper 2", "Juniper 1"]


def test_can_be_changed_and_removed(vault: Vault, now: datetime) -> None:
    interviews.add(vault, some(now))
    sealed = replace(some(now), state=InterviewState.SEALED, about=None, languages=())
    interviews.update(vault, sealed)
    assert interviews.get(vault, sealed.id) == sealed

    interviews.remove(vault, sealed.id)

    assert interviews.all_interviews(vault) == ()


def test_one_that_is_not_there_says_so(vault: Vault, now: datetime) -> None:
    with pytest.raises(NoSuchInterview):
        interviews.get(vault, "ab" * 16)
    with pytest.raises(NoSuchInterview):
        interviews.update(vault, some(now))
    with pytest.raises(NoSuchInterview):
        interviews.remove(vault, "ab" * 16)


def test_a_state_that_makes_no_sense_is_damage(vault: Vault, now: datetime) -> None:
    interviews.add(vault, some(now))
    vault.run("UPDATE interviews SET state = 'lost'")

    with pytest.raises(VaultDamaged):
        interviews.all_interviews(vault)


def test_a_code_name_is_given_once_though_chance_would_repeat_it(vault: Vault) -> None:
    def always_first(names: Sequence[str]) -> str:
        return names[0]

    given = [interviews.new_name(vault, always_first) for _ in range(5)]

    assert given == [f"Acacia {number}" for number in range(1, 6)]


def test_code_names_are_drawn_at_random(vault: Vault) -> None:
    given = {interviews.new_name(vault) for _ in range(20)}

    assert len(given) == 20
    assert len({name.split()[0] for name in given}) > 10


def test_there_is_always_another_code_name(vault: Vault) -> None:
    plants = resource("wordlists/plants.txt").read_text("utf-8").split()
    with transaction(vault):
        for plant in plants:
            for number in range(1, 100):
                vault.run("INSERT INTO names VALUES (?)", f"{plant} {number}")

    name = interviews.new_name(vault)

    assert name.split()[0] in plants
    assert 100 <= int(name.split()[1]) < 199


def test_the_plants_are_single_words_once_each() -> None:
    plants = resource("wordlists/plants.txt").read_text("utf-8").split("\n")[:-1]

    assert plants == sorted(set(plants))
    assert len(plants) > 200
    assert all(plant.isascii() and plant.istitle() for plant in plants)
