"""The table of the converter's messages and our words for them."""

import re
import string

import pytest

from intake.forms.conversion_messages import FAULTS, NOISE, REMARKS, Message


@pytest.mark.parametrize(
    "known", [*FAULTS, *REMARKS], ids=lambda one: one.pattern.pattern
)
def test_our_words_are_sentences_that_use_only_what_was_caught(known: Message) -> None:
    caught = known.pattern.groups
    for text in (known.what, known.mend):
        used = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert all(int(name) < caught for name in used)
        assert text.endswith(".")
        assert "pyxform" not in text.lower()


@pytest.mark.parametrize(
    "known", [*FAULTS, *REMARKS], ids=lambda one: one.pattern.pattern
)
def test_a_group_always_catches_something_to_say(known: Message) -> None:
    # A group that may stay empty would put the word None into a sentence.
    assert not re.search(r"\)[?*]", known.pattern.pattern.replace("(?:", ""))


def test_no_message_is_shut_out_by_one_before_it() -> None:
    patterns = [known.pattern.pattern for known in FAULTS]
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize(
    ("remark", "noise"),
    [
        ("[row : 2] Use the max-pixels parameter to speed up submission", True),
        ("Language 'fr' is missing the survey label column", True),
        ("[row : 3] Repeat has no label: {}", False),
    ],
)
def test_knows_remarks_that_help_nobody(remark: str, noise: bool) -> None:
    assert bool(NOISE.search(remark)) is noise
