"""The inventories that tell of what a bundle shows, with only those of their lists that it takes."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from countersight.custody.bundle.gathering import Subject
from countersight.custody.inventories import FOLDER, INVENTORY, Inventory
from countersight.custody.lists import LINES, event_line, read_sums
from countersight.store.base import View

MOST_LINKS = 10_000
"""Of the log since the last inventory: beyond it a bundle shows its own acts alone, and says so."""
UNLISTED = "events-not-yet-listed.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What inventories tell of a bundle's acts and documents."""

    inventories: tuple[Inventory, ...]
    lists: tuple[tuple[Path, ...], ...]
    """Of each inventory, the lists in which something of the bundle stands."""
    since: tuple[str, ...]
    """The links of the log from the first of the bundle's that no inventory tells to the last one there is."""
    is_since_whole: bool
    """False where those were too many to show."""

    def covers(self, sequence: int) -> bool:
        """Whether an inventory tells of this act."""
        return any(each.first <= sequence <= each.last for each in self.inventories)


def gather_attested(view: View, inventories: Sequence[Inventory], subject: Subject) -> Attested:
    """Find the inventories that tell of a subject's acts, and the links since."""
    sequences = [event.sequence for event in subject.all_events()]
    documents = {held.document.id for held in subject.documents}
    found, lists = [], []
    for inventory in inventories:
        within = [each for each in sequences if inventory.first <= each <= inventory.last]
        events = inventory.lists_of("events")
        shown = [events[place] for place in sorted({(each - inventory.first) // LINES for each in within})]
        told = [
            path for path in inventory.lists_of("documents") if any(name in documents for name, _ in read_sums(path))
        ]
        if shown or told:
            found.append(inventory)
            lists.append((*told, *shown))
    last = inventories[-1].last if inventories else 0
    unlisted = [each for each in sequences if each > last]
    links = list(islice(view.custody(after=unlisted[0] - 1), MOST_LINKS + 1)) if unlisted else []
    is_whole = len(links) <= MOST_LINKS
    return Attested(
        inventories=tuple(found),
        lists=tuple(lists),
        since=tuple(map(event_line, links if is_whole else (e for e in subject.all_events() if e.sequence > last))),
        is_since_whole=is_whole,
    )


def write_attested(folder: Path, attested: Attested) -> None:
    """Copy inventories with their lists, attestations and certificates; write the links that none of them tells."""
    for inventory, lists in zip(attested.inventories, attested.lists, strict=True):
        target = folder / FOLDER / inventory.folder.name
        target.mkdir(parents=True)
        for path in sorted(inventory.folder.iterdir()):
            if path in lists or path.name == INVENTORY or path.suffix in (".tsr", ".tsq", ".pem", ".ots"):
                shutil.copyfile(path, target / path.name)
    (folder / UNLISTED).write_text("".join(f"{line}\n" for line in attested.since), "utf-8")
