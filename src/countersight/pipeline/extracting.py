"""Joins extracting to the store: the texts that no step of the present extractors covers give their claims."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from countersight.extract import STRUCTURED, Extractor, is_shared, text_reteller
from countersight.model.failure import Failure, Stage
from countersight.model.text import DocumentText
from countersight.pipeline.batches import (
    ChooseExtractor,
    Extracted,
    Results,
    extract_each,
    extract_here,
    extract_in_processes,
    extract_with,
)
from countersight.pipeline.boundary import cut_chunks, forgive, text_weight
from countersight.pipeline.counting import Observer, StageCount
from countersight.pipeline.inferring import portal_territories
from countersight.settings import Settings
from countersight.store.base import WITHDRAWN, Step, Store, View, Writer

PARALLEL_FROM = 200
"""Texts from which further processes repay their start."""


def extract_waiting(store: Store, settings: Settings, observe: Observer, choose: ChooseExtractor) -> StageCount:
    """Take the claims out of every text that waits for it: of rows and records first, then of prose."""
    count = StageCount()
    _extract_structured(store, observe, count)
    _extract_prose(store, settings, observe, choose, count)
    return count


def _extract_prose(
    store: Store, settings: Settings, observe: Observer, choose: ChooseExtractor, count: StageCount
) -> None:
    extractor = choose()
    version = _version(extractor)
    _pass_superseded(store, version, besides=STRUCTURED)
    with store.view() as view:
        going = _begin_extraction(view, version, count)
        total = view.waiting(Stage.EXTRACT, version, besides=STRUCTURED)
        chunks = _chunk_texts(view.unextracted(version, besides=STRUCTURED))
        if is_shared(extractor):
            done = extract_here(chunks, extractor)
        else:
            processes = settings.processes if total >= PARALLEL_FROM else 1
            done = extract_in_processes(chunks, extractor.languages, processes, choose)
        for texts, results in done:
            _keep_extractions(store, texts, results, going)
            observe(Stage.EXTRACT, count.taken_up, total)


def _extract_structured(store: Store, observe: Observer, count: StageCount) -> None:
    """Take the claims of rows and records from their fields, whatever language they are in."""
    retell = text_reteller(store.folder)
    for reader, make_extractor in STRUCTURED.items():
        extractor = make_extractor(store.folder)
        portals = portal_territories(store.folder, reader)
        version = _version(extractor) + portals.version
        _pass_superseded(store, version, reader=reader)
        with store.view() as view:
            going = _begin_extraction(view, version, count)
            total, done = view.waiting(Stage.EXTRACT, version, reader=reader), 0
            for kept in _chunk_texts(view.unextracted(version, reader=reader)):
                told = {text.id: retell(text, view.texts(document_id=text.document_id)) for text in kept}
                _keep_retold(store, told, going)
                texts = list({text.id: text for text in told.values()}.values())
                whole, alone = partial(extract_with, extractor, *texts), partial(extract_with, extractor)
                results = portals.complete(
                    extract_each(texts, whole, alone), {text.id: text.document_id for text in texts}, view
                )
                _keep_extractions(store, texts, results, going)
                done += len(kept)
                observe(Stage.EXTRACT, done, total)


def _pass_superseded(store: Store, version: str, *, reader: str | None = None, besides: Collection[str] = ()) -> None:
    """Take note of texts whose document was read anew: the newest one alone is looked through."""
    with store.view() as view:
        newest = view.superseded()
        waiting = view.unextracted(version, reader=reader, besides=besides) if newest else ()
        passed = [text.id for text in waiting if text.id in newest]
    if passed:
        with store.writer() as writer:
            for name in passed:
                outcome = f"read anew as {newest[name]}"
                writer.add_step(Step(stage=Stage.EXTRACT, item=name, version=version, outcome=outcome))


def _version(extractor: Extractor) -> str:
    return f"{extractor.name}@{extractor.version}"


def _chunk_texts(texts: Iterable[DocumentText]) -> Iterator[list[DocumentText]]:
    return cut_chunks(texts, weight=text_weight)


@dataclass(frozen=True, slots=True)
class _Extraction:
    """What keeping the claims of text after text goes by."""

    version: str
    count: StageCount
    failing: frozenset[str]
    """Texts with a failure on record."""
    withheld: frozenset[str]
    """Documents that are withdrawn, for themselves or with their source."""
    older: Mapping[str, Sequence[str]]
    """The texts in whose place a newer one of their document came, by the newer one."""


def _begin_extraction(view: View, version: str, count: StageCount) -> _Extraction:
    failing = frozenset(failure.item for failure in view.failures(stage=Stage.EXTRACT))
    older: dict[str, list[str]] = {}
    for text_id, newest in view.superseded().items():
        older.setdefault(newest, []).append(text_id)
    return _Extraction(version, count, failing, frozenset(view.withheld()), older)


def _keep_extractions(store: Store, texts: Iterable[DocumentText], results: Results, going: _Extraction) -> None:
    with store.writer() as writer:
        for text in texts:
            outcome = _keep_extraction(writer, text, results.get(text.id), going)
            writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version=going.version, outcome=outcome))


def _keep_retold(store: Store, told: Mapping[str, DocumentText], going: _Extraction) -> None:
    """Keep the texts that a mapping tells more of than when their table was read; they stand in place of those."""
    anew = {name: text for name, text in told.items() if text.id != name}
    if not anew:
        return
    with store.writer() as writer:
        for name, text in anew.items():
            writer.add_text(text)
            forgive(writer, Stage.EXTRACT, name, going.failing)
            writer.retire_claims(name)
            outcome = f"told anew as {text.id}"
            writer.add_step(Step(stage=Stage.EXTRACT, item=name, version=going.version, outcome=outcome))


def _keep_extraction(writer: Writer, text: DocumentText, result: Extracted | Failure | None, going: _Extraction) -> str:
    """Keep what became of one text, and return the outcome of its step."""
    count = going.count
    if text.document_id in going.withheld:
        count.skipped[WITHDRAWN] += 1
        return WITHDRAWN
    if result is None:
        outcome = f"language {text.language or 'unknown'} is not read yet"
        count.skipped[outcome] += 1
        return outcome
    if isinstance(result, Failure):
        writer.record_failure(result)
        count.failed += 1
        return "failed"
    forgive(writer, Stage.EXTRACT, text.id, going.failing)
    writer.retire_claims(text.id, going.version, *{claim.extractor for claim in result.claims})
    for older in going.older.get(text.id, ()):  # only now, so that what cannot be read through takes nothing away
        writer.retire_claims(older)
    count.produced += writer.add_claims(result.claims, text)
    count.dropped.update(result.drops)
    count.done += 1
    return "done" if not result.drops else f"done, {len(result.drops)} dropped: {'; '.join(sorted(set(result.drops)))}"
