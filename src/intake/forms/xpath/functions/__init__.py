"""The functions of the language, by dialect.

Where engines differ, these are the meanings chosen, JavaRosa's unless said otherwise:

- ``regex`` must fit the whole text; its classes of digits, letters and spaces are
  ASCII as in Java, and Unicode has its own.
- ``sum`` leaves out what is no number and gives 0 for nothing; ``max`` and ``min`` give
  NaN when one of the values is none (all other engines, and the published cases).
- ``round`` takes halves away from zero, as a spreadsheet (all other engines).
- Dates are reckoned with and compared as whole days of the calendar (JavaRosa), also
  where the clocks change; a form stores the whole day. As text in an expression such a
  number keeps its fraction up to local midnight (all other engines), except that
  ``number('2024-05-15')`` alone prints as the whole day. ``decimal-date-time`` and
  whatever has a time of day count moments.
- ``date`` drops the time of day, and of a number of days the fraction. A text that is
  no date prints as "Invalid Date" and counts as NaN; true and false count as blank.
- Two numbers are equal that differ by less than 1e-12.
- Two texts are equal as texts even when both are dates; ``<`` and ``>`` compare them
  as dates.
- An index of ``indexed-repeat`` that is blank or below 1 counts as 1.
- ``once`` keeps NaN as any other value.
- ``geofence`` is false while the shape is blank; JavaRosa stops with an error.
- A negative bound of ``weighted-checklist`` does not bind (the specification).
- An answer that is not relevant equals the empty text; a question that does not exist
  equals nothing.
"""

from intake.forms.xpath.functions.core import core
from intake.forms.xpath.functions.dates import dates
from intake.forms.xpath.functions.digest import digest
from intake.forms.xpath.functions.flow import flow
from intake.forms.xpath.functions.geo import geo
from intake.forms.xpath.functions.library import Function
from intake.forms.xpath.functions.lists import lists
from intake.forms.xpath.functions.numbers import numbers
from intake.forms.xpath.functions.patterns import patterns
from intake.forms.xpath.functions.repeats import repeats
from intake.forms.xpath.functions.texts import texts

CORE: dict[str, Function] = core.functions
"""XPath 1.0 alone."""

ODK: dict[str, Function] = {
    **core.functions,
    **numbers.functions,
    **texts.functions,
    **patterns.functions,
    **dates.functions,
    **lists.functions,
    **flow.functions,
    **repeats.functions,
    **geo.functions,
    **digest.functions,
}
"""The ODK XForms specification; its meanings replace those of the core."""

__all__ = ["CORE", "ODK", "Function"]
