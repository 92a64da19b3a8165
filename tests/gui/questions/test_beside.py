from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from asking import Asking, converted, find, fresh, settle
from intake.ui.questions.beside import Beside, picture_of
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.pictures import written
from seeing import said

FORM = """
| survey |
| | type | name | label | media::image | media::audio | media::video |
| | text | where | Where on the map? | map.png | read.mp3 | |
| | text | gone | And here? | gone.png | | |
| | text | film | And then? | | | walk.mp4 |
| | select_one place | which | Which one? | | | |

| choices |
| | list_name | name | label | media::image |
| | place | gate | The gate | gate.png |
| | place | yard | The yard | none.png |
"""


def picture() -> bytes:
    image = QImage(64, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return written(image)


def card(qtbot: QtBot, name: str) -> QuestionCard:
    session = fresh(converted(FORM))
    hands = Asking(session)
    for file in ("map.png", "gate.png"):
        hands.files[f"jr://images/{file}"] = picture()
    made = QuestionCard(find(session, name), hands)
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def test_a_picture_of_the_form_is_shown_and_a_recording_is_named(qtbot: QtBot) -> None:
    made = card(qtbot, "where")
    beside = made.findChild(Beside)
    assert isinstance(beside, Beside)
    assert beside.picture.isVisible()
    qtbot.waitUntil(lambda: beside.picture.is_there, timeout=30_000)
    assert beside.picture.pixmap().width() == 64
    assert "not played here: read.mp3" in said(made)


def test_a_picture_that_is_not_there_is_left_out(qtbot: QtBot) -> None:
    made = card(qtbot, "gone")
    beside = made.findChild(Beside)
    assert isinstance(beside, Beside)
    assert not beside.isVisible()
    assert "gone.png" not in said(made)


def test_a_film_is_named(qtbot: QtBot) -> None:
    assert "A film that is not played here: walk.mp4" in said(card(qtbot, "film"))


def test_the_large_picture_comes_first() -> None:
    media = {"image": "a", "big-image": "b"}
    assert picture_of(media, str.encode) == b"b"
    assert picture_of({"audio": "c"}, str.encode) == b""


def test_choices_stand_under_their_pictures(qtbot: QtBot) -> None:
    made = card(qtbot, "which")
    pictures = [
        one.accessibleName()
        for one in made.findChildren(type(Beside(str.encode).picture))
        if one.isVisible()
    ]
    assert pictures == ["The gate"]
