"""The boundary around one item: what goes wrong with it becomes its failure, and the next item's turn comes."""

from collections.abc import Callable, Container, Iterable, Iterator
from typing import TypeVar

from countersight.errors import InputError, InvariantError
from countersight.model.failure import Failure, Stage, make_failure
from countersight.model.text import DocumentText
from countersight.store.base import Writer

T = TypeVar("T")

CHUNK = 100
"""Items that share a transaction: what a killed run has to do again, at most."""
CHUNK_CHARACTERS = 2_000_000
"""Characters of text that are held at once, however few documents they are."""

PART_CHARACTERS = 10
"""What the place of some words within a document weighs beside the words: a table has one for every cell."""


def text_weight(text: DocumentText) -> int:
    """Return what holding a text costs, in characters."""
    return len(text.text) + PART_CHARACTERS * len(text.parts)


def attempt(stage: Stage, item: str, work: Callable[[], T]) -> T | Failure:
    """Do the work on one item, or return what went wrong with it; only a broken invariant stops the run.

    Raises:
        InvariantError: the store or the code is wrong.
    """
    try:
        return work()
    except InvariantError:
        raise
    except InputError as error:
        return make_failure(stage, item, error)
    except Exception as error:  # noqa: BLE001  the one place where the unforeseen is caught
        return make_failure(stage, item, error, foreseen=False)


def forgive(writer: Writer, stage: Stage, item: str, failing: Container[str]) -> None:
    """Clear the failure of an item that went well now, if it is among those with one on record."""
    if item in failing:
        writer.clear_failure(stage, item)


def cut_chunks(items: Iterable[T], *, weight: Callable[[T], int]) -> Iterator[list[T]]:
    """Cut a stream into lists of at most `CHUNK` items, closed early once they weigh `CHUNK_CHARACTERS`."""
    chunk: list[T] = []
    held = 0
    for item in items:
        chunk.append(item)
        held += weight(item)
        if len(chunk) >= CHUNK or held >= CHUNK_CHARACTERS:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk
