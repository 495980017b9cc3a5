"""Tells how far a large file was read, while it is read."""

import io
import os
from collections.abc import Callable
from typing import BinaryIO

ObserveFile = Callable[[str, int, int], None]
"""Told the address of a file, how many of its bytes were passed, and how many it has."""

STEP_BYTES = 1 << 20
"""How often it is told."""
_BUFFER_BYTES = 1 << 16


def observed_stream(stream: BinaryIO, observe: Callable[[int, int], None]) -> BinaryIO:
    """Read from a file and tell `observe` the place and the size with each further mebibyte."""
    return io.BufferedReader(_Observed(stream, observe), _BUFFER_BYTES)


class _Observed(io.RawIOBase):
    def __init__(self, stream: BinaryIO, observe: Callable[[int, int], None]) -> None:
        self._stream = stream
        self._observe = observe
        self._size = os.fstat(stream.fileno()).st_size
        self._untold = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]  # which names a private type
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._untold += len(data)
        if self._untold >= STEP_BYTES or not data:
            self._untold = 0
            self._observe(self._stream.tell(), self._size)
        return len(data)
