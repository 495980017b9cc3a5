"""The statements that tell of what a bundle shows, with only those of their lists that it takes."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from countersight.custody.bundle.gathering import Subject
from countersight.custody.lists import LINES, event_line, read_sums
from countersight.custody.statements import FOLDER, STATEMENT, Statement
from countersight.store.base import View

MOST_LINKS = 10_000
"""Of the log since the last statement: beyond it a bundle shows its own acts alone, and says so."""
UNSTATED = "events-not-yet-stated.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What statements tell of a bundle's acts and documents."""

    statements: tuple[Statement, ...]
    lists: tuple[tuple[Path, ...], ...]
    """Of each statement, the lists in which something of the bundle stands."""
    since: tuple[str, ...]
    """The links of the log from the first of the bundle's that no statement tells to the last one there is."""
    is_since_whole: bool
    """False where those were too many to show."""

    def covers(self, sequence: int) -> bool:
        """Whether a statement tells of this act."""
        return any(each.first <= sequence <= each.last for each in self.statements)


def gather_attested(view: View, statements: Sequence[Statement], subject: Subject) -> Attested:
    """Find the statements that tell of a subject's acts, and the links since."""
    sequences = [event.sequence for event in subject.all_events()]
    documents = {held.document.id for held in subject.documents}
    found, lists = [], []
    for statement in statements:
        within = [each for each in sequences if statement.first <= each <= statement.last]
        events = statement.lists_of("events")
        shown = [events[place] for place in sorted({(each - statement.first) // LINES for each in within})]
        told = [
            path for path in statement.lists_of("documents") if any(name in documents for name, _ in read_sums(path))
        ]
        if shown or told:
            found.append(statement)
            lists.append((*told, *shown))
    last = statements[-1].last if statements else 0
    unstated = [each for each in sequences if each > last]
    links = list(islice(view.custody(after=unstated[0] - 1), MOST_LINKS + 1)) if unstated else []
    is_whole = len(links) <= MOST_LINKS
    return Attested(
        statements=tuple(found),
        lists=tuple(lists),
        since=tuple(map(event_line, links if is_whole else (e for e in subject.all_events() if e.sequence > last))),
        is_since_whole=is_whole,
    )


def write_attested(folder: Path, attested: Attested) -> None:
    """Copy statements with their lists, attestations and certificates; write the links that none of them tells."""
    for statement, lists in zip(attested.statements, attested.lists, strict=True):
        target = folder / FOLDER / statement.folder.name
        target.mkdir(parents=True)
        for path in sorted(statement.folder.iterdir()):
            if path in lists or path.name == STATEMENT or path.suffix in (".tsr", ".tsq", ".pem", ".ots"):
                shutil.copyfile(path, target / path.name)
    (folder / UNSTATED).write_text("".join(f"{line}\n" for line in attested.since), "utf-8")
