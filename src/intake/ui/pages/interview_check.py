"""The last page: what is still to do, each a link; then everything, to read back."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from intake.forms import Item, Problem, Validity
from intake.ui import direction, measure, plain, tokens, words
from intake.ui.direction import isolate
from intake.ui.pages.interview_model import PartLike, ProblemLike
from intake.ui.pages.interview_route import entry_around
from intake.ui.questions.reading import said, title, walk
from intake.ui.questions.series import title_of
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import FoldButton, LinkButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.flow import flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Hint, Question, Small, Strong, Text, Title

Go = Callable[[str, str], None]


class CheckView(QWidget):
    """The check of a whole interview; ``go`` leads to a question of a part."""

    def __init__(
        self, parts: Sequence[PartLike], problems: Sequence[ProblemLike], go: Go
    ) -> None:
        """List the *problems* of the *parts*."""
        super().__init__()
        self.setProperty("role", "clear")
        self._parts = parts
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.GAP)
        column.addWidget(Title(self.tr("Check")))
        titles = {part.name: part.title for part in parts}
        self.links: list[LinkButton] = []
        if problems:
            column.addWidget(self._problems(problems, titles, go))
        else:
            good = Banner()
            column.addWidget(good)
            good.good(self.tr("Nothing is missing and nothing contradicts itself."))
        self.told = Card()
        self.told.add(Question(self.tr("Read it back")))
        self.told.add(
            Hint(
                self.tr(
                    "Everything as it was told. Read it to the person, and go back to "
                    "what they want to change."
                )
            )
        )
        self._show = FoldButton(self.tr("Show everything"), icon="down")
        self._show.clicked.connect(self.read_back)
        self.told.add(flow(self._show))
        column.addWidget(self.told)
        column.addStretch(1)

    def read_back(self) -> None:
        """Write out every answer, part by part."""
        self._show.hide()
        for part in self._parts:
            self.told.body.addSpacing(measure.px(tokens.SMALL_GAP))
            self.told.add(Strong(part.title))
            sheet = Card(bare=True)
            # As on its page: questions of one script begin on their own side.
            way = direction.of_questions(part.session.language)
            if way is not None:
                sheet.setLayoutDirection(way)
            self.told.add(sheet)
            empty = True
            for item in walk(part.session.root):
                if item.value or item.missing is not None or item.note:
                    empty = False
                    self._tell(sheet, item)
            if empty:
                self.told.add(Hint(self.tr("Nothing is answered here.")))

    def _tell(self, sheet: Card, item: Item) -> None:
        sheet.add(Small(title(item)))
        answer = said(item)
        if item.missing is not None:
            answer = words.missing(item.missing)
        if answer:
            sheet.add(Text(answer))
        if item.note:
            note = self.tr("Note: {text}").format(text=isolate(item.note))
            sheet.add(Hint(note))

    def _where(self, part: str, problem: Problem) -> str:
        """Name a question; one inside an entry of a repeat after that entry."""
        label = problem.label or problem.ref.rpartition("/")[2]
        session = next(each.session for each in self._parts if each.name == part)
        entry = entry_around(session.get(problem.ref))
        return f"{isolate(title_of(entry))}: {label}" if entry is not None else label

    def _problems(
        self, problems: Sequence[ProblemLike], titles: dict[str, str], go: Go
    ) -> Card:
        card = Card()
        count = isolate(len(problems))
        several = self.tr("{count} to check").format(count=count)
        one = self.tr("One to check")
        card.add(Question(several if len(problems) > 1 else one))
        order = [one.name for one in self._parts]
        part = ""
        for each in sorted(problems, key=lambda one: order.index(one.part)):
            if each.part != part:
                part = each.part
                card.add(Strong(titles.get(part, part)))
            problem = each.problem
            link = LinkButton(self._where(part, problem))
            link.clicked.connect(
                lambda _=False, part=part, ref=problem.ref: go(part, ref)
            )
            self.links.append(link)
            wrong = problem.validity is Validity.CONSTRAINT
            icon = Icon("wrong", "error") if wrong else Icon("warning", "warning")
            message = problem.message or (
                self.tr("This answer does not fit.")
                if wrong
                else self.tr("An answer, or a reason for none, is missing.")
            )
            plain.spoken(link, plain.button_text(link), message)
            card.add(_listed(icon, link, Hint(message)))
        return card


def _listed(icon: Icon, link: LinkButton, message: Hint) -> QGridLayout:
    """Lay a question beside its mark, and what is the matter close under it."""
    grid = QGridLayout()
    measure.gaps(grid, spacing=tokens.TINY)
    grid.addWidget(icon, 0, 0)
    grid.addLayout(row(link, None), 0, 1)
    line = QHBoxLayout()
    # The link has room around its words.
    measure.gaps(line, margins=(tokens.SMALL_GAP + 1, 0, 0, tokens.TINY))
    line.addWidget(message, 1000)
    line.addStretch(1)
    grid.addLayout(line, 1, 1)
    grid.setColumnStretch(1, 1)
    return grid
