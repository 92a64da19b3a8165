"""Puts a form's words together: the right language, with answers filled in."""

from __future__ import annotations

from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from intake.forms import styling
from intake.forms.definition import SELECTS, Kind
from intake.forms.itext import PLAIN
from intake.forms.paths import absolute
from intake.forms.whereabouts import first_or_ghost
from intake.forms.xpath import Context, ExpressionError
from intake.forms.xpath.code import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from intake.forms.evaluation import Evaluation
    from intake.forms.item import Item
    from intake.forms.itext import Pieces, Wording
    from intake.forms.styling import Styled
    from intake.forms.tree import Node
    from intake.forms.xpath import Expression

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Speech:
    """The words of one session. Answers put into a text are never read as markup."""

    def __init__(self, evaluation: Evaluation) -> None:
        """Speak for *evaluation*, in whatever language it has at the moment."""
        self._evaluation = evaluation
        self._as_quoted: Callable[[str], str] = str

    def words(self, item: Item, wording: Wording, language: str = "") -> str:
        """Give *wording* as it reads at *item*, in *language* or the session's."""
        with self.speaking(language):
            return self._put_together(wording, _standpoint(item))

    def styled(self, item: Item, wording: Wording, language: str = "") -> Styled:
        """Give *wording* with the markup of its author read, and none in answers."""
        self._as_quoted = styling.quoted
        try:
            return styling.read(self.words(item, wording, language))
        finally:
            self._as_quoted = str

    def media(self, wording: Wording) -> Mapping[str, str]:
        """Give the files that belong to *wording*, by form."""
        if not wording.id:
            return _NOTHING
        language = self._evaluation.language
        return self._evaluation.form.itext.media(wording.id, language)

    def text(self, name: str, node: Node) -> str:
        """Give the itext entry *name* as it reads at *node*."""
        evaluation = self._evaluation
        pieces = evaluation.form.itext.pieces(name, evaluation.language)
        return "" if pieces is None else self._filled(pieces, node)

    def itext(self, name: str) -> str | None:
        """Answer ``jr:itext(name)`` for an expression."""
        evaluation = self._evaluation
        pieces = evaluation.form.itext.pieces(name, evaluation.language)
        if pieces is None:
            return None
        return self._filled(pieces, evaluation.environment.root)

    def choice_name(self, value: str, question: str, node: Node) -> str:
        """Answer ``jr:choice-name(value, question)`` for an expression at *node*."""
        item = self.find(question, node)
        if item is None or item.kind not in SELECTS:
            raise ExpressionError(
                what=f"jr:choice-name() asks about {question}, which has no choices.",
                mend="Name a question that is answered by choosing.",
            )
        for choice in item.choices:
            if choice.value == value:
                return choice.label
        return ""

    def find(self, path: str, node: Node) -> Item | None:
        """Give the item that *path* means to an expression that stands at *node*."""
        here = cast("Item | None", node.place)
        if here is None:
            return None
        target = self._evaluation.form.field(absolute(path, here.field.path))
        if target is None:
            return None
        chain = [target]
        while chain[-1].parent is not None:
            chain.append(chain[-1].parent)
        own = {}
        one: Item | None = here
        while one is not None:
            if one.kind is not Kind.REPEAT:
                own[one.field] = one
            one = one.parent
        found: Item | None = None
        for field in reversed(chain):
            if field in own:
                found = own[field]
            elif found is not None:
                found = found.parts.get(field.qualified)
                if found is not None and found.kind is Kind.REPEAT:
                    found = found.instances[0] if found.instances else None
        return found

    def _put_together(self, wording: Wording, node: Node) -> str:
        if wording.id:
            return self._entry(wording.id, wording.form, node)
        if wording.expression is not None:
            said = self._worked_out(wording, node)
            if not wording.worked_out_id:
                return said if wording.form == PLAIN else ""
            return self._entry(said, wording.form, node)
        return self._filled(wording.pieces, node)

    def _entry(self, name: str, form: str, node: Node) -> str:
        evaluation = self._evaluation
        pieces = evaluation.form.itext.pieces(name, evaluation.language, form)
        return "" if pieces is None else self._filled(pieces, node)

    def _worked_out(self, wording: Wording, node: Node) -> str:
        if wording.expression is None:
            return ""
        said = self._value(wording.expression, node)
        return said if wording.worked_out_id else self._as_quoted(said)

    def _filled(self, pieces: Pieces, node: Node) -> str:
        said = []
        room = LONGEST_TEXT
        for piece in pieces:
            text = piece if isinstance(piece, str) else self._quoted(piece, node)
            said.append(text[: max(room, 0)])
            room -= len(text)
        return "".join(said).strip()

    def _quoted(self, expression: Expression, node: Node) -> str:
        return self._as_quoted(self._value(expression, node))

    def _value(self, expression: Expression, node: Node) -> str:
        # An expression may ask for words itself, and must get them without marks.
        wrapped, self._as_quoted = self._as_quoted, str
        try:
            return expression.string(Context(self._evaluation.environment, node))
        except ExpressionError:
            return ""
        finally:
            self._as_quoted = wrapped

    @contextmanager
    def speaking(self, language: str) -> Iterator[None]:
        """Speak *language* for a while; "" is the session's own."""
        evaluation = self._evaluation
        if not language or language == evaluation.language:
            yield
            return
        usual = evaluation.language
        evaluation.language = evaluation.environment.language = language
        try:
            yield
        finally:
            evaluation.language = evaluation.environment.language = usual


def _standpoint(item: Item) -> Node:
    return first_or_ghost(item) if item.kind is Kind.REPEAT else item.node
