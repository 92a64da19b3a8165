"""The form engine, without a face: spreadsheet to XForm to form to session."""

from intake.forms.conversion import Conversion, convert
from intake.forms.definition import Form, Kind
from intake.forms.faults import Fault, FormFaulty
from intake.forms.item import Choice, Item, Problem, Progress, Unplaced, Validity
from intake.forms.journal import Deed, Outcome, Step
from intake.forms.reading import read_form
from intake.forms.session import Session

__all__ = [
    "Choice",
    "Conversion",
    "Deed",
    "Fault",
    "Form",
    "FormFaulty",
    "Item",
    "Kind",
    "Outcome",
    "Problem",
    "Progress",
    "Session",
    "Step",
    "Unplaced",
    "Validity",
    "convert",
    "read_form",
]
