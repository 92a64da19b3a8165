"""A record's files are another's work: whatever they say raises only our errors."""

import hashlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.app import signing
from intake.app.desk import contents
from intake.domain.errors import ContentsAltered, IntakeError
from intake.sealing.record import read_object
from intake.vault import objects
from kitchen import BEGUN, SENTENCE, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


@pytest.fixture
def files(kitchen: Kitchen) -> dict[str, bytes]:
    """The files of a sound account."""
    interview = sealed(kitchen.field)
    (account,) = objects.of_record(kitchen.field.vault, interview.id)
    with objects.open(kitchen.field.vault, account.id) as source:
        return read_object(source, signing.reader(kitchen.desk))[1]


def test_a_sound_account_gives_its_facts_and_words(files: dict[str, bytes]) -> None:
    found = contents.summarise(files)
    assert found.facts["interviewer"] == "Cedar"
    assert SENTENCE in found.words
    assert found.log == contents.log_of(files)
    assert len(found.log) == 2


def test_every_file_must_be_the_one_that_was_counted(files: dict[str, bytes]) -> None:
    for path, data in files.items():
        changed = {**files, path: data + b" "}
        with pytest.raises(IntakeError):
            contents.summarise(changed)
        without = {name: each for name, each in files.items() if name != path}
        with pytest.raises(ContentsAltered):
            contents.summarise(without)


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
    for read in (contents.summarise, contents.about_of, contents.log_of):
        try:
            read(counted(changed))
        except IntakeError:
            continue
