import argparse
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import opening as deeds
from intake.cli import opening
from intake.domain.errors import VaultMissing
from intake.sealing.card import make_card
from kitchen import BEGUN, PASSPHRASE, Kitchen, strangers


def arguments(folder: Path | None) -> argparse.Namespace:
    reader, writer = os.pipe()
    os.write(writer, PASSPHRASE.encode())
    os.close(writer)
    return argparse.Namespace(folder=folder, passphrase_fd=reader)


def test_the_vault_is_closed_again_even_when_the_command_fails(
    homes: Kitchen, tmp_path: Path
) -> None:
    def failing() -> None:
        with opening.unlocked(arguments(tmp_path / "field")) as opened:
            raise RuntimeError(opened.name)

    with pytest.raises(RuntimeError, match="Cedar"):
        failing()
    with opening.unlocked(arguments(tmp_path / "field")):
        pass


def test_no_passphrase_is_asked_for_a_vault_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing), opening.unlocked(arguments(tmp_path)):
        pass


def test_the_named_folder_goes_before_the_usual_one(tmp_path: Path) -> None:
    assert opening.folder(arguments(tmp_path)) == tmp_path
    assert opening.folder(arguments(None)) == deeds.default_folder()


def test_the_time_has_a_zone() -> None:
    assert opening.now().tzinfo is not None


def test_cards_that_end_are_told_of_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kitchen = strangers(tmp_path)
    long_ago = BEGUN - timedelta(days=4000)
    card = make_card(kitchen.desk.keys, kitchen.desk.role, "North", long_ago.date())
    opening.tell_of_cards(replace(kitchen.desk, card=card))
    said = capsys.readouterr()
    assert said.out == ""
    assert "The card of North is past its last day" in said.err
    kitchen.close()
