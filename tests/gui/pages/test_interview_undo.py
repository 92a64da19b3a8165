from collections.abc import Callable

from asking import find, fresh
from intake.domain.record import Missing
from intake.ui.pages.interview_undo import last_turned, told, where


def bare(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_what_was_taken_back_is_said_in_words() -> None:
    session = fresh()
    first, people = find(session, "first"), find(session, "people")
    deeds: list[Callable[[], object]] = [
        lambda: session.answer(first.ref, "Aynur"),
        lambda: session.mark(find(session, "family").ref, Missing.REFUSED),
        lambda: session.note(first.ref, "hesitated"),
        lambda: session.add_repeat(people.ref),
        lambda: session.move_repeat(people.children[0].ref, 2),
        lambda: session.remove_repeat(people.children[1].ref),
    ]
    for deed in deeds:
        deed()
    said = []
    while session.undo():
        step = last_turned(session.steps)
        said.append(bare(told(session, step, again=False)))
    assert said == [
        f"Taken back: {deed}. Ctrl Alt Y gives it again."
        for deed in (
            "the removal of an entry of “People”",
            "the moving of an entry of “People”",
            "the new entry of “People”",
            "the note on “First name”",
            "the reason why “Family name” has no answer",
            "the answer to “First name”",
        )
    ]
    session.redo()
    step = last_turned(session.steps)
    assert step is not None
    assert where(session, step) is first
    again = bare(told(session, step, again=True))
    assert again == "Given again: the answer to “First name”."


def test_nothing_to_take_back_is_said_too() -> None:
    session = fresh()
    assert last_turned(session.steps) is None
    assert "nothing to take back" in told(session, None, again=False)
    assert "nothing to give again" in told(session, None, again=True)


def test_a_deed_after_taking_back_leaves_nothing_to_give_again() -> None:
    session = fresh()
    first = find(session, "first")
    session.answer(first.ref, "Aynur")
    session.undo()
    session.answer(first.ref, "Erkin")
    assert last_turned(session.steps) is None
    session.undo()
    step = last_turned(session.steps)
    assert step is not None
    assert step.value == "Erkin"
