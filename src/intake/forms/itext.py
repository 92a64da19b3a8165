"""The words of a form: in every language it has, with answers quoted inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.forms.xpath import Expression

# A text is plain pieces with expressions between them, whose values are put in as
# they are and never read as markup.
Pieces = tuple["str | Expression", ...]

PLAIN = ""
GUIDANCE = "guidance"
MEDIA = frozenset({"image", "big-image", "audio", "video"})
_READ_AS_PLAIN = (PLAIN, "long", "markdown", "short")

# What pyxform writes where a translation is missing.
_GAP = "-"


@dataclass(frozen=True, slots=True)
class Wording:
    """Where words come from: written in place, an itext id, or worked out.

    ``form`` picks one form of an itext entry ("" for the text itself). ``expression``
    gives an itext id if ``worked_out_id``, else the text.
    """

    pieces: Pieces = ()
    id: str = ""
    expression: Expression | None = None
    worked_out_id: bool = False
    form: str = PLAIN


@dataclass(frozen=True, slots=True)
class Itext:
    """All translations: id, then language, then form, then pieces."""

    languages: tuple[str, ...] = ()
    default: str = ""
    entries: Mapping[str, Mapping[str, Mapping[str, Pieces]]] = field(
        default_factory=dict
    )

    def pieces(self, name: str, language: str, form: str = PLAIN) -> Pieces | None:
        """Give the text *name* in *language*; if missing there, in the next best.

        The next best is the form's default language, then any. None when the id, or
        this form of it, is nowhere.
        """
        entry = self.entries.get(name)
        if entry is None:
            return None
        gap: Pieces | None = None
        for candidate in self._by_preference(language, entry):
            found = _pick(entry.get(candidate, {}), form)
            if found is None:
                continue
            if found not in ((), (_GAP,)):
                return found
            if gap is None:
                gap = found
        return gap

    def media(self, name: str, language: str) -> dict[str, str]:
        """Give the files of the text *name* by form, in *language* or the next best."""
        found: dict[str, str] = {}
        entry = self.entries.get(name)
        if entry is None or not any(MEDIA & forms.keys() for forms in entry.values()):
            return found
        for form in MEDIA:
            pieces = self.pieces(name, language, form)
            if pieces:
                text = "".join(piece for piece in pieces if isinstance(piece, str))
                if text.strip() not in ("", _GAP):
                    found[form] = text.strip()
        return found

    def expressions(self, name: str) -> Iterable[Expression]:
        """Give every expression that any translation of *name* quotes."""
        for forms in self.entries.get(name, {}).values():
            for pieces in forms.values():
                yield from (one for one in pieces if not isinstance(one, str))

    def quoted_in_choices(self) -> Iterable[Expression]:
        """Give every expression that a text of a choice quotes.

        Texts of questions have ids that start with their path; others are of lists.
        """
        for name in self.entries:
            if not name.startswith("/"):
                yield from self.expressions(name)

    def _by_preference(
        self, language: str, entry: Mapping[str, object]
    ) -> Iterable[str]:
        yield language
        if self.default != language:
            yield self.default
        yield from (one for one in entry if one not in (language, self.default))


def _pick(forms: Mapping[str, Pieces], form: str) -> Pieces | None:
    if form != PLAIN:
        return forms.get(form)
    return next((forms[one] for one in _READ_AS_PLAIN if one in forms), None)
