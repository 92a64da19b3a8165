"""All translations of a form: which one is taken when some are missing."""

from __future__ import annotations

import pytest

from intake.forms.itext import GUIDANCE, Itext
from intake.forms.xpath import expression

NAME = expression("/data/name")
ITEXT = Itext(
    languages=("en", "fr", "ug"),
    default="fr",
    entries={
        "/data/a:label": {
            "en": {"": ("Age",), "image": (" a.png ",)},
            "fr": {"": ("L’âge",), "image": ("-",)},
            "ug": {"": ("-",), "audio": ("a.mp3",)},
        },
        "only-ug": {"ug": {"": ("ياش",)}},
        "gap": {"en": {"": ("-",)}, "fr": {"": ()}},
        "long": {"en": {"long": ("Long",), "short": ("S",), GUIDANCE: ("Slowly",)}},
        "choice": {"en": {"": ("Dear ", NAME, "!")}},
    },
)


@pytest.mark.parametrize(
    ("name", "language", "pieces"),
    [
        ("/data/a:label", "en", ("Age",)),
        ("/data/a:label", "fr", ("L’âge",)),
        ("/data/a:label", "ug", ("L’âge",)),
        ("/data/a:label", "de", ("L’âge",)),
        ("only-ug", "en", ("ياش",)),
        ("gap", "en", ("-",)),
        ("gap", "fr", ()),
        ("long", "en", ("Long",)),
        ("nothing", "en", None),
    ],
)
def test_takes_the_next_best_language(
    name: str, language: str, pieces: tuple[str, ...] | None
) -> None:
    assert ITEXT.pieces(name, language) == pieces


def test_takes_a_form_of_the_text_only_where_there_is_one() -> None:
    assert ITEXT.pieces("long", "en", GUIDANCE) == ("Slowly",)
    assert ITEXT.pieces("long", "fr", GUIDANCE) == ("Slowly",)
    assert ITEXT.pieces("only-ug", "ug", GUIDANCE) is None


@pytest.mark.parametrize(
    ("language", "media"),
    [
        ("en", {"image": "a.png", "audio": "a.mp3"}),
        ("ug", {"image": "a.png", "audio": "a.mp3"}),
    ],
)
def test_a_missing_picture_falls_back_too(language: str, media: dict[str, str]) -> None:
    assert ITEXT.media("/data/a:label", language) == media
    assert ITEXT.media("only-ug", language) == {}
    assert ITEXT.media("nothing", language) == {}


def test_gives_the_expressions_that_texts_quote() -> None:
    assert list(ITEXT.expressions("choice")) == [NAME]
    assert list(ITEXT.expressions("nothing")) == []
    assert list(ITEXT.quoted_in_choices()) == [NAME]


def test_the_texts_of_questions_are_not_those_of_choices() -> None:
    quoted = Itext(("en",), "en", {"/data/a:label": {"en": {"": (NAME,)}}})
    assert list(quoted.quoted_in_choices()) == []
    assert list(quoted.expressions("/data/a:label")) == [NAME]
