"""What is wrong with a form, told to its author, with the way to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.domain.errors import FormError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a form.

    ``sheet`` and ``row`` (1-based, as a spreadsheet counts) place it for the author;
    ``row`` is None when the place is not known. ``column`` is the heading of the
    column, or "" for the whole row. ``what`` says what is wrong, ``mend`` what to
    write instead; both are plain English sentences.
    """

    sheet: str
    row: int | None
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Write the fault on one line: place, what is wrong, how to mend it."""
        place = ", ".join(
            part
            for part in (
                self.sheet and f"sheet {self.sheet}",
                "" if self.row is None else f"row {self.row}",
                self.column and f"column {self.column}",
            )
            if part
        )
        return f"{place}: {self.what} {self.mend}".lstrip(": ").rstrip()


class FormFaulty(FormError):
    """A form could not be taken in; ``faults`` holds everything found, never none."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the *faults*, in the order of the form."""
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))

    def __reduce__(self) -> tuple[type["FormFaulty"], tuple[tuple[Fault, ...]]]:
        """Travel whole from a worker process to the one that waits for it."""
        return FormFaulty, (self.faults,)
