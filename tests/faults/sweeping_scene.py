"""What a deed is made of, and the two vaults and the stick it is played on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faults.killing import demand
from intake.app import opening
from intake.app.opening import Opened
from kitchen import PASSPHRASE

SAID = "They came before the harvest."


class Scene:
    """Two vaults and a stick as the deed finds them, and as it leaves them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words: dict[str, str] = {}

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def field(self) -> Opened:
        return opening.unlock(self.folder / "field", PASSPHRASE)

    def desk(self) -> Opened:
        return opening.unlock(self.folder / "desk", PASSPHRASE)

    def memory(self, name: str, value: str | None = None) -> str:
        """Keep a word beside the scene, or read it."""
        path = self.folder / name
        if value is not None:
            path.write_text(value)
        return self.words.get(name) or path.read_text()

    def remember(self) -> None:
        """Have every word in mind, so that no disk need be asked."""
        for name in ("key", "receipt"):
            path = self.folder / name
            if path.exists():
                self.words[name] = path.read_text()


@dataclass(frozen=True)
class Deed:
    """What is prepared, what is done while the disk fails, and what must hold then.

    ``do`` is given the opened vault and a way to acknowledge; ``look`` the number that
    was acknowledged last and whether the deed ended well.
    """

    prepare: Callable[[Scene], None]
    desk: bool
    do: Callable[[Scene, Opened, Callable[[int], None]], None]
    look: Callable[[Scene, int, bool], None]


def sound_field(scene: Scene) -> Opened:
    opened = scene.field()
    demand(opened.vault.findings == (), f"findings: {opened.vault.findings}")
    return opened


def sound_desk(scene: Scene) -> Opened:
    opened = scene.desk()
    demand(opened.vault.findings == (), f"findings: {opened.vault.findings}")
    return opened
