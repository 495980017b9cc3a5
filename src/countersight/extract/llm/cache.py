"""Answers kept by the hash of what was asked, so that a second run asks nothing."""

import os
import tempfile
from pathlib import Path


class AnswerCache:
    """A folder of answers; without a folder, nothing is kept.

    The passages themselves are not written, but the answers quote them: the folder deserves the same care as the
    archive beside it.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str) -> str | None:
        """Return the answer kept under `key`, if there is one that can be read."""
        if self._folder is None:
            return None
        try:
            return self._path(self._folder, key).read_bytes().decode("utf-8", "surrogatepass")
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer. A killed run leaves it whole or not at all."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")  # readable by its owner alone
        with os.fdopen(handle, "wb") as file:
            file.write(answer.encode("utf-8", "surrogatepass"))  # JSON may hold half a pair
        Path(temporary).replace(path)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"
