"""What an expression can get wrong, said so that the form's author can mend it."""

from __future__ import annotations

from typing import ClassVar

from intake.domain.errors import IntakeError


class ExpressionError(IntakeError):
    """An expression cannot be read or worked out.

    ``what`` says what is wrong, ``mend`` what to write instead, and ``position`` is
    the offset in the expression where it was noticed (None when it only showed while
    evaluating). Neither text carries an answer.
    """

    sentence: ClassVar[str] = "{what} {mend}"

    def __init__(
        self, *, what: str, mend: str = "", position: int | None = None
    ) -> None:
        """Say *what* is wrong and how to *mend* it."""
        super().__init__(what=what, mend=mend, position=position)
        self.what = what
        self.mend = mend
        self.position = position

    def __str__(self) -> str:
        """Write both sentences."""
        return f"{self.what} {self.mend}".strip()


class ExpressionSyntaxError(ExpressionError):
    """The text is not an expression at all."""


class UnknownFunction(ExpressionError):
    """The expression calls a function that does not exist."""


class TooComplex(ExpressionError):
    """The expression is too long, nests too deep or takes too long to work out."""


class TooLong(ExpressionError):
    """The expression makes a text that is too long to be kept."""

    def __init__(
        self,
        *,
        what: str = "The text that this makes is too long.",
        mend: str = "Join fewer or shorter texts.",
        position: int | None = None,
    ) -> None:
        """Say the same of every such text."""
        super().__init__(what=what, mend=mend, position=position)
