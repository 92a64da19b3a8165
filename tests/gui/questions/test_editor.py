import pytest
from pytestqt.qtbot import QtBot

from asking import find, fresh
from intake.ui.questions.editor import LONGEST, Editor, Pause


def test_a_value_is_given_once(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = Editor(given.append)
    qtbot.addWidget(editor)
    editor.give("a")
    editor.give("a")
    editor.knows("b")
    editor.give("b")
    editor.give("")
    assert given == ["a", ""]
    assert editor.loose() == ""
    editor.mark("wrong")
    editor.flush()


def test_the_bare_shape_of_an_editor_shows_nothing(qtbot: QtBot) -> None:
    editor = Editor(lambda _: None)
    qtbot.addWidget(editor)
    with pytest.raises(NotImplementedError):
        editor.refresh(find(fresh(), "first"))
    with pytest.raises(NotImplementedError):
        editor.name("Name", "")


def test_a_pause_commits_once(qtbot: QtBot) -> None:
    editor = Editor(lambda _: None)
    qtbot.addWidget(editor)
    done: list[bool] = []
    pause = Pause(lambda: done.append(True), editor)
    pause.now()
    pause.begin()
    pause.begin()
    pause.now()
    pause.now()
    assert done == [True]


def test_who_types_without_a_pause_is_not_waited_for_for_ever(qtbot: QtBot) -> None:
    editor = Editor(lambda _: None)
    qtbot.addWidget(editor)
    done: list[bool] = []
    pause = Pause(lambda: done.append(True), editor)

    def typing() -> bool:
        pause.begin()
        return bool(done)

    qtbot.waitUntil(typing, timeout=LONGEST * 5)


def test_letters_are_held_in_the_midst_of_typing_and_typing_has_an_end(
    qtbot: QtBot,
) -> None:
    editor = Editor(lambda _: None)
    qtbot.addWidget(editor)
    held: list[bool] = []
    pause = Pause(lambda: None, editor, lambda: held.append(pause.typing))

    def typing() -> bool:
        pause.begin()
        return bool(held)

    qtbot.waitUntil(typing)
    assert held == [True]
    qtbot.waitUntil(lambda: not pause.typing)
    assert not pause.waiting
