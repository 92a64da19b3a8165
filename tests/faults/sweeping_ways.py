"""The deeds that change how a vault is opened, destroy it, or copy it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from faults.killing import LATER, demand
from faults.sweeping_scene import SAID, Deed, Scene, sound_field
from intake.app import backup, opening
from intake.app.field import interviewing
from intake.app.opening import Opened
from intake.domain.errors import (
    PassphraseWrong,
    VaultHeaderDamaged,
    VaultMissing,
)
from intake.vault import erasing, ways
from kitchen import ACCOUNT, PASSPHRASE, ticking, told

OTHER = "velvet harbor comet basin window pebble"
ERASING = "saddle prism acorn ribbon meadow quartz"

Say = Callable[[int], None]


def _prepare(scene: Scene) -> None:
    field = scene.field()
    scene.memory("key", told(field, SAID).id)
    field.close()


def _opens(scene: Scene, passphrase: str) -> bool:
    """Whether this passphrase opens the vault, and all is in it."""
    try:
        opened = opening.unlock(scene.folder / "field", passphrase)
    except PassphraseWrong:
        return False
    demand(opened.vault.findings == (), f"findings: {opened.vault.findings}")
    _holds(scene, opened)
    opened.close()
    return True


def _holds(scene: Scene, opened: Opened) -> None:
    key = scene.memory("key")
    session = interviewing.resume(opened, key, ticking()).session(ACCOUNT)
    demand(session.get("/data/words").value == SAID, "the answer is lost")


def _change(_scene: Scene, field: Opened, say: Say) -> None:
    opening.change_passphrase(field, PASSPHRASE, OTHER)
    say(1)


def _changed_or_not(scene: Scene, said: int, ended: bool) -> None:
    old, new = _opens(scene, PASSPHRASE), _opens(scene, OTHER)
    demand(old != new, "both open it, or neither")
    demand(new or not (said or ended), "acknowledged and undone")


def _add(_scene: Scene, field: Opened, say: Say) -> None:
    ways.add_passphrase(field.vault, PASSPHRASE, OTHER, "Deputy")
    say(1)


def _added_or_not(scene: Scene, said: int, ended: bool) -> None:
    # The one who came first decides what an interrupted change comes to.
    new = _opens(scene, OTHER)
    demand(new or not (said or ended), "acknowledged and undone")
    demand(_opens(scene, PASSPHRASE), "the owner is locked out")
    demand(_opens(scene, OTHER) == new, "undone afterwards")


def _prepare_deputy(scene: Scene) -> None:
    _prepare(scene)
    field = scene.field()
    ways.add_passphrase(field.vault, PASSPHRASE, OTHER, "Deputy")
    field.close()


def _remove(_scene: Scene, field: Opened, say: Say) -> None:
    (deputy,) = (way for way in field.vault.ways if way.name == "Deputy")
    ways.remove(field.vault, PASSPHRASE, deputy.place)
    say(1)


def _removed_or_not(scene: Scene, said: int, ended: bool) -> None:
    old = _opens(scene, OTHER)
    demand(not (old and (said or ended)), "acknowledged and undone")
    demand(_opens(scene, PASSPHRASE), "the owner is locked out")


def _prepare_erasing(scene: Scene) -> None:
    _prepare(scene)
    field = scene.field()
    ways.set_eraser(field.vault, PASSPHRASE, ERASING)
    field.close()


def _erase(_scene: Scene, field: Opened, say: Say) -> None:
    erasing.erase_vault(field.vault.folder)
    say(1)


def _erased_or_not(scene: Scene, said: int, ended: bool) -> None:
    try:
        opened = scene.field()
    except (PassphraseWrong, VaultHeaderDamaged):
        return
    demand(not (said or ended), "acknowledged and still open")
    if opened.vault.findings == ():
        _holds(scene, opened)
    opened.close()


def _copy(scene: Scene, field: Opened, say: Say) -> None:
    backup.make(field, scene.stick, PASSPHRASE, LATER)
    say(1)


def _copied_or_not(scene: Scene, said: int, ended: bool) -> None:
    whole = 0
    for copy in _copies(scene.stick):
        try:
            opened = opening.unlock(copy, PASSPHRASE)
        except (VaultMissing, VaultHeaderDamaged):
            demand(copy.suffix, "what has the name of a copy is none")
            continue
        if not copy.suffix:
            demand(opened.vault.findings == (), "the copy is not sound")
            _holds(scene, opened)
            whole += 1
        opened.close()
        shutil.rmtree(copy)
    demand(whole or not (said or ended), "acknowledged and not there")
    field = sound_field(scene)
    _holds(scene, field)
    _copy(scene, field, lambda _: None)
    field.close()


def _copies(stick: Path) -> list[Path]:
    return [each for each in stick.iterdir() if each.is_dir()]


DEEDS = {
    "passphrase": Deed(_prepare, False, _change, _changed_or_not),
    "add a way": Deed(_prepare, False, _add, _added_or_not),
    "remove a way": Deed(_prepare_deputy, False, _remove, _removed_or_not),
    "erase": Deed(_prepare_erasing, False, _erase, _erased_or_not),
    "backup": Deed(_prepare, False, _copy, _copied_or_not),
}
