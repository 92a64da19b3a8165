"""From words to the shape of an expression: the grammar of XPath 1.0."""

from __future__ import annotations

from functools import lru_cache

from intake.forms.xpath.errors import ExpressionSyntaxError, TooComplex
from intake.forms.xpath.lexer import Token, Word, words
from intake.forms.xpath.syntax import (
    Arithmetic,
    Axis,
    Call,
    Comparison,
    Expr,
    Filter,
    KindTest,
    Logic,
    NameTest,
    Negation,
    NumberLiteral,
    Path,
    Start,
    Step,
    StringLiteral,
    Union,
    Variable,
)

DEEPEST = 120
"""How far parentheses, calls and predicates may nest; real forms reach about 60."""

_LEVELS = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_RANK = {sign: rank for rank, signs in enumerate(_LEVELS) for sign in signs}
# Looked up for every word; a name of the module is found faster than a member.
_SYMBOL, _NAME, _OPERATOR = Token.SYMBOL, Token.NAME, Token.OPERATOR
_PATH, _END = Token.PATH, Token.END
_OR, _AND, _EQUALITY, _ORDER = range(4)

_MORE = frozenset({"/", "//", "["})
_KINDS = frozenset({"node", "text", "comment", "processing-instruction"})
_ANY = KindTest("node")
_AXES = {axis.value: axis for axis in Axis}


def parse(source: str) -> Expr:
    """Read *source*; raises ExpressionSyntaxError and TooComplex, nothing else."""
    try:
        return _Parser(source).whole()
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> TooComplex:
    return TooComplex(
        what="The expression nests too deep.",
        mend="Split it into several calculate questions.",
    )


@lru_cache(maxsize=8192)
def _plain_steps(path: str) -> tuple[Step, ...]:
    """Give the steps of ``/name/name``: forms write the same paths over and over."""
    return tuple(
        Step(Axis.CHILD, _name_test(one), (), 0) for one in path.split("/")[1:]
    )


def _name_test(text: str) -> NameTest:
    prefix, _, name = text.rpartition(":")
    return NameTest(prefix, name)


class _Parser:
    """One reading of one expression."""

    def __init__(self, source: str) -> None:
        self.words = words(source)
        self.at = 0
        self.word = self.words[0]
        self.depth = 0

    # --- words

    def advance(self) -> Word:
        word = self.word
        self.at += 1
        if self.at < len(self.words):
            self.word = self.words[self.at]
        return word

    def sees(self, symbol: str) -> bool:
        word = self.word
        return word.kind is _SYMBOL and word.text == symbol

    def accept(self, symbol: str) -> bool:
        if self.sees(symbol):
            self.advance()
            return True
        return False

    def expect(self, symbol: str, mend: str) -> None:
        if not self.accept(symbol):
            raise self.wrong(what=f"{symbol} is missing", mend=mend)

    def wrong(self, what: str, mend: str) -> ExpressionSyntaxError:
        word = self.word
        if word.kind is _END:
            where = "at the end"
        else:
            where = f"before {word.text} (character {word.position + 1})"
        return ExpressionSyntaxError(
            what=f"{what} {where}.", mend=mend, position=word.position
        )

    # --- the grammar

    def whole(self) -> Expr:
        if self.ended():
            raise ExpressionSyntaxError(
                what="The expression is empty.",
                mend="Write one or leave the cell empty.",
                position=0,
            )
        expr = self.expression()
        if not self.ended():
            raise self.unexpected()
        return expr

    def ended(self) -> bool:
        return self.word.kind is _END

    def unexpected(self) -> ExpressionSyntaxError:
        word = self.word
        text = word.text
        if word.kind is _NAME and text.lower() in ("and", "or", "div", "mod"):
            mend = f"Write {text.lower()} in small letters."
        elif word.kind is _NAME and text.lower() == "not":
            mend = "Write not(…) around what should not hold."
        elif text == ")":
            mend = "There is one ) more than there are (."
        elif text in ("=", "<", ">") or word.kind is _OPERATOR:
            mend = "Something to compare or count with is missing before it."
        else:
            mend = "An operator such as and, or, =, + is missing before it."
        return self.wrong(what="Something is missing", mend=mend)

    def expression(self, lowest: int = 0) -> Expr:
        """Read operators that bind at least as strongly as *lowest*."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise _too_deep()
        left = self.unary()
        while True:
            rank = self.rank()
            if rank < lowest:
                break
            left = self.chain(left, rank)
        self.depth -= 1
        return left

    def rank(self) -> int:
        word = self.word
        kind = word.kind
        if kind is _OPERATOR or kind is _SYMBOL:
            return _RANK.get(word.text, -1)
        return -1

    def chain(self, left: Expr, rank: int) -> Expr:
        """Read what follows *left* for as long as the operators are of one rank."""
        position = self.word.position
        rest: list[tuple[str, Expr]] = []
        while self.rank() == rank:
            operator = self.advance().text
            rest.append((operator, self.operand(rank + 1)))
        if rank in (_OR, _AND):
            operands = (left, *(operand for _, operand in rest))
            return Logic(rest[0][0], operands, position)
        if rank in (_EQUALITY, _ORDER):
            if len(rest) + self.depth > DEEPEST:
                raise _too_deep()
            for operator, operand in rest:
                left = Comparison(operator, left, operand, position)
            return left
        return Arithmetic(left, tuple(rest), position)

    def operand(self, lowest: int) -> Expr:
        """Read one operand of a chain, with everything that binds more strongly."""
        left = self.unary()
        while (rank := self.rank()) >= lowest:
            left = self.chain(left, rank)
        return left

    def unary(self) -> Expr:
        position = self.word.position
        signs = 0
        while self.accept("-"):
            signs += 1
        expr = self.union()
        if signs == 0:
            return expr
        # Two signs cancel out, but the operand becomes a number all the same.
        negated = Negation(expr, position)
        return negated if signs % 2 else Negation(negated, position)

    def union(self) -> Expr:
        position = self.word.position
        first = self.path()
        if not self.sees("|"):
            return first
        operands = [first]
        while self.accept("|"):
            operands.append(self.path())
        return Union(tuple(operands), position)

    def path(self) -> Expr:
        word = self.word
        if word.kind is _PATH and not self.goes_on_after():
            self.advance()
            return Path(Start.ROOT, _plain_steps(word.text), word.position)
        if self.goes_on():
            return self.absolute()
        primary = self.primary()
        if primary is None:
            return Path(Start.CONTEXT, tuple(self.steps()), word.position)
        if self.sees("["):
            primary = Filter(primary, self.predicates(), word.position)
        if self.goes_on():
            steps = self.more_steps()
            return Path(primary, tuple(steps), word.position)
        return primary

    def absolute(self) -> Expr:
        position = self.word.position
        if not self.sees("/"):
            return Path(Start.ROOT, tuple(self.more_steps()), position)
        self.advance()
        steps = self.steps() if self.starts_step() else []
        return Path(Start.ROOT, tuple(steps), position)

    def primary(self) -> Expr | None:
        """Read a literal, variable, call or parenthesis; None where a step begins."""
        word = self.word
        match word.kind:
            case Token.NUMBER:
                self.advance()
                return NumberLiteral(float(word.text), word.position)
            case Token.TEXT:
                self.advance()
                return StringLiteral(word.text[1:-1], word.position)
            case Token.NAME if self.calls():
                return self.call()
            case Token.SYMBOL if word.text == "$":
                return self.variable()
            case Token.SYMBOL if word.text == "(":
                self.advance()
                expr = self.expression()
                self.expect(")", "Close the parenthesis.")
                return expr
            case _:
                return None

    def calls(self) -> bool:
        following = self.words[self.at + 1]
        return (
            following.kind is _SYMBOL
            and following.text == "("
            and self.word.text not in _KINDS
        )

    def variable(self) -> Expr:
        position = self.advance().position
        if self.word.kind is not _NAME or self.word.text.endswith("*"):
            raise self.wrong(
                what="A name is missing after $",
                mend="Write ${name} to refer to a question.",
            )
        return Variable(self.advance().text, position)

    def call(self) -> Expr:
        word = self.advance()
        self.advance()
        arguments: list[Expr] = []
        if not self.accept(")"):
            arguments.append(self.expression())
            while self.accept(","):
                arguments.append(self.expression())
            self.expect(")", f"Close the parenthesis of {word.text}(…).")
        return Call(word.text, tuple(arguments), word.position)

    # --- steps

    def starts_step(self) -> bool:
        word = self.word
        return word.kind is _NAME or (
            word.kind is _SYMBOL and word.text in (".", "..", "@", "*")
        )

    def goes_on_after(self) -> bool:
        """Tell whether a path goes on after this word."""
        following = self.words[self.at + 1]
        return following.kind is _PATH or following.text in _MORE

    def goes_on(self) -> bool:
        """Tell whether a path begins here, or goes on."""
        word = self.word
        return word.kind is _PATH or (word.kind is _SYMBOL and word.text in ("/", "//"))

    def steps(self) -> list[Step]:
        first = self.step()
        return [first, *self.more_steps()]

    def more_steps(self) -> list[Step]:
        steps: list[Step] = []
        while self.goes_on():
            slash = self.advance()
            if slash.kind is _PATH:
                steps += _plain_steps(slash.text)
                if self.sees("["):
                    last = steps.pop()
                    steps.append(Step(last.axis, last.test, self.predicates(), 0))
                continue
            if slash.text == "//":
                steps.append(Step(Axis.DESCENDANT_OR_SELF, _ANY, (), slash.position))
            steps.append(self.step())
        return steps

    def step(self) -> Step:
        word = self.word
        axis = Axis.CHILD
        if word.kind is _NAME:
            if self.words[self.at + 1].text == "::":
                axis = self.axis()
        elif self.accept("."):
            return Step(Axis.SELF, _ANY, (), word.position)
        elif self.accept(".."):
            return Step(Axis.PARENT, _ANY, (), word.position)
        elif self.accept("@"):
            axis = Axis.ATTRIBUTE
        test = self.test()
        predicates = self.predicates() if self.sees("[") else ()
        return Step(axis, test, predicates, word.position)

    def axis(self) -> Axis:
        name = self.advance()
        self.advance()
        if name.text not in _AXES:
            raise ExpressionSyntaxError(
                what=f"There is no direction called {name.text}::.",
                mend="Write a path such as ../name.",
                position=name.position,
            )
        return _AXES[name.text]

    def test(self) -> NameTest | KindTest:
        word = self.word
        if word.kind is not _NAME:
            if self.accept("*"):
                return NameTest("", "*")
            raise self.wrong(
                what="A value or the name of a question is missing",
                mend="Write what should stand here.",
            )
        self.advance()
        if self.sees("("):
            return self.kind(word)
        return _name_test(word.text)

    def kind(self, word: Word) -> KindTest:
        if word.text not in _KINDS:
            raise ExpressionSyntaxError(
                what=f"The function {word.text}() cannot be a step of a path.",
                mend="Put the path inside the parentheses of the function.",
                position=word.position,
            )
        self.advance()
        target = None
        if word.text == "processing-instruction" and self.word.kind is Token.TEXT:
            target = self.advance().text[1:-1]
        self.expect(")", f"Write {word.text}() without anything inside.")
        return KindTest(word.text, target)

    def predicates(self) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while self.accept("["):
            found.append(self.expression())
            self.expect("]", "Close the bracket of the condition.")
        return tuple(found)
