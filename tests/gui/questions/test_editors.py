import pytest
from pytestqt.qtbot import QtBot

from asking import Asking, find, fresh
from intake.ui.questions.editors import editor_for


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("when", "PartialDateEditor"),
        ("how", "OneOfLines"),
        ("year", "NumberEditor"),
        ("weight", "NumberEditor"),
        ("words", "AreaEditor"),
        ("told", "AreaEditor"),
        ("first", "LineEditor"),
        ("more", "ManyOfLines"),
        ("day", "DateEditor"),
        ("clock", "TimeEditor"),
        ("moment", "MomentEditor"),
        ("sure", "RangeEditor"),
        ("stars", "RatingEditor"),
        ("order", "RankEditor"),
        ("place", "PointEditor"),
        ("road", "PointsEditor"),
        ("picture", "UploadEditor"),
        ("read", "TriggerEditor"),
        ("food", "MatrixRow"),
        ("folded", "OneOfFolded"),
        ("county", "LongList"),
        ("counties", "LongList"),
    ],
)
def test_each_question_has_its_editor_and_a_readable_name(
    qtbot: QtBot, name: str, kind: str
) -> None:
    session = fresh()
    item = find(session, name)
    editor = editor_for(item, lambda _: None, Asking(session))
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.name("The question", "the hint")
    assert type(editor).__name__ == kind
