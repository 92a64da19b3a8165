import io

from intake.sealing.age.flow import drain, fill


class Dripping:
    """Gives and takes three bytes at a time, as a slow pipe may."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = io.BytesIO(data)

    def read(self, size: int) -> bytes:
        return self.data.read(min(size, 3))

    def write(self, data: memoryview) -> int:
        return self.data.write(data[:3])


def test_a_view_is_filled_by_many_short_reads() -> None:
    view = memoryview(bytearray(10))
    assert fill(Dripping(b"0123456789ab"), view) == 10
    assert bytes(view) == b"0123456789"


def test_an_end_is_told_by_the_count() -> None:
    view = memoryview(bytearray(10))
    assert fill(Dripping(b"0123"), view) == 4
    assert fill(io.BytesIO(b"0123"), view) == 4
    assert fill(io.BytesIO(), view) == 0


def test_everything_is_written_by_many_short_writes() -> None:
    sink = Dripping()
    drain(sink, memoryview(b"0123456789"))
    assert sink.data.getvalue() == b"0123456789"


def test_a_sink_that_says_nothing_took_it_all() -> None:
    class Silent:
        taken = b""

        def write(self, data: memoryview) -> None:
            self.taken += bytes(data)

    sink = Silent()
    drain(sink, memoryview(b"0123456789"))
    assert sink.taken == b"0123456789"
