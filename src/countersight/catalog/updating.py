"""Bring the file of a catalog to what a view of the store says now."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from countersight.catalog.deciding import note_decided
from countersight.catalog.gathering import Gathering
from countersight.catalog.index import SCHEMA, RowWriter, add_text, read_meta, read_texts, write_meta
from countersight.catalog.parties import PartyBook
from countersight.catalog.query import What
from countersight.catalog.text_facts import TextFacts
from countersight.store.base import View

Observer = Callable[[str, int, int | None], None]
"""Told what is being taken in (`documents`, `claims`, `findings`), how many are done, of how many if that is known."""
TELL_EVERY = 500
CHAINS = ("decisions", "identity_judgements", "source_assessments")


@dataclass(frozen=True, slots=True)
class Position:
    """Where the store is: equal positions, equal contents."""

    store: str
    chains: tuple[int, ...]
    """The last sequence of each of CHAINS."""
    readers: int
    """People who have to decide alike."""

    @classmethod
    def of(cls, view: View) -> "Position":
        """Ask a view."""
        return cls(view.position(), _chains(view), view.readers)

    @classmethod
    def read(cls, meta: dict[str, str]) -> "Position":
        """Read back what `write` wrote."""
        return cls(meta["position"], tuple(int(meta[chain]) for chain in CHAINS), int(meta["readers"]))

    def with_chains(self, view: View) -> "Position":
        """Return the position with the chains of today, which cost next to nothing to ask for."""
        return replace(self, chains=_chains(view), readers=view.readers)

    def differs_by_decisions(self, known: "Position") -> bool:
        """Whether nothing came since but decisions."""
        alike = replace(self, chains=(known.chains[0], *self.chains[1:])) == known
        return alike and self.chains[0] > known.chains[0]

    def write(self) -> dict[str, object]:
        """Return it as what a file says of itself."""
        return {"position": self.store, "readers": self.readers, **dict(zip(CHAINS, self.chains, strict=True))}


def _chains(view: View) -> tuple[int, ...]:
    return tuple(view.count(chain) for chain in CHAINS)


def take_in(connection: sqlite3.Connection, view: View, position: Position, folder: Path, observe: Observer) -> int:
    """Bring all rows to what the view says, in one transaction; return how many differed. Words go in once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        generation = next_generation(read_meta(connection))
        texts = _take_texts(connection, view, observe)
        gathering = Gathering(view, PartyBook(folder))
        changed = 0
        for what, drafts in (
            (What.DOCUMENTS, gathering.documents(texts)),
            (What.CLAIMS, gathering.claims()),
            (What.FINDINGS, gathering.findings()),
        ):
            writer = RowWriter(connection, what, generation)
            for done, _ in enumerate(writer.put(drafts), start=1):
                if done % TELL_EVERY == 0:
                    observe(what.value, done, None)
            changed += writer.changed
        note_decided(connection, view)
        write_meta(
            connection,
            {
                "schema": SCHEMA,
                "generation": generation,
                "at": datetime.now(UTC).isoformat(),
                "failures": _count_failures(view),
                **position.write(),
            },
        )
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return changed


def next_generation(meta: Mapping[str, str]) -> int:
    """Return a number that is greater than any before, of other files of the same catalog too."""
    return max(int(meta.get("generation", 0)) + 1, time.time_ns() // 1_000)


def _take_texts(connection: sqlite3.Connection, view: View, observe: Observer) -> dict[str, TextFacts]:
    """Take in the texts that the file lacks; return the facts of all of them."""
    known = read_texts(connection)
    there = set(view.text_ids())
    lacking = sorted(there - known.keys())
    new: Iterable = view.texts() if len(lacking) == len(there) else map(view.text, lacking)  # type: ignore[type-arg]
    for done, text in enumerate(new, start=1):
        known[text.id] = add_text(connection, text)
        if done % TELL_EVERY == 0:
            observe("texts", done, len(lacking))
    return {name: known[name] for name in sorted(there)}


def _count_failures(view: View) -> str:
    counts: dict[str, int] = {}
    for failure in view.failures():
        counts[failure.stage.value] = counts.get(failure.stage.value, 0) + 1
    return ",".join(f"{stage}:{count}" for stage, count in sorted(counts.items()))
