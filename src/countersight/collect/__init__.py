"""The collect stage: from sources to documents, byte for byte, each with its capture."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from countersight.collect.base import Clock, Collected, CollectLimits, Item, Skipped, utc_now
from countersight.collect.containers import HEAD_BYTES, find_container
from countersight.collect.files import FileItem, read_list
from countersight.collect.items import Makers, list_items
from countersight.collect.long_tables import DELIMITED, cut_collected, cut_table, survey_table
from countersight.collect.media_type import sniff_media_type
from countersight.collect.observing import ObserveFile, observed_stream
from countersight.errors import InputError, TransientError
from countersight.model.document import Capture
from countersight.model.failure import Failure, Stage, make_failure

if TYPE_CHECKING:
    from countersight.collect.archives.exchange import Recorder
    from countersight.collect.web import WebFetcher

__all__ = [
    "CollectLimits",
    "Collected",
    "ObserveFile",
    "Skipped",
    "collect_documents",
    "collect_item",
    "count_sources",
    "failure_items",
    "read_list",
    "take_apart",
]


def collect_documents(
    sources: Iterable[str],
    *,
    limits: CollectLimits,
    stdin: BinaryIO | None = None,
    clock: Clock = utc_now,
    recorder: "Recorder | None" = None,
    observe_file: ObserveFile = lambda *_: None,
) -> Iterator[Collected | Failure | Skipped]:
    """Fetch each document that `sources` offer, one at a time, in order.

    Args:
        sources: a file; a folder, for every file below it; `http://` and `https://` addresses; `@list.txt`, for the
            sources that a file lists; `-` for standard input. The addresses of captures and failures are sources too,
            so that what failed can be tried again.
        stdin: what `-` reads; by default the process's own.
        clock: tells the time of a capture, in UTC.
        recorder: keeps what goes over the network, byte for byte.
        observe_file: told, of a file that holds many documents, its address, how far it was read, and its size.

    Yields a failure for each thing that cannot be had; none of them stops the others. What a file that holds many
    documents has besides them is yielded as skipped.

    Raises:
        BadSetting: the proxy or the allowed networks cannot be what they say.
    """
    for item in _items(sources, limits, stdin, clock, recorder):
        try:
            yield from collect_item(item, limits, clock, observe_file)
        except (InputError, TransientError) as error:
            yield make_failure(Stage.COLLECT, item.address, error)


def collect_item(
    item: Item, limits: CollectLimits, clock: Clock, observe_file: ObserveFile = lambda *_: None
) -> Iterator[Collected | Failure | Skipped]:
    """Fetch an item, or each document in it if it holds many or is a long table.

    Raises:
        InputError: it gives no document.
        TransientError: it may give one later.
    """
    if isinstance(item, FileItem) and (container := find_container(item.head(), item.address)) is not None:
        with item.opened() as stream:
            observed = observed_stream(stream, partial(observe_file, item.address))
            yield from container.members(observed, address=item.address, limits=limits, clock=clock)
        return
    if isinstance(item, FileItem) and (media_type := sniff_media_type(item.head(), name=item.address)) in DELIMITED:
        with item.opened() as stream:
            if (table := survey_table(stream)) is not None:
                whole = item.circumstances(stream)
                yield from cut_table(stream, table, whole, limits=limits, media_type=media_type)
                return
    yield from take_apart(item.collect(), limits, clock)


def take_apart(
    collected: Collected, limits: CollectLimits, clock: Clock = utc_now
) -> Iterator[Collected | Failure | Skipped]:
    """Yield each document in what was fetched, if it holds many or is a long table, or else the one that it is.

    Raises:
        InputError: it is not the container that it seemed.
    """
    address = collected.capture.address
    container = find_container(collected.data[:HEAD_BYTES], collected.capture.final_address or address)
    if container is None:
        yield from cut_collected(collected, limits)
    else:
        yield from container.members(BytesIO(collected.data), address=address, limits=limits, clock=clock)


def count_sources(sources: Iterable[str]) -> int:
    """Count the items that `collect_documents` would go through now, without reading them; one may hold many."""
    return sum(1 for _ in _items(sources, CollectLimits(), None, utc_now, None))


def failure_items(capture: Capture) -> Iterator[str]:
    """Yield the items that a failure to collect what was now collected may have had."""
    yield capture.address
    if capture.container is not None:
        # Of what was wrong with a container: its address, that of a file in it, or its address and the record.
        place = capture.container.partition(" ")[0]
        address = place.partition("#")[0]
        yield from (place, address, f"{address}#{capture.record}")


def _items(
    sources: Iterable[str],
    limits: CollectLimits,
    stdin: BinaryIO | None,
    clock: Clock,
    recorder: "Recorder | None",
) -> Iterator[Item]:
    @cache
    def fetcher() -> "WebFetcher":
        # Imported at the first URL: reading files should not wait for an HTTP client.
        from countersight.collect.web import WebFetcher

        return WebFetcher(limits, clock=clock, recorder=recorder)

    return list_items(sources, Makers(limits=limits, clock=clock, stdin=stdin, web=lambda url: fetcher().item(url)))
