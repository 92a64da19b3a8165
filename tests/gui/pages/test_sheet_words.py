from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.app import recovery
from intake.ui.pages.sheet_words import SheetWords
from kitchen import BEGUN, Kitchen
from seeing import said


def asking(qtbot: QtBot) -> SheetWords:
    made = SheetWords()
    qtbot.addWidget(made)
    made.show()
    return made


def give(asked: SheetWords, text: str) -> None:
    asked.words.setPlainText(text)
    asked.take.click()
    QTest.qWait(1)


def test_it_asks_for_as_many_sheets_as_the_first_one_says(
    qtbot: QtBot, apart: Kitchen
) -> None:
    made = recovery.sheets(apart.desk, BEGUN, 3, 4)
    asked = asking(qtbot)
    done: list[bool] = []
    asked.complete.connect(lambda: done.append(True))
    for place, sheet in enumerate(made[1:], start=1):
        assert not asked.is_complete
        give(asked, " ".join(word[:4] for word in sheet.words))
        if place < 3:
            assert f"The words of another sheet: {place + 1} of 3" in said(asked)
    assert done == [True]
    assert asked.is_complete
    assert "Sheet 4 is read." in said(asked)
    assert not asked.words.isVisible()
    asked.forget()
    QTest.qWait(1)
    assert (asked.typed, asked.words.toPlainText()) == ((), "")
    assert not asked.words.document().isUndoAvailable()
    assert "Sheet 4 is read." not in said(asked)


def test_a_slip_is_named_and_nothing_typed_is_lost(
    qtbot: QtBot, apart: Kitchen
) -> None:
    first, *_ = recovery.sheets(apart.desk, BEGUN, 2, 3)
    words = list(first.words)
    asked = asking(qtbot)
    give(asked, " ".join([*words[:3], "zebra", *words[4:]]))
    assert "Word 4 is not one that a sheet can have." in said(asked)
    assert "zebra" in asked.words.toPlainText()
    asked.words.setPlainText(" ".join(words[:20]))
    assert "20 words of 33" in said(asked)
    assert not asked.wrong.isVisible()
    give(asked, " ".join(words))
    give(asked, " ".join(words))
    assert "Sheet 1 was given twice." in said(asked)
    assert len(asked.typed) == 1
