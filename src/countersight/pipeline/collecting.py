"""Joins collecting to the store: documents that somebody names, and those that could not be had before."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from countersight.collect import (
    Collected,
    CollectLimits,
    ObserveFile,
    Skipped,
    collect_documents,
    count_sources,
    failure_items,
)
from countersight.collect.archives.capturing import CaptureArchive
from countersight.model.document import Capture, Document
from countersight.model.failure import Failure, Stage
from countersight.pipeline.boundary import CHUNK
from countersight.pipeline.counting import EXAMPLES, Observer, StageCount
from countersight.read import READERS
from countersight.store.base import Store

Arrival = Failure | tuple[Document, Capture]
"""What became of one thing that was to be collected; its bytes are in the archive."""

STDIN = "stdin:"
"""The address of standard input, which cannot be asked again."""
UPLOAD = "upload:"
"""What the address of a file begins with that was sent through the site, which has to be sent again."""


def add_documents(
    store: Store,
    sources: Iterable[str],
    limits: CollectLimits,
    *,
    stdin: BinaryIO | None = None,
    observe: Observer,
    observe_file: ObserveFile = lambda *_: None,
) -> StageCount:
    """Collect documents from paths, addresses and standard input into the store.

    What goes over the network is kept as WARC records; of archives of the web, the documents that some reader takes.
    """
    count, sources = StageCount(), list(sources)
    total = count_sources(sources)
    with store.view() as view:
        failing = {failure.item for failure in view.failures(stage=Stage.COLLECT)}
    limits, held, last = limited_to_readable(limits), list[Arrival](), b""
    with CaptureArchive(store.folder) as recorder:
        for collected in collect_documents(
            sources, limits=limits, stdin=stdin, recorder=recorder, observe_file=observe_file
        ):
            if isinstance(collected, Skipped):
                count.skipped[collected.reason] += 1
                continue
            if isinstance(collected, Collected) and collected.data is not last:  # an archive may repeat it many times
                store.archive.put(collected.data)
                last = collected.data
            held.append(collected if isinstance(collected, Failure) else (collected.document, collected.capture))
            if len(held) == CHUNK or _cost_a_request(collected):
                keep_collected(store, held, failing, count)
                held.clear()
            observe(Stage.COLLECT, count.done + count.failed + len(held), total)
        keep_collected(store, held, failing, count)
    return count


def retry_failures(store: Store, limits: CollectLimits, *, observe: Observer) -> tuple[int, StageCount]:
    """Collect again what could not be collected, and let the next run take up whatever else failed.

    Feeds and other entries of declared sources are no documents: the next visit looks through them again.

    Returns how many failures were taken up, and what collecting again gave.
    """
    with store.view() as view:
        failures = list(view.failures())
    with store.writer() as writer:
        for failure in failures:
            if failure.stage is not Stage.COLLECT:
                writer.clear_failure(failure.stage, failure.item)
    # What is behind `#` names something within a file, which is taken apart as a whole, and once.
    items = (failure.item.partition("#")[0] for failure in failures if failure.stage is Stage.COLLECT)
    left = {STDIN, *_left_to_watcher(store.folder)}
    again = [item for item in dict.fromkeys(items) if item not in left and not item.startswith(UPLOAD)]
    return len(failures), add_documents(store, again, limits, observe=observe)


def limited_to_readable(limits: CollectLimits) -> CollectLimits:
    """Have those documents alone taken out of archives of the web that some reader takes, unless that was settled."""
    if limits.media_types is not None:
        return limits
    return replace(limits, media_types=frozenset[str]().union(*(reader.media_types for reader in READERS)))


def _cost_a_request(collected: Collected | Failure) -> bool:
    """Whether it came over the network just now: that is kept at once, what lies in a file can be read again."""
    return isinstance(collected, Collected) and collected.capture.status is not None and not collected.capture.container


def keep_collected(store: Store, arrivals: Iterable[Arrival], failing: set[str], count: StageCount) -> None:
    """Write what became of things to collect in one transaction; failures that are made good are cleared."""
    with store.writer() as writer:
        for arrival in arrivals:
            if isinstance(arrival, Failure):
                writer.record_failure(arrival)
                count.failed += 1
                count.examples += [arrival] if len(count.examples) < EXAMPLES else []
                continue
            document, capture = arrival
            for item in failing.intersection(failure_items(capture)):
                writer.clear_failure(Stage.COLLECT, item)
                failing.discard(item)
            count.produced += writer.add_document(document, capture)
            count.done += 1


def _left_to_watcher(folder: Path) -> Iterator[str]:
    """Yield what a failure to look through a declared source is told of."""
    from countersight.collect.sources import Source, check_sources

    for source in check_sources(folder):
        if isinstance(source, Source):
            yield source.name
            yield from (entry.address for entry in source.entries)
