"""A hash made beside the work is the hash."""

import hashlib
import os

from hypothesis import given
from hypothesis import strategies as st

from intake.sealing.digest import Digest


@given(st.lists(st.binary(max_size=100)))
def test_is_the_sha256_of_small_blocks(blocks: list[bytes]) -> None:
    digest = Digest()
    for block in blocks:
        digest.update(block)
    assert digest.hexdigest() == hashlib.sha256(b"".join(blocks)).hexdigest()


def test_is_the_sha256_of_large_and_small_blocks_in_turn() -> None:
    blocks = [os.urandom(size) for size in (10, 2**20, 2**18, 5, 2**18 - 1, 2**20, 0)]
    digest = Digest()
    for block in blocks:
        digest.update(block)
    assert digest.hexdigest() == hashlib.sha256(b"".join(blocks)).hexdigest()


def test_a_buffer_may_be_used_again_after_waiting() -> None:
    digest, buffer = Digest(), bytearray(2**20)
    digest.update(memoryview(buffer))
    digest.wait()
    buffer[:] = b"x" * len(buffer)
    digest.update(memoryview(buffer))
    whole = bytes(2**20) + b"x" * 2**20
    assert digest.hexdigest() == hashlib.sha256(whole).hexdigest()


def test_may_be_asked_more_than_once() -> None:
    digest = Digest()
    digest.update(bytes(2**20))
    first = digest.hexdigest()
    assert digest.hexdigest() == first
    digest.update(b"x")
    assert digest.hexdigest() != first
