"""A record's files are another's work: whatever they say raises only our errors."""

import contextlib
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.app import signing
from intake.app.desk import contents
from intake.app.desk.replaying import MOST_STEPS
from intake.domain import protocol as protocols
from intake.domain.canonical import Json, decode, encode
from intake.domain.custody import Entry
from intake.domain.errors import ContentsAltered, IntakeError, TooLarge
from intake.sealing.record import read_object
from intake.vault import objects
from kitchen import (
    ACCOUNT,
    BEGUN,
    SENTENCE,
    Kitchen,
    seal,
    sealed,
    told_with_identity,
)

LATER = BEGUN + timedelta(hours=2)


@pytest.fixture
def files(kitchen: Kitchen) -> dict[str, bytes]:
    """The files of a sound account."""
    interview = sealed(kitchen.field)
    (account,) = objects.of_record(kitchen.field.vault, interview.id)
    return files_of(kitchen, account.id)


def files_of(kitchen: Kitchen, key: str) -> dict[str, bytes]:
    with objects.open(kitchen.field.vault, key) as source:
        return read_object(source, signing.reader(kitchen.desk))[1]


def record_of(files: dict[str, bytes]) -> str:
    return str(contents.about_of(files)["record"])


def summarised(files: dict[str, bytes]) -> contents.Summary:
    return contents.summarise(files, record_of(files))


def test_a_sound_account_gives_its_facts_and_words(files: dict[str, bytes]) -> None:
    found = summarised(files)
    assert found.facts["interviewer"] == "Cedar"
    assert SENTENCE in found.words
    assert found.log == contents.log_of(files)
    assert len([each for each in found.log if isinstance(each, Entry)]) == 2


def test_every_file_must_be_the_one_that_was_counted(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        changed = {**files, path: data + b" "}
        with pytest.raises(IntakeError):
            contents.summarise(changed, record_of(files))
        without = {name: each for name, each in files.items() if name != path}
        with pytest.raises(ContentsAltered):
            contents.summarise(without, record_of(files))


def counted(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give the files with a list of digests that fits them, as an insider would."""
    named = {path: data for path, data in files.items() if path != contents.MANIFEST}
    sums = "".join(
        f"{hashlib.sha512(data).hexdigest()}  {path}\n" for path, data in named.items()
    )
    return {**named, contents.MANIFEST: sums.encode()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_the_files_hold_only_our_errors_rise(
    files: dict[str, bytes], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(sorted(files)))
    whole = files[path]
    at = data.draw(st.integers(0, len(whole)))
    put = data.draw(st.binary(max_size=8) | st.sampled_from([b"{}", b"null", b"[]"]))
    changed = {**files, path: whole[:at] + put + whole[at + len(put) :]}
    assert counted(files) == files
    given = counted(changed)
    with contextlib.suppress(IntakeError):
        contents.summarise(given, record_of(files))
    for read in (contents.about_of, contents.log_of):
        with contextlib.suppress(IntakeError):
            read(given)


def put(files: dict[str, bytes], path: str, data: bytes) -> dict[str, bytes]:
    return counted({**files, path: data})


@pytest.mark.parametrize("path", ["journal.jsonl", "custody.jsonl"])
@pytest.mark.parametrize(
    "line", [b"{}", b"null", b"[[]]", b"\xff", b'{"a":1.5}', b"[" * 5000, b"1" * 5000]
)
def test_a_journal_or_a_log_that_is_none_was_altered(
    files: dict[str, bytes], path: str, line: bytes
) -> None:
    with pytest.raises(ContentsAltered):
        summarised(put(files, path, files[path] + line + b"\n"))


def test_a_journal_without_end_is_too_large(files: dict[str, bytes]) -> None:
    line = files["journal.jsonl"].splitlines(keepends=True)[-1]
    with pytest.raises(TooLarge):
        summarised(put(files, "journal.jsonl", line * (MOST_STEPS + 1)))


def test_an_interview_begins_once(files: dict[str, bytes]) -> None:
    first, *rest = files["journal.jsonl"].splitlines(keepends=True)
    for lines in ([first, *rest, first], [*rest, first], rest):
        with pytest.raises(ContentsAltered):
            summarised(put(files, "journal.jsonl", b"".join(lines)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sequence", 2**70),
        ("sequence", 0),
        ("sequence", -1),
        ("sequence", True),
        ("time", "yesterday"),
        ("time", "2026-11-23T09:00:00"),
        ("subject", "x" * 100_000),
        ("previous", "f" * 63),
        ("detail", {"why": ["x"]}),
        ("detail", {"why": "x" * 100_000}),
    ],
)
def test_a_log_that_says_what_none_can_say_was_altered(
    files: dict[str, bytes], name: str, value: Json
) -> None:
    entry = decode(files["custody.jsonl"].splitlines()[0])
    assert isinstance(entry, dict)
    body = {key: each for key, each in entry.items() if key != "hash"} | {name: value}
    digest = hashlib.sha256(encode(body)).hexdigest()
    line = encode({**body, "hash": digest}) + b"\n"
    with pytest.raises(ContentsAltered):
        summarised(put(files, "custody.jsonl", line))


def test_an_account_must_be_that_of_its_record(files: dict[str, bytes]) -> None:
    with pytest.raises(ContentsAltered):
        contents.summarise(files, "f" * 32)


def test_an_account_without_its_submission_was_altered(files: dict[str, bytes]) -> None:
    left = {path: data for path, data in files.items() if "submission" not in path}
    with pytest.raises(ContentsAltered):
        summarised(counted(left))


def test_a_form_for_other_eyes_does_not_lie_in_an_account(kitchen: Kitchen) -> None:
    interview = told_with_identity(kitchen.field)
    seal(kitchen.field, interview)
    account, identity = (
        files_of(kitchen, each.id)
        for each in sorted(
            objects.of_record(kitchen.field.vault, interview.id),
            key=lambda each: each.kind,
        )
    )
    assert summarised(account).facts["name"] == interview.name
    stray = put(account, "forms/identity.xml", identity["forms/identity.xml"])
    with pytest.raises(ContentsAltered):
        summarised(stray)
    with pytest.raises(ContentsAltered):
        summarised(identity)


def test_a_form_of_which_the_lists_were_corrected_keeps_its_name(
    files: dict[str, bytes],
) -> None:
    """The key of form and lists together is as good as that of the form."""
    about = contents.about_of(files)
    protocol = protocols.from_json(about["protocol"])
    (part,) = protocol.parts
    lists = {"villages.csv": b"name,label\nup,Upper mill\n"}
    key = protocols.key_with_files(part.form, lists)
    moved = replace(protocol, parts=(replace(part, form=key),))
    names: Json = {ACCOUNT: ["villages.csv"]}
    told: Json = {
        **about,
        "protocol": protocols.to_json(moved),
        "resources": names,
    }
    whole = {
        **files,
        "record.json": encode(told),
        "forms/account-1.bin": lists["villages.csv"],
    }
    assert summarised(counted(whole)).log
    with pytest.raises(ContentsAltered):
        summarised(counted({**whole, "forms/account-1.bin": b"others"}))
