"""How the windows look: language, direction, size and colours, worn at once."""

from intake.ui import measure, plain, times, tokens
from intake.ui.direction import isolate
from intake.ui.look import Look, Theme, current
from intake.ui.widgets.buttons import Toggle
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.fields import DropDown, FieldLabel
from intake.ui.widgets.words import Hint, Question
from intake.ui.window import Window

_WAYS = {"": None, "ltr": False, "rtl": True}
_FIELD = 300


class LookCard(Card):
    """Shows the look in force and lets another be worn."""

    def __init__(self, window: Window) -> None:
        """Dress *window*."""
        super().__init__()
        self._window = window
        self.language = DropDown()
        self.way = DropDown()
        self.scale = DropDown()
        self.theme = DropDown()
        self.contrast = Toggle(self.tr("High contrast"))
        self.language.put([("en", "English")])
        self.way.put(
            [
                ("", self.tr("As the language does")),
                ("ltr", self.tr("From left to right")),
                ("rtl", self.tr("From right to left")),
            ]
        )
        self.scale.put([(str(zoom), _percent(zoom)) for zoom in tokens.ZOOMS])
        self.theme.put([(Theme.LIGHT, self.tr("Light")), (Theme.DARK, self.tr("Dark"))])
        self.add(Question(self.tr("Language and look")))
        for label, field in (
            (self.tr("Language of the program"), self.language),
            (self.tr("Pages run"), self.way),
            (self.tr("Size of everything"), self.scale),
            (self.tr("Colours"), self.theme),
        ):
            self.add(FieldLabel(label))
            self.add(row(field, None))
            measure.size(field, least_width=_FIELD)
            plain.spoken(field, label)
            field.activated.connect(self._wear)
        self.add(self.contrast)
        self.contrast.toggled.connect(self._wear)
        self.add(
            Hint(
                self.tr(
                    "The questions are asked in the languages of their form; choose "
                    "those in the interview. Ctrl\u00a0+ and Ctrl\u00a0- change the "
                    "size anywhere."
                )
            )
        )
        self.show_look()
        window.look_changed_to.connect(self.show_look)

    def show_look(self, _look: Look | None = None) -> None:
        """Show the look in force."""
        worn = current()
        self.language.choose(worn.language)
        ways = {way: key for key, way in _WAYS.items()}
        self.way.choose(ways[worn.mirrored])
        self.scale.choose(str(worn.zoom))
        self.theme.choose(worn.theme)
        before = self.contrast.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.contrast.setChecked(worn.contrast)
        self.contrast.blockSignals(before)

    def _wear(self) -> None:
        self._window.wear(
            Look(
                theme=Theme(self.theme.value),
                contrast=self.contrast.isChecked(),
                zoom=int(self.scale.value or current().zoom),
                language=self.language.value or current().language,
                mirrored=_WAYS[self.way.value],
            )
        )


def _percent(zoom: int) -> str:
    return isolate(f"{times.number(zoom)} %")
