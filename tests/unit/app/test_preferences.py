from pathlib import Path

from intake.app import preferences


def test_the_windows_keep_their_look_beside_the_vault(tmp_path: Path) -> None:
    chosen = preferences.Preferences(text_size=150, direction="rtl")
    preferences.write(tmp_path, chosen)
    assert preferences.read(tmp_path) == chosen
