"""What came of handing over: what is on the stick, and what still is to be written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from intake.app.field.plans import Begun
from intake.app.field.sending import Sent
from intake.ui import plain, times
from intake.ui.direction import isolate
from intake.ui.pages.lines import marked
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.page import clear
from intake.ui.widgets.words import Hint, Question, Text


class HandedCard(Card):
    """Tells of the last handing over; hidden before it."""

    def __init__(self, leave: Callable[[], object]) -> None:
        """Start hidden; *leave* goes to all interviews."""
        super().__init__()
        self._leave = leave
        self.hide()

    def tell(self, sent: Sent) -> Button:
        """Tell what came of it; give the button that leads on."""
        clear(self.body)
        if sent.remaining:
            title = QCoreApplication.translate("handed", "The rest needs another stick")
            self.add(marked("warning", "warning", Question(title)))
        else:
            title = counted(
                sent.records,
                QCoreApplication.translate("handed", "{count} record is on the stick"),
                QCoreApplication.translate(
                    "handed", "{count} records are on the stick"
                ),
            )
            self.add(marked("good", "good", Question(title)))
        words = QCoreApplication.translate(
            "handed",
            "{size} were written, read back from the stick and compared: they are "
            "there. The stick can be taken out.",
        )
        self.add(Text(words.format(size=isolate(times.size(sent.size)))))
        if sent.remaining:
            self.add(
                Text(
                    counted(
                        len(sent.remaining),
                        QCoreApplication.translate(
                            "handed",
                            "{count} part found no room. Put another stick in, choose "
                            "it and press Hand over: only what is missing is written.",
                        ),
                        QCoreApplication.translate(
                            "handed",
                            "{count} parts found no room. Put another stick in, choose "
                            "it and press Hand over: only what is missing is written.",
                        ),
                    )
                )
            )
            self.add(Hint(", ".join(isolate(name) for name in sent.remaining)))
        for name in sent.damaged:
            words = QCoreApplication.translate(
                "handed",
                "The sealed copy of {name} is damaged on this disk, so it was not "
                "written. Tell your coordinator.",
            )
            text = Text(words.format(name=isolate(name)))
            self.add(marked("wrong", "error", text))
        self.add(
            Hint(
                QCoreApplication.translate(
                    "handed",
                    "The sealed copies stay on this laptop until you take in the "
                    "desk's receipt. This laptop cannot open them.",
                )
            )
        )
        done = Button(QCoreApplication.translate("handed", "All interviews"))
        done.clicked.connect(self._leave)
        self.add(row(done, None))
        self.show()
        plain.spoken(self, title)
        return done


def still_to_write(begun: Sequence[Begun]) -> str:
    """Say which parts of what was begun are on no stick yet; "" when there are none."""
    names = [
        made.plan.part_name(part)
        for made in begun
        if made.written
        for part in made.remaining
    ]
    if not names:
        return ""
    return counted(
        len(names),
        QCoreApplication.translate(
            "handed",
            "{count} part of what was handed over is on no stick yet: {names}. Put a "
            "stick in and hand over again; only what is missing is written.",
        ),
        QCoreApplication.translate(
            "handed",
            "{count} parts of what was handed over are on no stick yet: {names}. Put "
            "a stick in and hand over again; only what is missing is written.",
        ),
        names=", ".join(names),
    )
