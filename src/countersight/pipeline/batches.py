"""Runs an extractor over chunks of texts, here or in processes of their own, and finds the text that one fails on."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import pyarrow as pa

from countersight.extract import Extractor, extract_batch
from countersight.model.batch import texts_to_batch
from countersight.model.claim import Claim
from countersight.model.failure import Failure, Stage
from countersight.model.record import from_json
from countersight.model.text import DocumentText
from countersight.pipeline.boundary import attempt

ChooseExtractor = Callable[[], Extractor]
"""Makes the extractor of a run, in this process or in another."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """One row of what `extract_batch` gave back."""

    claims: tuple[Claim, ...]
    drops: tuple[str, ...]
    """The reason of each."""


Results = dict[str, Extracted | Failure]
"""What became of texts, by their ids."""


def extract_here(
    chunks: Iterable[list[DocumentText]], extractor: Extractor
) -> Iterator[tuple[list[DocumentText], Results]]:
    """Do as `extract_in_processes` with the one object that has to serve the whole run."""
    for texts in chunks:
        read = [text for text in texts if text.language in extractor.languages]
        yield texts, extract_each(read, partial(extract_with, extractor, *read), partial(extract_with, extractor))


def extract_in_processes(
    chunks: Iterable[list[DocumentText]], languages: frozenset[str], processes: int, choose: ChooseExtractor
) -> Iterator[tuple[list[DocumentText], Results]]:
    """Yield each chunk of texts with the results of those in a language that is read; one process is this one."""
    readable = ((texts, [text for text in texts if text.language in languages]) for texts in chunks)
    alone = partial(_extract_alone, choose)
    if processes == 1:
        for texts, read in readable:
            yield texts, extract_each(read, partial(_extract_batch, texts_to_batch(read), choose), alone)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[list[DocumentText], list[DocumentText], Future[pa.RecordBatch]]] = deque()
        for texts, read in readable:
            waiting.append((texts, read, pool.submit(_extract_batch, texts_to_batch(read), choose)))
            if len(waiting) > processes * 2:
                texts, read, future = waiting.popleft()
                yield texts, extract_each(read, future.result, alone)
        for texts, read, future in waiting:
            yield texts, extract_each(read, future.result, alone)


def extract_each(
    texts: list[DocumentText],
    whole: Callable[[], pa.RecordBatch],
    alone: Callable[[DocumentText], pa.RecordBatch],
) -> Results:
    """Take the result of the whole batch, or if that fails of one text after the other, to find the one at fault."""
    batch = attempt(Stage.EXTRACT, "batch", whole)
    if not isinstance(batch, Failure):
        return dict(_unpack(batch))
    results: Results = {}
    for text in texts:
        single = attempt(Stage.EXTRACT, text.id, partial(alone, text))
        results |= {text.id: single} if isinstance(single, Failure) else dict(_unpack(single))
    return results


def extract_with(extractor: Extractor, *texts: DocumentText) -> pa.RecordBatch:
    """Extract with an extractor that is made already."""
    return extract_batch(texts_to_batch(texts), extractor)


def _extract_alone(choose: ChooseExtractor, text: DocumentText) -> pa.RecordBatch:
    """Extract in a process of its own, which may die of it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_extract_batch, texts_to_batch([text]), choose).result()


def _extract_batch(batch: pa.RecordBatch, choose: ChooseExtractor) -> pa.RecordBatch:
    return extract_batch(batch, choose())


def _unpack(batch: pa.RecordBatch) -> Iterator[tuple[str, Extracted | Failure]]:
    for row in batch.to_pylist():
        if row["failure"] is not None:
            yield row["text_id"], from_json(row["failure"], Failure)
            continue
        claims = tuple(from_json(record, Claim) for record in row["claims"])
        yield row["text_id"], Extracted(claims, tuple(drop["reason"] for drop in row["drops"]))
