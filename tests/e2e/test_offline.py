import json
from pathlib import Path

from e2e import alone
from e2e.alone import needs_solitude
from e2e.machine import Machine, Said
from e2e.screen import is_open, needs_screen, program, screen, wait_until
from e2e.watching import Watch, needs_strace
from kitchen import FORM, PASSPHRASE, SENTENCE, acquainted

RAIL = (0, 30, 230, 250)


@needs_solitude
def test_the_main_job_by_commands_needs_no_network(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "machine")
    acquainted(machine.root).close()
    field, desk, stick = (machine.root / each for each in ("field", "desk", "stick"))

    def run(*words: str | Path, given: bytes = b"") -> str:
        said: Said = machine.run(*words, given=given, before=alone.before())
        assert (said.status, said.err) == (0, "")
        return said.out

    at_field, at_desk = ("--vault", field), ("--vault", desk)
    key = run(*at_field, "interview", "new", "--form", FORM).split()[0]
    given = json.dumps({"/data/words": SENTENCE}).encode()
    run(*at_field, "interview", "fill", key, "/dev/stdin", given=given)
    run(*at_field, "interview", "finish", key)
    run(*at_field, "send", stick)
    run(*at_desk, "receive", stick)
    assert SENTENCE in run(*at_desk, "library", "show", "1")
    receipt = run(*at_desk, "receipt", "make", stick).split("  for ")[0]
    assert "was removed" in run(*at_field, "receipt", "accept", receipt)


@needs_screen
@needs_solitude
@needs_strace
def test_the_window_opens_no_socket_but_to_its_screen_and_writes_to_its_vault_alone(
    tmp_path: Path,
) -> None:
    acquainted(tmp_path / "vaults").close()
    field = tmp_path / "vaults" / "field"
    with screen() as display:
        machine = Machine(tmp_path / "machine", {"DISPLAY": display.name})
        watch = Watch(tmp_path / "log", machine.root)
        before = [*alone.before(), *watch.before]
        with (
            program(machine, field, before) as running,
            display.watched(*RAIL) as rail,
        ):
            display.ready()
            display.type(PASSPHRASE, pause=8)
            rail.changed()
            display.press("key", "Return")
            wait_until(rail.changed, "the first page")
            display.press("key", "ctrl+l")
            wait_until(lambda: not is_open(field), "the vault is locked")
            wait_until(lambda: not display.windows(), "the process is replaced")
            display.ready()
            display.press("key", "ctrl+shift+q")
            assert running.wait(40) == 0
    assert watch.sockets() <= {"AF_UNIX"}
    written = watch.written()
    assert any(path.is_relative_to(field) for path in written)
    allowed = {Path("/dev/null"), Path("/dev/tty")}
    strange = {path for path in written if not path.is_relative_to(field)} - allowed
    assert strange == set()
    assert machine.left() == set()


@needs_screen
def test_a_window_that_is_only_opened_and_closed_leaves_nothing(tmp_path: Path) -> None:
    with screen() as display:
        machine = Machine(tmp_path / "machine", {"DISPLAY": display.name})
        with program(machine, machine.root / "no vault", []) as running:
            display.ready()
            display.press("key", "ctrl+shift+q")
            assert running.wait(40) == 0
    assert machine.left() == set()
    assert not (machine.root / "no vault").exists()
