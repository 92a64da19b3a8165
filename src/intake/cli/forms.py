"""`intake forms`: look at a questionnaire before anyone is asked anything with it."""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from intake.cli import wording

if TYPE_CHECKING:
    from intake.forms.definition import Form
    from intake.forms.faults import Fault


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one file: a form, or its faults; doubts either way."""

    path: Path
    form: "Form | None"
    faults: "tuple[Fault, ...]"
    doubts: "tuple[Fault, ...]"


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add `forms check` and `forms show` to the command line."""
    forms = commands.add_parser("forms", help="look at a questionnaire")
    deeds = forms.add_subparsers(dest="deed", metavar="DEED", required=True)

    check = deeds.add_parser(
        "check",
        help="say whether it can be used, or every fault in it",
        description="Check questionnaires: .xlsx, .xls, .csv, .md or XForm .xml. "
        "Files that a form names are looked for beside it.",
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument(
        "--doubts", action="store_true", help="also list what is hardly meant so"
    )
    check.add_argument("--json", action="store_true", help="write JSON for a program")
    check.set_defaults(handler=lambda parsed: check_files(parsed, sys.stdout))

    show = deeds.add_parser(
        "show",
        help="the questions, as text",
        description="Write out a questionnaire: groups, types, choices and rules.",
    )
    show.add_argument("file", type=Path, metavar="FILE")
    show.add_argument(
        "--language",
        default="",
        metavar="L",
        help="a language of the form, or its code",
    )
    show.set_defaults(handler=lambda parsed: show_file(parsed, sys.stdout))


def check_files(parsed: argparse.Namespace, out: TextIO) -> int:
    """Check every file; 0 when all can be used, 1 when one cannot."""
    results = [check(path) for path in parsed.files]
    if parsed.json:
        json.dump([_facts(one) for one in results], out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        for one in results:
            _tell(one, out, doubts=parsed.doubts)
    return 1 if any(one.faults for one in results) else 0


def show_file(parsed: argparse.Namespace, out: TextIO) -> int:
    """Write out one form; 1 when it cannot be used."""
    from intake.cli.form_page import page

    result = check(parsed.file)
    if result.form is None:
        _tell(result, out, doubts=False)
        return 1
    form, language = result.form, result.form.default_language
    if parsed.language:
        language = wording.language(form.languages, parsed.language) or ""
        if not language:
            out.write(f"{wording.no_language(form.languages, parsed.language)}\n")
            return 1
    out.writelines(f"{line}\n" for line in page(form, language))
    return 0


def check(path: Path) -> Checked:
    """Read the form at *path* as it would be read for an interview."""
    from intake.forms import FormFaulty, companions, read_form
    from intake.forms.conversion import convert

    try:
        data = path.read_bytes()
    except OSError as error:
        return Checked(path, None, (_unread(error),), ())
    try:
        made = convert(data, path.name)
    except FormFaulty as error:
        return Checked(path, None, error.faults, ())
    resources = {**companions(path, made.xform), **made.resources}
    try:
        form = read_form(made.xform, resources, made.rows)
    except FormFaulty as error:
        return Checked(path, None, error.faults, made.warnings)
    return Checked(path, form, (), (*made.warnings, *form.warnings))


def _unread(error: OSError) -> "Fault":
    from intake.forms import Fault

    why = error.strerror or "it cannot be read"
    return Fault("", None, "", f"The file was not read: {why}.", "Check its name.")


def _tell(result: Checked, out: TextIO, *, doubts: bool) -> None:
    if result.form is not None:
        facts = _facts(result)
        named = [one for one in result.form.languages if one != "default"]
        languages = ", ".join(named) or "one language, not named"
        line = f"{result.path}: ok, {_counted(facts)}; {languages}"
        if result.doubts:
            line += f"; {wording.count(len(result.doubts), 'doubt')}"
        out.write(f"{line}\n")
    out.writelines(f"{result.path}: {fault}\n" for fault in result.faults)
    if doubts:
        out.writelines(f"{result.path}: doubt: {doubt}\n" for doubt in result.doubts)


def _counted(facts: dict[str, object]) -> str:
    return ", ".join(
        wording.count(number, word)
        for word in ("question", "group", "repeat")
        if isinstance(number := facts[f"{word}s"], int)
    )


def _facts(result: Checked) -> dict[str, object]:
    """Give everything about a result as plain values for JSON."""
    facts: dict[str, object] = {
        "file": str(result.path),
        "ok": not result.faults,
        "faults": [asdict(one) for one in result.faults],
        "doubts": [asdict(one) for one in result.doubts],
    }
    form = result.form
    if form is not None:
        from intake.cli.form_page import counts

        facts |= {
            "id": form.id,
            "version": form.version,
            "title": form.title,
            "languages": list(form.languages),
            "digest": form.digest,
            **counts(form),
        }
    return facts
