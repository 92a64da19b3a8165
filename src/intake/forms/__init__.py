"""The form engine, without a face: spreadsheet to XForm to form to session.

    conversion = convert(data, "survey.xlsx")
    form = read_form(conversion.xform, conversion.resources, conversion.rows)
    session = Session(form, now=clock, random=chance)
    session.answer("/data/people[2]/name", "Juniper")

Meaning follows the ODK XForms specification, and JavaRosa (ODK Collect), with which
form authors test, where engines differ:

- A rule that is nothing but a path goes by the answer: blank, 0 and false do not hold.
- A calculation that comes to NaN is blank; sum() leaves out what is no number.
- What is not relevant reads as blank, is left out of node-sets and of the submission,
  and is kept. Calculations run there too, unseen.
- A calculation runs when the form is loaded and when something it reads changes, and
  then replaces what a person wrote; today(), now(), random() and uuid() do not move.
- Numbers that a form works out lose their fraction in an int and are written 3.0 in a
  decimal; what cannot be of the type becomes blank. A person's answer is refused.
- An absolute path inside a repeat means the same instance; its last step, all of them.
- position() without an argument is the position of the repeat instance.
- Actions of loading run before anything is calculated, those of a new repeat before its
  calculations, those of a changed value after everything that follows from it.
- A circle of calculations, or a rule that reads its own question, is a fault of the
  form; two questions that hide each other are not.
- Without a template, a new instance starts blank, in the shape of the first one.
- Choosing several is stored in the order of the list.

Where we differ, for the sake of the testimony:

- A chosen value that the list no longer offers, an instance beyond a lowered count and
  a hidden answer are kept, and count again when they can.
- A repeat that counts itself ("one more until the last says stop") grows once a deed;
  further instances are added by a person.
- The time of the end is written only when the caller gives it.
"""

from intake.forms.companions import companions, named_files
from intake.forms.conversion import Conversion, convert
from intake.forms.definition import Form, Kind
from intake.forms.faults import Fault, FormFaulty
from intake.forms.item import Item
from intake.forms.journal import EDITION, Deed, Outcome, Step
from intake.forms.reading import read_form
from intake.forms.session import Session
from intake.forms.shown import Choice, Problem, Progress, Unplaced, Validity

__all__ = [
    "EDITION",
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
    "companions",
    "convert",
    "named_files",
    "read_form",
]
