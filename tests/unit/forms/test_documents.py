"""What the documents say about forms is true: their examples run, their names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import intake.forms
from intake.domain import errors

DOCUMENT = Path(__file__).parents[3] / "docs" / "forms.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_example_runs_from_the_sheet_to_the_submission(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pieces = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)

    exec("\n".join(pieces), {"__name__": "example"})  # noqa: S102 - that is the test

    said = capsys.readouterr().out
    assert "There is no question" in said or "plaec" in said
    assert "select one /data/stop[1]/place Where?  a = Aksu k = Kashgar" in said
    assert "<who>Rena</who>" in said


def test_every_public_name_is_documented() -> None:
    missing = [one for one in intake.forms.__all__ if f"`{one}" not in TEXT]

    assert missing == []


def test_every_error_named_there_exists() -> None:
    named = set(re.findall(r"Raises ((?:`\w+`(?:, )?)+)", TEXT))
    classes = {one for part in named for one in re.findall(r"\w+", part)}

    assert classes
    for one in classes - {"FormFaulty"}:
        assert issubclass(getattr(errors, one), errors.IntakeError)


def test_every_document_it_leads_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (DOCUMENT.parent / target).is_file(), target
    for target in re.findall(r"`((?:tests|benchmarks)/[\w./]+)`", TEXT):
        assert (DOCUMENT.parents[1] / target).exists(), target
