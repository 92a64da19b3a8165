"""The rules of the house that no linter knows, each kept by a test.

Every list of exceptions below names its reason, and an exception that is no longer
needed fails like a fault: the lists can only become shorter.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "intake"
LONGEST = 400

# Modules that no test file of the same name mirrors, with the file that examines them.
# A module named a_b may also be examined by the test file of a.
ELSEWHERE: dict[str, str] = {}

# Modules longer than LONGEST lines.
LONG: dict[str, str] = {
    "domain/errors.py": "one list, read as a whole: every foreseen error's sentence",
}

# Modules that read the environment, with the variables they may look at.
ENVIRONMENT: dict[str, tuple[set[str], str]] = {
    "app/opening.py": (
        {"LOCALAPPDATA", "XDG_DATA_HOME"},
        "where the system wants a person's data",
    ),
    "forms/child.py": (
        {"SYSTEMROOT", "WINDIR", "CREATE_NO_WINDOW"},
        "Windows starts no process without the first two; the third is only a flag",
    ),
    "ui/display.py": (
        {"DISPLAY", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"},
        "without a screen Qt ends the process; this asks first and says so",
    ),
    "ui/sleeping.py": (
        {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"},
        "where the session tells of its screen; only sockets of this machine",
    ),
}

# The one door to rich places, and the one list of colours.
DOOR = "ui/plain.py"
COLOURS = "ui/tokens.py"

# Essentials has more, QtNetwork among it.
QT = {"QtCore", "QtDBus", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def python_files() -> list[Path]:
    """Every Python file of the project, none of .venv's or a cache's."""
    folders = ("src", "tests", "benchmarks", "packaging")
    found = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return sorted([*found, *ROOT.glob("*.py")])


MODULES = sorted(SOURCE.rglob("*.py"))
FACES = [path for path in MODULES if path.is_relative_to(SOURCE / "ui")]


def says_something(module: ast.Module) -> bool:
    """Tell whether a module has more than a docstring, imports and __all__."""
    return any(
        not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr | ast.Assign)
        for node in module.body
    )


def family(stem: str) -> str:
    """Return the first word of a module's name."""
    return stem.partition("_")[0]


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call under *node* with the last part of the name it calls."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call):
            called = found.func
            if isinstance(called, ast.Name):
                yield called.id, found
            elif isinstance(called, ast.Attribute):
                yield called.attr, found


def test_rooms_import_one_way_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    told = subprocess.run(
        [linter, "--no-logo", "--no-cache"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert told.returncode == 0, told.stdout + told.stderr


def test_a_module_opens_with_a_sentence() -> None:
    silent = [name(module) for module in MODULES if not ast.get_docstring(tree(module))]

    assert silent == []


def test_every_module_has_its_test_file() -> None:
    present = {
        file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("test_*")
    }
    missing = set()
    for module in MODULES:
        if module.stem == "__init__" and not says_something(tree(module)):
            continue
        stem = module.parent.name if module.stem == "__init__" else module.stem
        folder = Path(name(module)).parent
        if folder.parts[:1] == ("ui",):
            inner = Path(*folder.parts[1:]).as_posix()
            homes = f"(gui/{inner}|gui/{folder.as_posix()}|unit/{folder.as_posix()})"
        else:
            homes = f"unit/{folder.as_posix()}"
        homes = homes.replace("/.", "")
        stem = stem.strip("_")
        wanted = re.compile(rf"tests/{homes}/test_({stem}(_\w+)?|{family(stem)})\.py")
        if not any(wanted.fullmatch(file) for file in present):
            missing.add(name(module))

    assert missing == set(ELSEWHERE)
    assert present >= set(ELSEWHERE.values())


def test_no_module_is_longer_than_a_sitting() -> None:
    long = {
        name(module)
        for module in MODULES
        if len(module.read_text(encoding="utf-8").splitlines()) > LONGEST
    }

    assert long == set(LONG)


def test_a_rule_set_aside_is_named_with_its_reason() -> None:
    unnamed = re.compile(
        r"#\s*(noqa(?!: [A-Z]+\d+(, [A-Z]+\d+)* - \w)|type:\s*ignore(?!\[[\w, -]+\])"
        r"|(ruff|mypy):)"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in python_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if unnamed.search(line) and path != Path(__file__)
    ]

    assert found == []


def test_no_mark_of_unfinished_work_is_left() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if mark.search(line)
    ]

    assert found == []


def test_the_environment_is_read_only_where_and_for_what_is_listed() -> None:
    reader = re.compile("environb?|getenvb?|putenv")
    found: dict[str, set[str]] = {}
    for module in MODULES:
        whole = tree(module)
        functions = [n for n in ast.walk(whole) if isinstance(n, ast.FunctionDef)]
        loose = [n for n in whole.body if not isinstance(n, ast.FunctionDef)]
        for place in [*functions, *loose]:
            parts = list(ast.walk(place))
            names = [
                getattr(part, "attr", "") or getattr(part, "id", "") for part in parts
            ]
            if not any(map(reader.fullmatch, names)):
                continue
            words = {
                part.value
                for part in parts
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and re.fullmatch("[A-Z][A-Z0-9_]*", part.value)
            }
            found.setdefault(name(module), set()).update(words or {"all of it"})

    assert found == {module: names for module, (names, _) in ENVIRONMENT.items()}


def test_text_reaches_rich_places_by_the_door_alone() -> None:
    rich = {
        *("QErrorMessage", "QLabel", "QMessageBox", "QWhatsThis"),
        *("insertHtml", "setHtml", "setMarkdown", "setTextFormat"),
        *("setToolTip", "setWhatsThis", "showText"),
    }
    found = [
        f"{name(module)}:{call.lineno}: {called}"
        for module in FACES
        for called, call in calls(tree(module))
        if called in rich and name(module) != DOOR
    ]

    assert found == []


def test_a_kind_of_label_hands_its_text_to_the_door() -> None:
    kinds = [
        (module, node)
        for module in FACES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef)
        and any(getattr(base, "id", "") == "QLabel" for base in node.bases)
    ]
    found = [
        f"{name(module)}:{call.lineno}: {called}"
        for module, kind in kinds
        for called, call in calls(kind)
        if called == "setText"
        or (
            called == "__init__"
            and any(getattr(given, "id", "") != "parent" for given in call.args)
        )
    ]

    assert kinds
    assert found == []


def test_a_colour_is_named_in_one_file_alone() -> None:
    literal = re.compile(
        r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|\brgba?\("
    )
    makers = {"QColor", "fromHsl", "fromHsv", "fromRgb", "setRgb"}

    def names_a_colour(node: ast.AST) -> bool:
        match node:
            case ast.Constant(value=str(text)):
                return bool(literal.search(text))
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
                return called in makers and any(
                    isinstance(given, ast.Constant) for given in node.args
                )
            case ast.Attribute(value=ast.Attribute(attr="GlobalColor"), attr=colour):
                return colour != "transparent"
            case _:
                return False

    found = [
        f"{name(module)}:{getattr(node, 'lineno', 0)}"
        for module in FACES
        for node in ast.walk(tree(module))
        if names_a_colour(node) and name(module) != COLOURS
    ]

    assert found == []


def test_of_qt_only_the_parts_that_draw_are_used() -> None:
    parts = {
        found.removeprefix("PySide6.")
        for module in FACES
        for node in ast.walk(tree(module))
        for found in (
            [
                f"{node.module}.{alias.name}"
                if node.module == "PySide6"
                else node.module
                for alias in node.names
            ]
            if isinstance(node, ast.ImportFrom) and node.module
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        if found.split(".")[0] == "PySide6"
    }

    assert parts <= QT


def test_types_are_checked_wherever_there_is_python() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    checked = [ROOT / place for place in settings["tool"]["mypy"]["files"]]

    unchecked = [
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if not any(path.is_relative_to(place) for place in checked)
    ]

    assert unchecked == []
