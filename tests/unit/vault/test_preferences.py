import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.errors import DiskFailed
from intake.vault.preferences import Preferences, read, write

CHOSEN = Preferences("ug", 150, theme="dark", contrast=True, direction="rtl")


def test_what_was_chosen_comes_back_and_is_ours_alone(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    write(folder, CHOSEN)

    assert read(folder) == CHOSEN
    assert [path.name for path in folder.iterdir()] == ["settings.json"]
    if sys.platform != "win32":
        assert (folder / "settings.json").stat().st_mode & 0o777 == 0o600


def test_nothing_kept_is_the_default(tmp_path: Path) -> None:
    assert read(tmp_path) == Preferences()
    assert read(tmp_path / "nowhere") == Preferences()


def test_holds_only_these_names(tmp_path: Path) -> None:
    write(tmp_path, CHOSEN)

    kept = json.loads((tmp_path / "settings.json").read_text())

    assert set(kept) == {"language", "text_size", "theme", "contrast", "direction"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"language": "ar", "text_size": true}', Preferences(language="ar")),
        ('{"text_size": 9000, "theme": "dark"}', Preferences(theme="dark")),
        ('{"theme": "pink", "contrast": true}', Preferences(contrast=True)),
        ('{"direction": "up", "contrast": true}', Preferences(contrast=True)),
        ('{"contrast": 1, "text_size": 125, "more": 1}', Preferences(text_size=125)),
        ('{"language": "x' + "y" * 40 + '"}', Preferences()),
        ('{"language": "a\\n"}', Preferences()),
        ("[1]", Preferences()),
        ("", Preferences()),
        ('{"theme": "dark"', Preferences()),
        ("[" * 4000, Preferences()),
        (" " * 5000 + "{}", Preferences()),
    ],
)
def test_what_makes_no_sense_is_the_default(
    tmp_path: Path, text: str, wanted: Preferences
) -> None:
    (tmp_path / "settings.json").write_text(text)

    assert read(tmp_path) == wanted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(data)

    assert read(tmp_path) == Preferences()


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()

    assert read(tmp_path) == Preferences()
    with pytest.raises(DiskFailed):
        write(tmp_path, CHOSEN)
