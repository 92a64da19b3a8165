"""The start: make the process hard to look into, then open a window or do a command."""

import sys


def main() -> int:
    """Run the program and return its exit status."""
    from intake.vault.process import harden  # noqa: PLC0415 - before anything else

    harden()
    arguments = sys.argv[1:]
    if wants_window(arguments):
        from intake.ui.application import start  # noqa: PLC0415 - Qt only for windows

        return start(arguments)
    from intake.cli.main import run  # noqa: PLC0415 - only for commands

    return run(arguments)


def wants_window(arguments: list[str]) -> bool:
    """Tell whether no command is named: nothing at all, or only --vault DIR."""
    rest = list(arguments)
    while rest:
        if rest[0] == "--vault" and len(rest) > 1:
            rest = rest[2:]
        elif rest[0].startswith("--vault="):
            rest = rest[1:]
        else:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
