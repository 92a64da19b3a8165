"""What docs/threat-model.md promises is shown by tests that are really there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def test_every_test_that_is_named_exists() -> None:
    missing = []
    for file, name in NAMED:
        path = ROOT / file
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else None
        found = {
            node.name
            for node in (tree.body if tree else [])
            if isinstance(node, ast.FunctionDef)
        }
        if name not in found:
            missing.append(f"{file}::{name}")

    assert missing == []


def test_every_attack_names_the_tests_that_show_its_defence() -> None:
    sections = PAGE.split("\n## ")[1:]
    attacks = [each for each in sections if "**Against it.**" in each]

    assert len(attacks) >= 9
    for attack in attacks:
        assert "**What remains.**" in attack
        assert len(re.findall(r"^- `tests/", attack, re.MULTILINE)) >= 2


def test_every_decision_that_is_named_exists() -> None:
    for name in re.findall(r"`(docs/[\w/.-]+)`", PAGE):
        assert (ROOT / name).is_file()
