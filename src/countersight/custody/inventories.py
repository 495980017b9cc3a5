"""Inventories: plain text files that name the head of the log of custody and every document since the one before.

An inventory is what authorities stamp. It lies in a folder of its own with the lists that it names, so that
`sha256sum -c` and `openssl ts -verify` are all that it takes to check it.
"""

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from countersight.custody.lists import event_line, read_links, read_sums, write_lists
from countersight.errors import BrokenChain, InvariantError
from countersight.model.custody import NOTHING_BEFORE, Act, CustodyEvent
from countersight.store.archive import ARCHIVE_NAME, blob_path
from countersight.store.base import View
from countersight.values.digests import sha256_hex

FOLDER = "timestamps"
"""The folder's name within a project; each inventory has one below it, named by its number."""
INVENTORY = "inventory.txt"
_NAME = re.compile(r"[0-9]{6}")
_HEAD = re.compile(
    r"# events: (?P<first>[0-9]+) to (?P<last>[0-9]+)\n"
    r"# head: (?P<head>[0-9a-f]{64})\n# before: (?P<before>[0-9a-f]{64}|-)\n"
)
_PREAMBLE = """\
# Countersight: inventory {number} on the custody of documents, made {made}
# In this folder, `sha256sum -c inventory.txt` checks the lists below. A list of documents names each by its SHA-256 and
# its place in the archive; a list of events has a line for each link of the log of custody: its id, which is the
# SHA-256 of the rest of the line; then its number, the id of the link before, and the SHA-256 of what happened.
# events: {first} to {last}
# head: {head}
# before: {before}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """One inventory as it lies in its folder."""

    number: int
    """Counted from one."""
    folder: Path
    digest: str
    """SHA-256 of the file that is stamped."""
    first: int
    """Sequence of the first link that it tells."""
    last: int
    head: str
    """Id of the last link."""
    before: str
    """Digest of the inventory before; empty for the first."""
    lists: tuple[tuple[str, str], ...]
    """Hash and name of each list."""

    @property
    def path(self) -> Path:
        """The file that is stamped."""
        return self.folder / INVENTORY

    def lists_of(self, what: str) -> list[Path]:
        """Return the lists of `documents` or of `events`, in order."""
        return [self.folder / name for _, name in self.lists if name.startswith(f"{what}-")]


def write_inventory(view: View, project: Path, *, now: datetime) -> Inventory | None:
    """Write what happened since the last inventory as the next one; none where nothing did but stamping.

    Whole or not at all: a folder of another name is renamed when all is written.
    """
    last = last_inventory(project)
    after = last.last if last else 0
    if all(event.act is Act.TIMESTAMPED for event in view.custody(after=after)):
        return None
    number = last.number + 1 if last else 1
    part = project / FOLDER / f".{secrets.token_hex(8)}.part"
    part.mkdir(parents=True)
    try:
        lists, (first, head) = _write_all(view, part, after)
        words = _PREAMBLE.format(
            number=number, made=now.isoformat(timespec="seconds"), first=first, last=head.sequence, head=head.id,
            before=last.digest if last else NOTHING_BEFORE,
        )  # fmt: skip
        (part / INVENTORY).write_text(words + "".join(f"{digest}  {name}\n" for digest, name in lists), "utf-8")
        folder = project / FOLDER / f"{number:06d}"
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part)
        raise
    return read_inventory(folder)


def _write_all(view: View, folder: Path, after: int) -> tuple[list[tuple[str, str]], tuple[int, CustodyEvent]]:
    events = write_lists(folder, "events", map(event_line, view.custody(after=after)))
    documents = write_lists(folder, "documents", map(_document_line, _documents(view, after)))
    head = view.custody_head()
    assert head is not None  # noqa: S101  there are events
    return [*documents, *events], (after + 1, head)


def _documents(view: View, after: int) -> Iterator[str]:
    """Yield the documents that came since; with the link that begins the log in a store of before, all there are."""
    seen: set[str] = set()
    for event in view.custody(after=after):
        if event.act is Act.BEGUN:
            yield from (document.id for document in view.documents())
            return
        if event.act is Act.CAPTURED and event.subject_id not in seen:
            seen.add(event.subject_id)
            yield event.subject_id


def _document_line(document_id: str) -> str:
    return f"{document_id}  ../../{ARCHIVE_NAME}/{blob_path(document_id)}"


def read_inventories(project: Path) -> list[Inventory]:
    """Read all inventories of a project, in order.

    Raises:
        BrokenChain: one of them is damaged.
    """
    folder = project / FOLDER
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return [read_inventory(folder / name) for name in names if _NAME.fullmatch(name)]


def last_inventory(project: Path) -> Inventory | None:
    """Return the newest inventory, if there is one."""
    return next(reversed(read_inventories(project)), None)


def read_inventory(folder: Path) -> Inventory:
    """Read an inventory.

    Raises:
        BrokenChain: it is not there, or says not what an inventory says.
    """
    path = folder / INVENTORY
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BrokenChain(f"{path}: {error.strerror}") from error
    told = _HEAD.search(data.decode("utf-8", "replace"))
    if told is None:
        raise BrokenChain(f"{path}: does not say which events it tells")
    return Inventory(
        number=int(folder.name),
        folder=folder,
        digest=sha256_hex(data),
        first=int(told["first"]),
        last=int(told["last"]),
        head=told["head"],
        before="" if told["before"] == NOTHING_BEFORE else told["before"],
        lists=tuple(read_sums(path)),
    )


def check_inventories(inventories: Iterable[Inventory], view: View) -> Iterator[str]:
    """Hold inventories against their lists, one another and the log; yield each break found, in words."""
    digest, last = "", 0
    for number, inventory in enumerate(inventories, start=1):
        name = f"inventory {inventory.number}"
        if inventory.number != number:
            yield f"{name}: follows inventory {number - 1}, so something is missing"
        if inventory.before != digest:
            yield f"{name}: names {inventory.before or 'none'} as the one before, which is {digest or 'none'}"
        if inventory.first != last + 1:
            yield f"{name}: begins with event {inventory.first}, the one before it ended with {last}"
        yield from check_lists(inventory)
        yield from _check_events(inventory, name, view)
        digest, last = inventory.digest, inventory.last


def check_lists(inventory: Inventory) -> Iterator[str]:
    """Hold an inventory against the lists that it names; yield each break found, in words."""
    name = f"inventory {inventory.number}"
    for digest, list_name in inventory.lists:
        path = inventory.folder / list_name
        try:
            found = sha256_hex(path.read_bytes())
        except OSError as error:
            yield f"{name}: {list_name}: {error.strerror}"
            continue
        if found != digest:
            yield f"{name}: {list_name} has SHA-256 {found}, the inventory says {digest}"


def _check_events(inventory: Inventory, name: str, view: View) -> Iterator[str]:
    """Hold each link that it lists against the log; the first that differs tells enough."""
    held = view.custody(after=inventory.first - 1)
    try:
        links = (link for path in inventory.lists_of("events") for link in read_links(path))
        listed = None
        for sequence, listed, previous in links:
            event = next(held, None)
            if event is None or event.sequence != sequence:
                yield f"{name}: lists event {sequence}, which is no longer in the log"
                return
            if (event.id, event.previous) != (listed, previous):
                yield f"{name}: lists event {sequence} as {listed}, the log has {event.id}"
                return
        if listed != inventory.head:
            yield f"{name}: its head is {inventory.head}, its last event {listed}"
    except InvariantError as error:
        yield f"{name}: cannot be compared further: {error}"
