import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from e2e.machine import Machine, Said
from kitchen import PASSPHRASE, acquainted

FORM = """\
# What was seen

| settings |
| | form_title | form_id | version | default_language |
| | What was seen | seen | 3 | English (en) |

| survey |
| | type | name | label::English (en) | label::Uyghur (ug) | required | relevant \
| constraint | constraint_message::English (en) | constraint_message::Uyghur (ug) \
| calculation | choice_filter |
| | begin_group | arrest | The arrest | قولغا ئېلىش |
| | select_one region | region | Which region? | قايسى ۋىلايەت؟ |
| | select_one county | county | Which county? | قايسى ناھىيە؟ | | | | | | \
| region = ${region} |
| | integer | year | In which year? | قايسى يىلى؟ | | \
| . >= 1950 and . <= 2026 | The year cannot be right. | يىل توغرا ئەمەس. |
| | select_one yn | told | Were you told why? | سەۋەبى ئېيتىلدىمۇ؟ |
| | text | reason | What were you told? | نېمە دېيىلدى؟ | | ${told} = 'yes' |
| | end_group | |
| | begin_repeat | person | Who was there | شۇ يەردىكى كىشى |
| | text | name | A name or nickname | ئىسمى |
| | integer | age | How old? | يېشى |
| | end_repeat | |
| | calculate | present | | | | | | | | count(${person}) |
| | image | paper | The paper you were shown | كۆرسىتىلگەن قەغەز |
| | text | words | In your own words | ئۆز سۆزىڭىز بىلەن | yes |

| choices |
| | list_name | name | label::English (en) | label::Uyghur (ug) | region |
| | yn | yes | Yes | ھەئە |
| | yn | no | No | ياق |
| | region | south | The south | جەنۇب |
| | region | north | The north | شىمال |
| | county | hotan | Hotan | خوتەن | south |
| | county | aksu | Aksu | ئاقسۇ | south |
| | county | altay | Altay | ئالتاي | north |
"""
WORDS = "They came before the harvest. ئۇلار كەچتە كەلدى."
ANSWERS = {
    "/data/arrest/region": "south",
    "/data/arrest/county": "hotan",
    "/data/arrest/year": 2017,
    "/data/arrest/reason": "nothing",
    "/data/arrest/told": "yes",
    "/data/person[1]/name": "the neighbour",
    "/data/person[1]/age": 61,
    "/data/person[2]/name": "his son",
    "/data/person[2]/age": {"missing": "does not know"},
    "/data/paper": {"file": "paper.jpg"},
    "/data/words": WORDS,
}
UNASKED = "This question is not asked, because of other answers."
NOWHERE = "The form has no question /data/nothing. Nothing was changed."
PAPER = b"\xff\xd8\xff\xe0 a picture \xff\xd9"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    (tmp_path / "stick").mkdir()
    (tmp_path / "seen.md").write_text(FORM, "utf-8")
    (tmp_path / "paper.jpg").write_bytes(PAPER)
    return made


@pytest.fixture
def cheap(machine: Machine) -> Machine:
    """The same with two vaults that know each other, and cost nothing to open."""
    acquainted(machine.root / "cheap").close()
    return machine


def good(said: Said) -> str:
    """Demand that all was well, and give what was said."""
    assert (said.status, said.err) == (0, "")
    return said.out


def written(machine: Machine, answers: Mapping[str, object]) -> Path:
    path = machine.root / "answers.json"
    path.write_text(json.dumps(answers), "utf-8")
    return path


def spoken(made: str) -> str:
    """Give three groups of the card that `vault create` tells of, as a person would."""
    found = re.search(r"^Card: ((?:\d{4} ?){10})$", made, re.MULTILINE)
    assert found
    digits = found.group(1).split()
    return f"2={digits[1]},5={digits[4]},9={digits[8]}"


def test_the_whole_main_job_by_commands_at_the_real_cost(machine: Machine) -> None:
    root, stick = machine.root, machine.root / "stick"
    desk = ("--vault", root / "desk")  # the interviewer's lies where it lies by default
    made = good(machine.run("vault", "create", "--role=interviewer", "--name=Cedar"))
    assert made.startswith("Made a vault for Cedar, interviewer.\nCard: ")
    own = good(
        machine.run(*desk, "vault", "create", "--role=coordinator", "--name=North")
    )
    saved = good(machine.run("card", "--save", stick)).strip()
    accepted = machine.run(*desk, "card", "--accept", saved, "--groups", spoken(made))
    assert good(accepted) == "Compared: Cedar, interviewer.\n"
    pack = good(machine.run(*desk, "pack", "make", stick, "--form", root / "seen.md"))
    taken = machine.run("pack", "accept", pack.strip(), "--groups", spoken(own))
    assert good(taken).startswith("Working for North; pack 1 of ")

    begun = good(machine.run("interview", "new", "--protocol", "seen"))
    key, _, name = begun.strip().partition("  ")
    filled = machine.run("interview", "fill", key, written(machine, ANSWERS))
    assert good(filled) == f"{len(ANSWERS)} answers stored.\n"
    assert good(machine.run("interview", "finish", name)) == (
        f"{name} is finished.\n{name} is sealed; this machine cannot open it.\n"
    )
    sent = good(machine.run("send", stick))
    assert re.match(r"1 record, \d+ bytes, read back and compared:\n  \S+\.age", sent)

    took = machine.run(*desk, "receive", stick, "--json")
    assert (took.status, "nobody has rehearsed" in took.err) == (0, True)
    received = json.loads(took.out)
    (result,) = received["records"]
    assert (result["outcome"], received["files"]) == ("taken in", [])
    shown = machine.run(*desk, "library", "show", result["number"], "--json")
    record = json.loads(good(shown))
    account = record["parts"]["account"]
    assert account["/data/words"] == WORDS
    assert account["/data/present"] == "2"
    assert account["/data/person[2]/age"] == {"missing": "does not know"}
    assert [(each["size"]) for each in record["attachments"]] == [len(PAPER)]
    verified = good(machine.run(*desk, "library", "verify"))
    assert "  ok  " in verified
    assert "WRONG" not in verified
    receipt = good(machine.run(*desk, "receipt", "make", stick)).split("  for ")[0]
    thanked = good(machine.run("receipt", "accept", receipt))
    assert thanked == f"{name}: the desk has it; the sealed copy here was removed.\n"

    vault = Path(".local", "share", "intake")
    strange = {
        path
        for path in machine.left()
        if not Path(path).is_relative_to("home" / vault)
        and Path(path) not in ("home" / vault).parents
    }
    assert strange == set()
    objects = machine.home / vault / "objects"
    assert [path for path in objects.rglob("*") if path.is_file()] == []


def test_what_is_wrong_in_answers_is_named_and_nothing_else_is_lost(
    cheap: Machine,
) -> None:
    field = ("--vault", cheap.root / "cheap" / "field")
    begun = cheap.run(*field, "interview", "new", "--form", cheap.root / "seen.md")
    key, _, name = good(begun).strip().partition("  ")
    wrong = {
        **ANSWERS,
        "/data/arrest/county": "altay",
        "/data/arrest/year": 2999,
        "/data/arrest/told": "no",
        "/data/present": 3,
        "/data/paper": {"file": "another.jpg"},
        "/data/nothing": "x",
    }
    del wrong["/data/words"]
    filled = cheap.run(*field, "interview", "fill", key, written(cheap, wrong))
    assert (filled.status, filled.err) == (1, "")
    assert filled.out.splitlines()[0] == "6 answers stored."
    assert set(filled.out.splitlines()[1:]) == {
        "refused: /data/arrest/county: This is not one of the choices.",
        "refused: /data/arrest/year: The year cannot be right.",
        f"refused: /data/arrest/reason: {UNASKED}",
        "refused: /data/present: This is worked out, not asked.",
        "refused: /data/paper: There is no such file.",
        f"refused: /data/nothing: {NOWHERE}",
    }
    finished = cheap.run(*field, "interview", "finish", key)
    assert finished.status == 1
    assert "missing: /data/words" in finished.out
    assert "things are missing (1). Every answer is kept." in finished.err
    shown = good(cheap.run(*field, "interview", "show", key, "--language=Uyghur (ug)"))
    assert "جەنۇب" in shown
    assert "The south" not in shown
    last = written(cheap, {"/data/words": WORDS, "/data/arrest/county": "aksu"})
    good(cheap.run(*field, "interview", "fill", key, last))
    good(cheap.run(*field, "interview", "finish", key))
    again = cheap.run(*field, "interview", "seal", key)
    assert good(again) == f"{name} is sealed already.\n"
    refused = cheap.run(*field, "interview", "show", key)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        "intake: This interview is sealed; this laptop cannot open it.\n"
    )


def test_what_is_refused_is_one_sentence_and_a_status(cheap: Machine) -> None:
    field = ("--vault", cheap.root / "cheap" / "field")
    desk = ("--vault", cheap.root / "cheap" / "desk")
    stick = cheap.root / "stick"
    cases: list[tuple[Said, int, str]] = [
        (
            cheap.run(*field, "interview", "list", passphrase="not this one at all"),
            1,
            "intake: This passphrase does not open the vault.",
        ),
        (
            cheap.run(*field, "interview", "list", passphrase=None),
            1,
            "intake: A passphrase is needed.",
        ),
        (
            cheap.run("interview", "list"),
            1,
            "intake: There is no vault in this folder. Nothing was changed.",
        ),
        (
            cheap.run(*field, "vault", "create", "--role=interviewer", "--name=Fig"),
            1,
            "intake: This folder already holds something that may be a vault",
        ),
        (
            cheap.run(
                "vault", "create", "--role=interviewer", "--name=F", passphrase="abc"
            ),
            1,
            "intake: This passphrase could be guessed.",
        ),
        (cheap.run(*field, "send", stick), 1, "intake: There is nothing sealed"),
        (
            cheap.run(*desk, "interview", "new"),
            1,
            "intake: This vault belongs to a coordinator;",
        ),
        (cheap.run(*desk, "library", "show", "N-1"), 1, "intake: There is no record"),
        (cheap.run("frobnicate", passphrase=None), 2, "usage: intake"),
        (cheap.run("interview", passphrase=None), 2, "usage: intake interview"),
    ]
    for said, status, sentence in cases:
        assert said.status == status, said
        assert said.err.startswith(sentence), said
        assert "Traceback" not in said.err
    assert cheap.left() == set()


def test_a_questionnaire_is_checked_without_a_vault(machine: Machine) -> None:
    form = machine.root / "seen.md"
    told = good(machine.run("forms", "check", form, passphrase=None))
    assert told.startswith(f"{form}: ok, ")
    assert "English (en), Uyghur (ug)" in told
    shown = good(
        machine.run("forms", "show", form, "--language", "ug", passphrase=None)
    )
    assert "قايسى ناھىيە؟" in shown
    broken = machine.root / "broken.md"
    broken.write_text(FORM.replace("${region}", "${regoin}"), "utf-8")
    refused = machine.run("forms", "check", broken, passphrase=None)
    assert refused.status == 1
    assert "regoin" in refused.out
    assert "Traceback" not in refused.out + refused.err
    assert machine.left() == set()


def test_help_and_version_answer_without_a_vault(machine: Machine) -> None:
    assert good(machine.run("--version", passphrase=None)).startswith("intake ")
    page = good(machine.run("--help", passphrase=None))
    assert "intake receipt accept FILE" in page
    assert PASSPHRASE not in page
    assert machine.left() == set()


def test_a_reader_who_stops_reading_gets_no_complaint(machine: Machine) -> None:
    shown = [
        sys.executable,
        "-m",
        "intake",
        "forms",
        "show",
        str(machine.root / "seen.md"),
    ]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        shown,
        env=machine.environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")
