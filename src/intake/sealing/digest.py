"""SHA-256 beside the work: large blocks are hashed while the next are read or written.

Hashing is the slowest step of sealing and opening; a second thread takes it off the
way. Small blocks are hashed at once, for they do not repay the trouble.
"""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor

_LARGE = 256 * 1024


class Digest:
    """A SHA-256 whose ``update`` may still be at work when it returns.

    A block must not change until ``wait`` or the next ``update`` has returned.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._hash = hashlib.sha256()
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: Future[None] | None = None

    def update(self, data: bytes | memoryview) -> None:
        """Take *data*."""
        self.wait()
        if len(data) < _LARGE:
            self._hash.update(data)
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1)
        self._waiting = self._thread.submit(self._hash.update, data)

    def wait(self) -> None:
        """Let the last block be hashed."""
        if self._waiting is not None:
            self._waiting.result()
            self._waiting = None

    def hexdigest(self) -> str:
        """Give the hash of all that was taken."""
        self.wait()
        return self._hash.hexdigest()
