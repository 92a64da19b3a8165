"""Whatever was once found is tried again, and every reader does read what is good."""

from pathlib import Path

import pytest

from fuzz.hunting import trial
from fuzz.registry import CORPUS, Reader, readers

KEPT = [
    pytest.param(reader, path, id=f"{reader.name}-{path.name}")
    for reader in readers().values()
    for path in reader.kept()
]


@pytest.mark.parametrize("reader", readers().values(), ids=lambda one: one.name)
def test_reads_something_good_without_an_error(reader: Reader) -> None:
    good = 0
    for data in reader.seeds():
        try:
            reader.read(data)
        except reader.expected:
            continue
        good += 1
    assert good


@pytest.mark.parametrize(("reader", "path"), KEPT)
def test_an_input_once_found_ends_well_or_in_our_words(
    reader: Reader, path: Path
) -> None:
    finding = trial(reader, path.read_bytes())
    assert finding is None, finding.told


def test_the_corpus_is_small_and_belongs_to_readers_that_are_there() -> None:
    files = [one for one in CORPUS.rglob("*") if one.is_file()]
    assert sum(one.stat().st_size for one in files) < 1_000_000
    assert {one.parent.name for one in files} <= set(readers())
