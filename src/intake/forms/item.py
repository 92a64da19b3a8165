"""One place in an interview, live: what a window shows and a person answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from intake.forms import styling
from intake.forms.definition import CONTAINERS, SELECTS, Kind
from intake.forms.shown import NOTHING, Choice, Validity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from intake.domain.record import Missing
    from intake.forms.choices import Offered
    from intake.forms.definition import Control, Field
    from intake.forms.evaluation import Evaluation
    from intake.forms.itext import Wording
    from intake.forms.styling import Styled
    from intake.forms.tree import Node

Said = Literal["label", "hint", "guidance", "message"]

# Most items are leaves; an empty dict or list for each would be half of their memory.
_NO_PARTS: dict[str, Item] = {}
_NO_INSTANCES: list[Item] = []


class Item:
    """One place in a session: a question, a group, a repeat or one of its instances.

    Made once and kept, so ``is`` works. Reading an attribute gives the present state
    in the session's language; only the session changes anything.
    """

    __slots__ = (
        "_children",
        "_choices",
        "_words",
        "constraint_met",
        "evaluation",
        "field",
        "instances",
        "kind",
        "missing",
        "node",
        "note",
        "offered",
        "own_readonly",
        "own_relevant",
        "own_required",
        "parent",
        "parked",
        "parts",
        "position",
        "raw",
    )

    def __init__(
        self,
        evaluation: Evaluation,
        field: Field,
        kind: Kind,
        parent: Item | None,
        node: Node,
    ) -> None:
        """Stand for *node*, an instance of *field*; for a REPEAT, its parent's node."""
        self.evaluation = evaluation
        self.field = field
        self.kind = kind
        self.parent = parent
        self.node = node
        self.position = 0
        self.raw = ""
        self.missing: Missing | None = None
        self.note = ""
        self.own_relevant = True
        self.own_readonly = field.readonly
        self.own_required = field.required
        self.constraint_met = True
        leaf = kind not in CONTAINERS and not field.attributes
        self.parts: dict[str, Item] = _NO_PARTS if leaf else {}
        self.instances: list[Item] = [] if kind is Kind.REPEAT else _NO_INSTANCES
        self.parked: list[Item] = [] if kind is Kind.REPEAT else _NO_INSTANCES
        self.offered: Offered | None = None
        self._children: tuple[Item, ...] | None = None
        self._choices: dict[str, tuple[Choice, ...]] | None = None
        self._words: dict[tuple[str, str], str] | None = None

    def __repr__(self) -> str:
        """Name the place, never the answer."""
        return f"<Item {self.ref}>"

    # --- where it is

    @property
    def ref(self) -> str:
        """Its place, /data/people[2]/name, with positions counted from 1."""
        if self.kind is Kind.INSTANCE:
            parent = self.parent.parent if self.parent else None
            start = parent.ref if parent else ""
            return f"{start}/{self.field.qualified}[{self.position}]"
        start = self.parent.ref if self.parent else ""
        return f"{start}/{self.field.qualified}"

    @property
    def children(self) -> tuple[Item, ...]:
        """What stands in it, in the order in which it is asked."""
        if self._children is None:
            if self.kind is Kind.REPEAT:
                self._children = tuple(self.instances)
            else:
                parts = (p for p in self.parts.values() if not p.field.is_attribute)
                self._children = tuple(sorted(parts, key=lambda p: p.field.order))
        return self._children

    @property
    def type(self) -> str:
        """The type of its answer as the form binds it (string, int, date …)."""
        return self.field.bind.type

    # --- what holds now

    @property
    def value(self) -> str:
        """The answer as expressions see it; blank while it is not relevant."""
        if self.kind in CONTAINERS or not self.node.relevant:
            return ""
        return self.node.text

    @property
    def kept(self) -> str:
        """The answer as it was given, also while it does not count."""
        return self.raw

    @property
    def relevant(self) -> bool:
        """Whether it is asked at all."""
        if self.kind is Kind.REPEAT:
            return self.evaluation.series_relevant(self)
        return self.node.relevant

    @property
    def required(self) -> bool:
        """Whether an answer, or a reason for none, must be there."""
        return self.own_required

    @property
    def readonly(self) -> bool:
        """Whether people may not change it; a group's rule holds for all inside."""
        item: Item | None = self
        while item is not None:
            if item.own_readonly:
                return True
            item = item.parent
        return False

    @property
    def validity(self) -> Validity:
        """Whether the present answer may stay.

        Like JavaRosa, this judges questions alone: what nobody is asked, nobody
        can mend.
        """
        unasked = self.kind is Kind.VALUE or self.kind in CONTAINERS
        if unasked or not self.node.relevant:
            return Validity.OK
        if self.node.text:
            return Validity.OK if self.constraint_met else Validity.CONSTRAINT
        return Validity.REQUIRED if self.own_required else Validity.OK

    @property
    def message(self) -> str:
        """What to tell the person when the answer may not stay; blank when it may."""
        wording = self._wording("message")
        return self.evaluation.speech.words(self, wording, "") if wording else ""

    # --- words

    @property
    def control(self) -> Control | None:
        """The element of the form's body that asks for it."""
        if self.field.series is not None and self.kind is Kind.REPEAT:
            return self.field.series.control or self.field.control
        return self.field.control

    @property
    def label(self) -> str:
        """The question in the session's language, with its author's markup unread."""
        return self.label_in("")

    def label_in(self, language: str) -> str:
        """Give the question in *language*, as the form names it."""
        return self._said("label", language)

    @property
    def hint(self) -> str:
        """The hint for whoever answers."""
        return self._said("hint", "")

    def hint_in(self, language: str) -> str:
        """Give the hint in *language*, as the form names it."""
        return self._said("hint", language)

    @property
    def guidance(self) -> str:
        """The guidance for whoever asks."""
        return self._said("guidance", "")

    @property
    def media(self) -> Mapping[str, str]:
        """Names of files that belong to the question, by form (image, audio …)."""
        control = self.control
        if control is None or control.label is None:
            return NOTHING
        return self.evaluation.speech.media(control.label)

    @property
    def sections(self) -> tuple[str, ...]:
        """Headings of the groups around it that hold no data of their own."""
        control = self.control
        if control is None:
            return ()
        return tuple(
            styling.plain(self.evaluation.speech.styled(self, one))
            for one in control.sections
        )

    @property
    def appearance(self) -> tuple[str, ...]:
        """How the author wants it to look, word by word; the root's is the form's."""
        if self.kind is Kind.ROOT:
            return self.evaluation.form.style
        control = self.control
        return () if control is None else control.appearance

    @property
    def parameters(self) -> Mapping[str, str]:
        """Start, end, step, rows, mediatype and the like, as written."""
        control = self.control
        return NOTHING if control is None else control.parameters

    def styled(self, which: Said = "label", language: str = "") -> Styled:
        """Give words with the markup of their author read; answers stay as they are.

        Whatever shows `label`, `hint` and the like to people shows them so.
        """
        said = self.message if which == "message" else self._said(which, language)
        if not styling.may_style(said):
            return styling.written(said)
        wording = self._wording(which)
        if wording is None:
            return ()
        return self.evaluation.speech.styled(self, wording, language)

    def plain(self, which: Said = "label", language: str = "") -> str:
        """Give the same words without their styles, for a list or a terminal."""
        return styling.plain(self.styled(which, language))

    def _wording(self, which: Said) -> Wording | None:
        if which == "message":
            bind = self.field.bind
            match self.validity:
                case Validity.REQUIRED:
                    return bind.required_message
                case Validity.CONSTRAINT:
                    return bind.constraint_message
                case _:
                    return None
        control = self.control
        return None if control is None else getattr(control, which)

    def _said(self, which: Said, language: str) -> str:
        wording = self._wording(which)
        if wording is None:
            return ""
        language = language or self.evaluation.language
        if self._words is None:
            self._words = {}
        said = self._words.get((which, language))
        if said is None:
            said = self.evaluation.speech.words(self, wording, language)
            self._words[which, language] = said
        return said

    # --- choices

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen now: filtered, in order, in the session's language."""
        if self.kind not in SELECTS:
            return ()
        language = self.evaluation.language
        if self._choices is None:
            self._choices = {}
        found = self._choices.get(language)
        if found is None:
            found = self._choices[language] = self.evaluation.offers.choices(self)
        return found

    def choices_in(self, language: str) -> tuple[Choice, ...]:
        """Give the same choices in *language*, as the form names it."""
        with self.evaluation.speech.speaking(language):
            return self.choices

    @property
    def lost(self) -> tuple[str, ...]:
        """Chosen values that the present list no longer offers: kept, not counted."""
        if self.kind not in SELECTS or not self.raw:
            return ()
        if self.kind is Kind.SELECT_ONE:
            return () if self.node.text else (self.raw,)
        offered = set(self.node.text.split())
        return tuple(value for value in self.raw.split() if value not in offered)

    # --- repeats

    @property
    def count(self) -> int:
        """How many instances a REPEAT has, or the series that an INSTANCE is one of."""
        series = self.parent if self.kind is Kind.INSTANCE else self
        return len(series.instances) if series is not None else 0

    @property
    def can_add(self) -> bool:
        """Whether a person may add an instance to a REPEAT.

        Where the form counts them itself, only if it wants more than there are.
        """
        series = self.field.series
        if self.kind is not Kind.REPEAT or series is None or series.fixed:
            return False
        if series.count is None:
            return True
        wanted = self.evaluation.wanted(self)
        return wanted is not None and wanted > len(self.instances)

    @property
    def can_remove(self) -> bool:
        """Whether a person may remove this INSTANCE."""
        series = self.field.series
        return (
            self.kind is Kind.INSTANCE
            and series is not None
            and series.count is None
            and not series.fixed
        )

    # --- for the session

    def part(self, name: str) -> Item | None:
        """Give what stands right below it under *name*, with or without a prefix."""
        found = self.parts.get(name)
        if found is None and ":" not in name:
            for part in self.parts.values():
                if part.field.name == name and not part.field.is_attribute:
                    return part
        return found

    def refresh_children(self) -> None:
        """Forget the order of the children after one came or went."""
        self._children = None

    def forget_words(self) -> None:
        """Forget texts that something they quote has changed."""
        self._words = None

    def forget_choices(self) -> None:
        """Forget choices that something they depend on has changed."""
        self._choices = None
        self.offered = None
