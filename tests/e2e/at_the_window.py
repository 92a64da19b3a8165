"""Plays an interviewer at the real window, in a process of its own.

Run as a script: vault, stick and what is to be done (tell or seal). The passphrase, the
sentence to be told and the path of a file to be attached come by standard input, one a
line, so that they stand in no file and in no list of processes. After the telling it
says so and waits to be ended.
"""

import signal
import sys
import traceback
from pathlib import Path

from PySide6.QtCore import Qt

from e2e.person import Person, wait
from intake.ui.application import guard, make_application
from intake.ui.look import Look
from intake.ui.shell import Shell
from intake.vault.process import harden

CONTROL = Qt.KeyboardModifier.ControlModifier


def tell(person: Person, sentence: str, file: Path) -> None:
    """Begin an interview and put the sentence wherever one can write."""
    person.presses("New interview")
    person.presses("A small form")
    person.presses("Begin")
    person.sees("What happened, in your own words?")
    person.types(sentence)
    person.keys((Qt.Key.Key_M, CONTROL))
    person.types(sentence)
    person.presses("I was told")
    person.clicks_into("Who told you?")
    person.types(sentence)
    person.chooses("Add a picture…", file)
    person.sees("4 of 5 answered")
    person.keys((Qt.Key.Key_G, CONTROL))
    person.types(sentence[:20])
    person.keys(Qt.Key.Key_Tab)
    person.rests()


def seal(person: Person, stick: Path) -> None:
    """Go on where the interview was left, to its seal and onto the stick."""
    person.presses("Check")
    person.sees("Nothing is missing and nothing contradicts itself.")
    person.presses("Finish the interview")
    person.presses("Finish and seal")
    person.sees("Sealed. This laptop cannot open it.")
    person.presses("Hand over")
    person.sees("What is leaving")
    person.chooses("Another folder…", stick)
    person.presses("Hand over 1 record")
    person.sees("1 record is on the stick")


def main(vault: Path, stick: Path, deed: str) -> None:
    """Unlock, do the deed, and lock."""
    harden()
    passphrase, sentence, file = sys.stdin.read().splitlines()
    application = make_application(["intake"], Look())
    gone: list[bool] = []
    shell = Shell(vault, restart=lambda: gone.append(True), end=lambda: None)
    guard(shell.window)
    shell.show()
    person = Person(shell.window)
    person.sees("Unlock")
    person.types(passphrase)
    person.keys(Qt.Key.Key_Return)
    if deed == "tell":
        tell(person, sentence, Path(file))
        sys.stdout.write("told\n")
        sys.stdout.flush()
        signal.pause()
    seal(person, stick)
    person.keys((Qt.Key.Key_L, CONTROL))
    wait(lambda: gone, lambda: "the lock")
    application.quit()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except BaseException:
        # The window would take it, as it takes whatever nobody caught.
        traceback.print_exc()
        raise
