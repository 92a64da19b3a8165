"""The newest line of the log as digits: written on paper, they prove it tomorrow."""

from intake.app import custody
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.card import Card, deeds, row
from intake.ui.widgets.digits import DigitsLine
from intake.ui.widgets.fields import Field, labelled
from intake.ui.widgets.words import Question, Text

_DIGITS = 24
_LONGEST = 60


class ProofCard(Card):
    """Shows the digits of today, and looks for those of another day."""

    def __init__(self, opened: Opened) -> None:
        """Show the newest line of the log of *opened*."""
        super().__init__()
        self._opened = opened
        self.add(Question(self.tr("What happened here, as digits")))
        self.add(
            Text(
                self.tr(
                    "Everything that happens to the records is a line in a log, each "
                    "chained to the one before. These digits stand for all of it up "
                    "to now. Write them down with the day, or read them to somebody: "
                    "tomorrow they prove that nothing before was changed or left out."
                )
            )
        )
        self.digits = DigitsLine(custody.head_digits(opened))
        self.add(row(self.digits, None))
        self.written = Field()
        self.written.setMaxLength(_LONGEST)
        self.search = Button(self.tr("Look for them"), icon="search")
        self.banner = Banner()
        self.add(
            labelled(
                self.tr("Digits that were written down before"),
                self.written,
                self.tr("All six groups; spaces do not matter."),
            )
        )
        self.add(deeds(self.search, None))
        self.add(self.banner)
        self.written.returnPressed.connect(self.look)
        self.search.clicked.connect(self.look)

    def look(self) -> None:
        """Look whether the log still has the line that these digits stand for."""
        text = self.written.text()
        if sum(each.isdecimal() for each in text) != _DIGITS:
            self.banner.warn(self.tr("Type all 24 digits, in six groups of four."))
            self.written.setFocus()
            return
        try:
            found = custody.find_head(self._opened, _western(text))
        except IntakeError as error:
            self.banner.error(error)
            return
        if found is None:
            self.banner.error(
                self.tr(
                    "The log has no line with these digits. Compare them once more; "
                    "if they are right, the log before that day was changed or "
                    "replaced. Tell your coordinator."
                )
            )
            return
        self.banner.good(
            self.tr(
                "The log has this line, so nothing before it was changed or left out."
            )
        )


def _western(text: str) -> str:
    """Write the digits of any script as western ones."""
    return "".join(str(int(each)) for each in text if each.isdecimal())
