"""A process without any network: not even the machine's own loop is there."""

import functools
import subprocess

import pytest


@functools.cache
def before() -> list[str]:
    """Give the words to put before a command; none where it is not permitted."""
    for words in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        try:
            tried = subprocess.run([*words, "true"], capture_output=True, check=False)
        except FileNotFoundError:
            break
        if tried.returncode == 0:
            return [*words, "--"]
    return []


needs_solitude = pytest.mark.skipif(
    not before(), reason="needs unshare, and leave to take the network away"
)
