"""The table of pyxform 4.5's messages, each with our words for it.

``{0}``, ``{1}`` in our words are what the pattern's groups caught.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A message as pyxform writes it, the column it is about, and our words."""

    pattern: re.Pattern[str]
    column: str
    what: str
    mend: str


def _message(pattern: str, column: str, what: str, mend: str) -> Message:
    flags = re.DOTALL | re.IGNORECASE
    return Message(re.compile(pattern, flags), column, what, mend)


NO_SUCH = "There is no question named “{0}”."
NAME_ONE = "Write the name of a question of the survey."

# What stops a conversion.
FAULTS = (
    _message(
        r"Parameters must be in the form",
        "parameters",
        "The parameters are not written as pairs.",
        "Write them as “start=0 end=10 step=1”.",
    ),
    _message(
        r"accepted parameter keys .*? are '(.*?)'.*key\(s\): '(.*?)'",
        "parameters",
        "This type of question has no parameter “{1}”.",
        "Use only: {0}.",
    ),
    _message(
        r"the parameter '(\w+)' must be a number",
        "parameters",
        "The parameter {0} is not a number.",
        "Write a number.",
    ),
    _message(
        r"the parameter '(\w+)' must not be '0'",
        "parameters",
        "The parameter {0} is 0.",
        "Write a number other than 0.",
    ),
    _message(
        r"the parameter '(\w+)' must not be larger than",
        "parameters",
        "The parameter {0} is larger than the range from start to end.",
        "Make it smaller, or the range wider.",
    ),
    _message(
        r"the parameter '(\w+)' must be a multiple of 'step'",
        "parameters",
        "The parameter {0} is not a multiple of step.",
        "Choose a multiple of step.",
    ),
    _message(
        r"the parameter '(\w+)' must be between",
        "parameters",
        "The parameter {0} lies outside start and end.",
        "Choose a value between them.",
    ),
    _message(
        r"'tick_labelset' must be a choice list",
        "parameters",
        "The tick_labelset is not a list of the choices sheet.",
        "Write the name of a list.",
    ),
    _message(
        r"only supported for the appearances",
        "parameters",
        "tick_interval, tick_labelset and placeholder do not go with this appearance.",
        "Take them out of the parameters, or make the appearance “vertical”, "
        "“no-ticks” or blank.",
    ),
    _message(
        r"must have only 2 items|may only\s*match the range",
        "parameters",
        "With the appearance “no-ticks” a range has a label at its start and its end.",
        "Give the list two choices, named by the numbers start and end.",
    ),
    _message(
        r"tick_labelset|tick_interval|choice values must all be numbers",
        "parameters",
        "The labels along the range do not fit its start, end and step.",
        "Give the list one number for each labelled step, and none outside.",
    ),
    _message(
        r"Reference variables must start with",
        "",
        "A reference is not written rightly.",
        "Write ${{ and the name of a question and }}, with nothing between.",
    ),
    _message(
        r"must have a comma between",
        "trigger",
        "Several triggers stand without commas.",
        "Put a comma between them.",
    ),
    _message(r"Could not find the name '(.*?)'", "", NO_SUCH, NAME_ONE),
    _message(r"There is no survey element named '(.*?)'", "", NO_SUCH, NAME_ONE),
    _message(
        r"The name '(.*?)' appears more than once",
        "",
        "More than one question is named “{0}”.",
        "Give each its own name, so that it is plain which one is meant.",
    ),
    _message(
        r"multiple survey elements named '(.*?)'",
        "",
        "More than one question is named “{0}”.",
        "Give each its own name, so that it is plain which one is meant.",
    ),
    _message(
        r"survey element named '(.*?)' has no label or hint",
        "label",
        "The question “{0}” has no label.",
        "Write the words of the question.",
    ),
    _message(
        r"To use big-image",
        "big-image",
        "There is a big-image but no image.",
        "Name the same file in the column image.",
    ),
    _message(
        r"is not user-visible so it can't be used as a calculation trigger",
        "trigger",
        "The trigger is a question that nobody sees.",
        "Trigger on a question that a person answers.",
    ),
    _message(
        r"Choice filter not supported",
        "choice_filter",
        "The choices of this kind of question cannot be filtered.",
        "Remove the choice_filter, or the table-list or or_other.",
    ),
    _message(
        r"list names don't match: (\S+) vs\. (\S+)",
        "type",
        "The questions of a table-list use different lists: {0} and {1}.",
        "Use one list for all of them.",
    ),
    _message(
        r"'search\(\)'",
        "appearance",
        "The search() appearance does not fit this question's list.",
        "Use select_one_from_file with the .csv file instead of search().",
    ),
    _message(
        r"same instance id will be generated.*Instance name: '(.*?)'",
        "type",
        "Two lists or files go by the name “{0}”.",
        "Rename one of them.",
    ),
    _message(
        r"must have an? (?:integer|numeric) value",
        "parameters",
        "A parameter is not a number.",
        "Write a whole number.",
    ),
    _message(
        r"must be set to|must be either|may either be|Invalid value for (?!`)",
        "parameters",
        "A parameter has a value it cannot have.",
        "Write one of the values that the XLSForm reference gives for it.",
    ),
    _message(
        r"Unmatched '(begin|end)_",
        "type",
        "This row begins or ends something that has no other end.",
        "Give every begin its end, in order.",
    ),
    _message(
        r"Audits must always be named",
        "name",
        "The audit row has a name.",
        "Leave its name blank.",
    ),
    _message(
        r"To include location information in the audit",
        "parameters",
        "The audit asks for the place of the machine, but not fully.",
        "Remove the location parameters.",
    ),
    _message(
        r"'background-geopoint' questions",
        "trigger",
        "A background-geopoint needs a trigger and no calculation.",
        "Remove the row: this program does not record where it is.",
    ),
    _message(
        r"Cannot omit instanceID",
        "omit_instanceID",
        "The form leaves out its instanceID but asks for encryption.",
        "Remove omit_instanceID from the settings.",
    ),
    _message(
        r"add an entities sheet and declare an entity",
        "save_to",
        "There is a save_to, but no sheet named “entities”.",
        "Add the sheet “entities” with a list_name and a label, or remove the column "
        "save_to: this program makes no entities of the answers.",
    ),
    _message(
        r"save_to property '(.*?)' is already assigned by row '(\d+)'",
        "save_to",
        "Two questions are saved to “{0}”.",
        "Change one of the two, or remove the column save_to: it is not used here.",
    ),
    _message(
        r"Groups and repeats can't be saved",
        "save_to",
        "A group or repeat cannot be saved to an entity.",
        "Empty this cell, or move it to a question.",
    ),
    _message(
        r"entity list name '(.*?)' was not found",
        "save_to",
        "The sheet entities has no list “{0}”.",
        "Correct the name, or add a row for it in the sheet entities.",
    ),
    _message(
        r"\bentit(?:y|ies)\b|save_to",
        "save_to",
        "The entities of this form are not declared as they must be.",
        "Remove the entities sheet and the column save_to: they are not used here.",
    ),
    _message(
        r"Unknown question type '(.*?)'",
        "type",
        "“{0}” is not a type of question.",
        "Write a type, as text, integer, date or select_one with a list.",
    ),
    _message(
        r"Names must begin with a letter",
        "name",
        "This cannot be a name.",
        "Begin with a letter; use letters, digits, - and _ and no spaces.",
    ),
    _message(
        r"Invalid headers? provided for sheet: '(\w+)'",
        "",
        "The headings of the sheet {0} cannot be read.",
        "Write the headings in the first row, each once.",
    ),
)

# What a conversion that goes well remarks on.
REMARKS = (
    _message(
        r"case-insensitive match",
        "name",
        "This name differs from another only in its capitals.",
        "Give it a name that is plainly another.",
    ),
    _message(
        r"(?:Repeat|Group|Loop) has no label",
        "label",
        "This repeat has no label.",
        "Say what one turn of it is about.",
    ),
    _message(
        r"(\w+) is no longer supported on most devices",
        "type",
        "“{0}” identifies a machine and stays empty here.",
        "Remove the row.",
    ),
    _message(
        r"must not be empty and must not contain spaces",
        "",
        "This heading has a space in it, so its column is left out.",
        "Write the heading without spaces.",
    ),
    _message(
        r"uses or_other and translations",
        "type",
        "The question that “or_other” adds is not translated.",
        "Add a choice “other” to the list and a text question after it.",
    ),
    _message(
        r"select one external is only meant for filtered selects",
        "choice_filter",
        "A select_one_external has no choice_filter.",
        "Use select_one, or add a choice_filter.",
    ),
    _message(
        r"form_id and id_string",
        "form_id",
        "The settings have both form_id and id_string.",
        "Remove id_string.",
    ),
)

# Remarks that say nothing to an author here.
NOISE = re.compile(
    r"max-pixels|similar names were found|Row without name, text, or label"
    r"|Choices should have a label|'disabled' column"
    r"|Language '.*' is missing the",
    re.DOTALL,
)
