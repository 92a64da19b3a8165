import ast
from collections.abc import Iterator
from pathlib import Path

from intake.ui.marking import QT_TRANSLATE_NOOP

UI = Path(__file__).parents[2] / "src" / "intake" / "ui"


def calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                name = getattr(called, "attr", getattr(called, "id", ""))
                texts = 1 if name == "tr" else 2
                kinds = {"translate", "QT_TRANSLATE_NOOP", "tr"}
                if name in kinds and len(node.args) >= texts:
                    yield f"{file.name}:{node.lineno} {name}", node


def test_marking_leaves_a_text_as_it_is() -> None:
    assert QT_TRANSLATE_NOOP("words", "Draft") == "Draft"


def test_the_collector_of_texts_finds_the_context_of_each() -> None:
    hidden = [
        place
        for place, call in calls()
        if not place.endswith(" tr")
        and isinstance(getattr(call.args[1], "value", None), str)
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_no_text_is_put_together_before_it_is_translated() -> None:
    built = [
        place
        for place, call in calls()
        if isinstance(
            call.args[0 if place.endswith(" tr") else 1], ast.JoinedStr | ast.BinOp
        )
    ]
    assert built == []
