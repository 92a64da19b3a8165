"""Where the files live that ship beside the code: forms, words, fonts, lists."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
# A wheel carries them inside the package, a checkout beside src/.
_INSTALLED = _HERE / "_resources"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _HERE.parents[1] / "resources"


def resource(name: str) -> Path:
    """Tell where the shipped file or folder *name* is, as "fonts/OFL.txt"."""
    return _ROOT / name
