"""A date as a number: days of the calendar, whatever the clocks do in between.

JavaRosa counts whole days since 1970-01-01; other engines count up to local midnight,
with a fraction that changes with summer time. Here a date keeps both: dates are
reckoned with and compared by the calendar, and beside a moment by the moment.
"""

from __future__ import annotations


class DayNumber(float):
    """The days from 1970-01-01T00:00Z up to the local midnight of a date.

    ``day`` is the day of the calendar, None for a moment written with its time.
    ``shown`` is the number that it prints as, None for its fraction and all.
    """

    __slots__ = ("day", "shown")
    day: int | None
    shown: int | None

    @classmethod
    def of(cls, days: float, day: int | None, *, shown: int | None = None) -> DayNumber:
        """Join the two counts of one date."""
        number = cls(days)
        number.day = day
        number.shown = shown
        return number

    def _beside(self, other: float) -> tuple[float, float]:
        """Give both as numbers of one kind, to be reckoned with or compared."""
        there = calendar(other)
        if self.day is None or there is None:
            return float(self), float(other)
        return float(self.day), there

    def __add__(self, other: float) -> float:
        """Go on by whole days; anything else is reckoned as a moment."""
        if isinstance(other, DayNumber) or self.day is None or other % 1 != 0:
            one, two = self._beside(other)
            return one + two
        return DayNumber.of(float(self) + float(other), self.day + int(other))

    __radd__ = __add__

    def __sub__(self, other: float) -> float:
        """Go back by whole days, or give the days between two dates."""
        if isinstance(other, DayNumber) or self.day is None or other % 1 != 0:
            one, two = self._beside(other)
            return one - two
        return DayNumber.of(float(self) - float(other), self.day - int(other))

    def __rsub__(self, other: float) -> float:
        """Give the days from this date to *other*."""
        one, two = self._beside(other)
        return two - one

    def __mul__(self, other: float) -> float:
        """Multiply the days of the calendar."""
        return whole(self) * whole(other)

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> float:
        """Divide the days of the calendar."""
        return whole(self) / whole(other)

    def __rtruediv__(self, other: float) -> float:
        """Divide by the days of the calendar."""
        return whole(other) / whole(self)

    def __neg__(self) -> float:
        """Turn the days of the calendar round."""
        return -whole(self)

    def __bool__(self) -> bool:
        """Tell whether it is another day than the first, by which nothing divides."""
        return whole(self) != 0

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same day, or the same moment."""
        if not isinstance(other, (float, int)):
            return NotImplemented
        one, two = self._beside(other)
        return one == two or float(self) == float(other)

    def __ne__(self, other: object) -> bool:
        """Tell whether it is another day."""
        return not self == other

    __hash__ = float.__hash__

    def __lt__(self, other: float) -> bool:
        """Tell whether it is an earlier day."""
        one, two = self._beside(other)
        return one < two

    def __le__(self, other: float) -> bool:
        """Tell whether it is no later day."""
        return self < other or self == other

    def __gt__(self, other: float) -> bool:
        """Tell whether it is a later day."""
        one, two = self._beside(other)
        return one > two

    def __ge__(self, other: float) -> bool:
        """Tell whether it is no earlier day."""
        return self > other or self == other


def calendar(number: float) -> float | None:
    """Give *number* as a day of the calendar; None where it has a fraction of a day."""
    if isinstance(number, DayNumber):
        return None if number.day is None else float(number.day)
    return float(number) if number % 1 == 0 else None


def whole(number: float) -> float:
    """Give the plain number that *number* stands for, of a date its calendar day."""
    if isinstance(number, DayNumber) and number.day is not None:
        return float(number.day)
    return float(number)
