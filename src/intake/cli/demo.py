"""`intake demo`: a throwaway desk and field vault, with fictional records."""

import argparse
import subprocess
import sys
from pathlib import Path


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add the commands of this module to the command line."""
    demo = commands.add_parser(
        "demo",
        help="a throwaway desk and vault",
        description="Make a throwaway desk and field vault in a temporary folder, with "
        "fictional records, and open a window for each. Nothing of it stays.",
    )
    demo.add_argument(
        "--headless",
        action="store_true",
        help="no window: play the whole way of a record and print each step",
    )
    demo.add_argument(
        "--form", type=Path, metavar="FILE", help="ask by this form (with --headless)"
    )
    demo.set_defaults(handler=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from intake.app.demo import story

    if arguments.form:
        from intake.cli.forms import check

        # Said before any vault is made; each fault stands in the error.
        faults = check(arguments.form).faults
        if faults:
            from intake.forms import FormFaulty

            raise FormFaulty(faults)
    with story.temporary_place() as place:
        if arguments.headless or arguments.form:
            good = story.play(place, arguments.form, _tell)
            print(
                "Everything came out as it should." if good else "Something is wrong."
            )
            return 0 if good else 1
        from intake.app.demo import shelf

        print("Making a desk and a field vault with fictional records …", flush=True)
        shelf.stock(place)
        print(f"Two windows open. Both unlock with: {story.PASSPHRASE}")
        print(f"The folder that plays the stick is {place.stick}", flush=True)
        windows = [
            subprocess.Popen(  # noqa: S603 - this very program
                [sys.executable, "-m", "intake", "--vault", str(folder)]
            )
            for folder in (place.field, place.desk)
        ]
        for window in windows:
            window.wait()
    return 0


def _tell(step: str, result: str, seconds: float) -> None:
    print(f"{seconds:7.2f} s  {step}: {result}", flush=True)
