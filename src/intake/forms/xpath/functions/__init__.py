"""The functions of the language, by dialect."""

from intake.forms.xpath.functions.core import core
from intake.forms.xpath.functions.dates import dates
from intake.forms.xpath.functions.digest import digest
from intake.forms.xpath.functions.flow import flow
from intake.forms.xpath.functions.geo import geo
from intake.forms.xpath.functions.library import Function
from intake.forms.xpath.functions.lists import lists
from intake.forms.xpath.functions.numbers import numbers
from intake.forms.xpath.functions.repeats import repeats
from intake.forms.xpath.functions.texts import texts

CORE: dict[str, Function] = core.functions
"""XPath 1.0 alone."""

ODK: dict[str, Function] = {
    **core.functions,
    **numbers.functions,
    **texts.functions,
    **dates.functions,
    **lists.functions,
    **flow.functions,
    **repeats.functions,
    **geo.functions,
    **digest.functions,
}
"""The ODK XForms specification; its meanings replace those of the core."""

__all__ = ["CORE", "ODK", "Function"]
