"""Which functions there are: the specification's lists, by dialect."""

from __future__ import annotations

from intake.forms.xpath.functions import CORE, ODK

_XPATH_1 = """
last position count id local-name namespace-uri name string concat starts-with contains
substring-before substring-after substring string-length normalize-space translate
boolean not true false lang number sum floor ceiling round
"""

_SPECIFIED = """
abs acos area asin atan atan2 base64-decode boolean-from-string checklist coalesce cos
count-non-empty count-selected current date date-time decimal-date-time decimal-time
digest distance ends-with enclosed-area exp exp10 format-date format-date-time geofence
if indexed-repeat instance int intersects join jr:choice-name jr:itext log log10 max min
now once pi pow property pulldata randomize random regex selected selected-at sin sqrt
substr tan today uuid version weighted-checklist
"""
XPATH_1 = frozenset(_XPATH_1.split())
SPECIFIED = frozenset(_SPECIFIED.split())


def test_the_core_has_every_function_of_xpath_1() -> None:
    assert set(CORE) >= XPATH_1
    assert set(CORE) - XPATH_1 == {"current"}


def test_forms_have_every_function_of_the_odk_specification() -> None:
    assert set(ODK) >= SPECIFIED
    assert set(ODK) >= XPATH_1


def test_a_function_is_listed_under_its_own_name() -> None:
    assert all(name == function.name for name, function in ODK.items())


def test_a_function_is_called_or_builds_itself_but_not_both() -> None:
    assert all((one.call is None) != (one.build is None) for one in ODK.values())


def test_only_what_can_change_by_itself_is_volatile() -> None:
    volatile = {name for name, function in ODK.items() if function.volatile}
    assert volatile == {"now", "once", "random", "randomize", "today", "uuid"}
