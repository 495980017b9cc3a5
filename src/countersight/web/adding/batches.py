"""What was sent and what became of it: a folder of the project for each batch of files."""

import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from countersight.errors import NotFound, UsageError

FOLDER = "incoming"
"""Folder of a project with what was sent to it through the site."""
MOST_WAITING = 10
"""Batches whose files may lie here at once (OWASP ASVS 5.0, 5.2.4): with the size of one, all that they can fill."""
NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{12}")


class Standing(StrEnum):
    """How far a batch has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """It took too long, or something was wrong with more than a file."""


IS_OVER = frozenset({Standing.DONE, Standing.STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What somebody sent, in one go."""

    by: str
    at: datetime
    publisher: str
    """Who published it, as they say; may be empty."""
    names: tuple[str, ...]
    """Of the files, as their sender calls them; on disk they are numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file."""

    name: str
    documents: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    """Those of them that the project had already."""
    failures: tuple[tuple[str, str], ...] = ()
    """What could not be taken in, by the class of the error, with its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the run that takes a batch in has come."""

    standing: Standing = Standing.WAITING
    stage: str = ""
    done: int = 0
    total: int | None = None
    outcomes: tuple[FileOutcome, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The folder of one batch."""

    folder: Path

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.folder.name

    def sent(self) -> Sent:
        """Read what was sent."""
        return msgspec.json.decode((self.folder / "sent.json").read_bytes(), type=Sent)

    def progress(self) -> Progress:
        """Read how far it has come."""
        try:
            return msgspec.json.decode((self.folder / "progress.json").read_bytes(), type=Progress)
        except FileNotFoundError:
            return Progress()

    def tell(self, progress: Progress) -> None:
        """Keep how far it has come; who reads it sees the old words or the new ones, never half of them."""
        part = self.folder / "progress.part"
        part.write_bytes(msgspec.json.encode(progress))
        part.replace(self.folder / "progress.json")

    def file(self, number: int) -> Path:
        """Return where a file lies, by its place among those sent."""
        return self.folder / "files" / str(number)

    def has_files(self) -> bool:
        """Whether its files still lie here: it waits, or it was stopped before they were taken in."""
        return (self.folder / "files").is_dir()

    def drop_files(self) -> None:
        """Remove the files: what was taken in lies in the archive."""
        shutil.rmtree(self.folder / "files", ignore_errors=True)


class Batches:
    """All batches of a project."""

    def __init__(self, project_folder: Path) -> None:
        self.folder = project_folder / FOLDER

    def begin(self, at: datetime) -> Batch:
        """Make the folder of another batch; until `commit` it is none.

        Raises:
            UsageError: too many wait already.
        """
        if sum(batch.has_files() for batch in self._all()) >= MOST_WAITING:
            raise UsageError(f"{MOST_WAITING} uploads wait already: come back when some of them are taken in")
        batch = Batch(self.folder / f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(6)}")
        (batch.folder / "files").mkdir(parents=True)
        return batch

    def commit(self, batch: Batch, sent: Sent) -> None:
        """Let a batch count, now that all of its files are there."""
        part = batch.folder / "sent.part"
        part.write_bytes(msgspec.json.encode(sent))
        part.replace(batch.folder / "sent.json")

    def drop(self, batch: Batch) -> None:
        """Remove a batch that never counted."""
        shutil.rmtree(batch.folder, ignore_errors=True)

    def find(self, name: str) -> Batch:
        """Find a batch by its name.

        Raises:
            NotFound: there is none.
        """
        batch = Batch(self.folder / name)
        if not NAME.fullmatch(name) or not (batch.folder / "sent.json").is_file():
            raise NotFound(f"nothing here is called {name!r}")
        return batch

    def latest(self, most: int) -> Sequence[Batch]:
        """Return the last batches, the newest first."""
        return sorted(self._all(), key=lambda batch: batch.name, reverse=True)[:most]

    def waiting(self) -> Iterator[Batch]:
        """Yield the batches that are not over, the oldest first; also one whose run was killed."""
        for batch in sorted(self._all(), key=lambda batch: batch.name):
            if batch.progress().standing not in IS_OVER:
                yield batch

    def _all(self) -> Iterator[Batch]:
        for path in self.folder.glob("*/sent.json"):
            if NAME.fullmatch(path.parent.name):
                yield Batch(path.parent)
