from pathlib import Path

import pytest

from intake.cli import wording
from intake.domain.errors import FileUnreadable
from intake.domain.people import Trust

KNOWN = ("English (en)", "العربية (ar)")


def test_one_is_one_and_more_are_more() -> None:
    assert [wording.count(n, "record") for n in (0, 1, 2)] == [
        "0 records",
        "1 record",
        "2 records",
    ]


def test_no_word_for_a_card_claims_a_meeting() -> None:
    said = {wording.trust(each) for each in Trust}
    assert len(said) == len(Trust)
    assert not any("person" in each for each in said)


@pytest.mark.parametrize("wanted", ["ar", "AR", "العربية (ar)"])
def test_a_language_is_known_by_its_code_or_its_name(wanted: str) -> None:
    assert wording.language(KNOWN, wanted) == KNOWN[1]


def test_a_language_that_the_form_is_not_written_in_is_named_with_those_it_is() -> None:
    assert wording.language(KNOWN, "klingon") is None
    said = wording.no_language(KNOWN, "klingon")
    assert said.endswith(": English (en), العربية (ar).")
    assert wording.no_language((), "klingon").endswith("only: none.")


def test_what_is_not_there_is_missed_at_once(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.touch()
    assert wording.a_file(here) == here
    wording.there([here, tmp_path])
    for absent in (tmp_path / "gone", tmp_path):
        with pytest.raises(FileUnreadable):
            wording.a_file(absent)
    with pytest.raises(FileUnreadable):
        wording.there([here, tmp_path / "gone"])
