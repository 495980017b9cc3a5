"""The only file that joins stages: documents in, findings out, restartable at any point.

Each step is noted in the store's ledger under the version of the stage that did it, in the transaction that keeps its
result. A run takes up just what no step at the present version covers, so a second run finds nothing to do and a killed
one goes on where it was.
"""

from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import pyarrow as pa

from countersight.collect import (
    Collected,
    CollectLimits,
    ObserveFile,
    Skipped,
    collect_documents,
    count_sources,
    failure_items,
    take_apart,
)
from countersight.collect.archives.capturing import CaptureArchive
from countersight.collect.base import TOOL
from countersight.corroborate import corroborate_claims, corroborator_version
from countersight.corroborate.origins import OriginIndex, Origins
from countersight.corroborate.origins.publishers import read_families
from countersight.errors import InputError, InvariantError, NotFound, ReaderCrashed, TransientError
from countersight.extract import STRUCTURED, Extractor, default_extractor, extract_batch, is_shared, text_describer
from countersight.model.as_of import AsOf
from countersight.model.batch import texts_to_batch
from countersight.model.claim import Claim
from countersight.model.clusters import Clusters
from countersight.model.custody import Act
from countersight.model.decision import Decision
from countersight.model.document import Capture, Document, capture_id
from countersight.model.entity import Judgement
from countersight.model.failure import Failure, Stage, make_failure
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement
from countersight.model.notice import Withdrawals
from countersight.model.record import from_json
from countersight.model.source import SourceAssessment
from countersight.model.text import DocumentText
from countersight.read import READERS, ReadItem, Recognition, declared_charset, read_documents, reading_version
from countersight.resolve import Resolver, default_resolver, resolve_claims
from countersight.settings import Settings
from countersight.store.base import WITHDRAWN, Step, Store, View, Writer
from countersight.values.digests import content_id, sha256_hex

if TYPE_CHECKING:  # whoever reads files should not wait for an HTTP client
    from countersight.collect.sources import Source
    from countersight.collect.watching import Catch, Visitor, VisitSummary

T = TypeVar("T")

ChooseExtractor = Callable[[], Extractor]
"""Makes the extractor of a run, in this process or in another."""

Observer = Callable[[Stage, int, int | None], None]
"""Told how many items of a stage are done, of how many if that is known."""

CHUNK = 100
"""Items that share a transaction: what a killed run has to do again, at most."""
CHUNK_CHARACTERS = 2_000_000
"""Characters of text that are held at once, however few documents they are."""
EXAMPLES = 5
"""Failures that a count tells in full."""
STDIN = "stdin:"
"""The address of standard input, which cannot be asked again."""
ORIGINS = "origins"
"""Folder of a project with the index of which documents copy which."""
PUBLISHERS = "publishers.yaml"
"""File of a project that tells which publishers have one owner."""
ONCE = (Act.CHANGED, Act.VANISHED)
"""What is told of a document once, not at every look."""
PARALLEL_FROM = 200
"""Texts from which further processes repay their start."""


@dataclass(slots=True)
class StageCount:
    """What one stage did in one run."""

    done: int = 0
    """Items it took up and finished."""
    produced: int = 0
    """New rows that came of them: documents, texts, claims, judgements, findings."""
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Items that it left alone, by reason."""
    examples: list[Failure] = field(default_factory=list)
    """The first few of what failed while collecting."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Claims seen but not tied to words, by reason."""


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
    limits, held = _limited_to_readable(limits), list[Arrival]()
    with CaptureArchive(store.folder) as recorder:
        for collected in collect_documents(
            sources, limits=limits, stdin=stdin, recorder=recorder, observe_file=observe_file
        ):
            if isinstance(collected, Skipped):
                count.skipped[collected.reason] += 1
                continue
            if isinstance(collected, Collected):
                store.archive.put(collected.data)
            held.append(collected if isinstance(collected, Failure) else (collected.document, collected.capture))
            if len(held) == CHUNK or _cost_a_request(collected):
                _keep_collected(store, held, failing, count)
                held.clear()
            observe(Stage.COLLECT, count.done + count.failed + len(held), total)
        _keep_collected(store, held, failing, count)
    return count


Arrival = Failure | tuple[Document, Capture]
"""What became of one thing that was to be collected; its bytes are in the archive."""


def _cost_a_request(collected: Collected | Failure) -> bool:
    """Whether it came over the network just now: that is kept at once, what lies in a file can be read again."""
    return isinstance(collected, Collected) and collected.capture.status is not None and not collected.capture.container


def _limited_to_readable(limits: CollectLimits) -> CollectLimits:
    """Have those documents alone taken out of archives of the web that some reader takes, unless that was settled."""
    if limits.media_types is not None:
        return limits
    return replace(limits, media_types=frozenset[str]().union(*(reader.media_types for reader in READERS)))


def _keep_collected(store: Store, arrivals: Iterable[Arrival], failing: set[str], count: StageCount) -> None:
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


def visit_source(
    store: Store, visitor: "Visitor", source: "Source", limits: CollectLimits, *, tell: "Callable[[Catch], None]"
) -> "VisitSummary":
    """Visit a declared source and keep what comes of it, one address after the other.

    What goes wrong with one source ends its visit, and no other's.

    Raises:
        InvariantError: the store or the code is wrong.
    """
    try:
        done = _attempt(
            Stage.COLLECT, source.name, partial(_keep_visit, store, visitor, source, _limited_to_readable(limits), tell)
        )
    except TransientError as error:  # the store was busy, or the disk full: what was kept is kept
        return visitor.break_off(source, str(error))
    if isinstance(done, Failure):
        with store.writer() as writer:
            writer.record_failure(done)
        return visitor.break_off(source, f"{done.reason}: {done.detail}")
    summary = visitor.summary(source)
    if summary.trouble is None and summary.ended_at is not None:
        with store.writer() as writer:  # what kept an earlier visit from looking is over
            for item in {source.name, *(entry.address for entry in source.entries)}:
                writer.clear_failure(Stage.COLLECT, item)
    return summary


def _keep_visit(
    store: Store, visitor: "Visitor", source: "Source", limits: CollectLimits, tell: "Callable[[Catch], None]"
) -> None:
    for catch in visitor.visit(source):
        _keep_catch(store, catch, limits)
        tell(catch)


def _keep_catch(store: Store, catch: "Catch", limits: CollectLimits) -> None:
    """Keep what came of one address; a second time, after a death in between, changes nothing."""
    act, detail = _act_of(catch)
    with store.view() as view:
        before = _kept_before(view, catch)
        is_told = before is not None and act in ONCE and _is_told(view, before, act, detail)
    for kept in _chunks(_parts(catch, before, limits), weight=lambda part: len(getattr(part, "data", ""))):
        with store.writer() as writer:
            for part in kept:
                if isinstance(part, Failure):
                    writer.record_failure(part)
                    continue
                store.archive.put(part.data)
                writer.add_document(part.document, part.capture)
    with store.writer() as writer:
        if catch.failure is None:
            writer.clear_failure(Stage.COLLECT, catch.address)
        if before is not None and act is not None and not is_told:
            words = dict([("address", catch.address), ("capture", capture_id(before, catch.address)), detail])
            writer.record_custody(act, before, by=TOOL, at=catch.at, detail=words)


def _is_told(view: View, document_id: str, act: Act | None, detail: tuple[str, str]) -> bool:
    """Whether the log of custody ends, for a document, in this very act."""
    last = deque(view.custody(document_id), maxlen=1)
    return any(event.act is act and detail in event.detail for event in last)


def _parts(catch: "Catch", before: str | None, limits: CollectLimits) -> Iterator[Collected | Failure]:
    """Yield the documents in what was fetched, each with the source that led there."""
    if catch.failure is not None:
        yield catch.failure
    if catch.collected is None or (before is None and catch.before == catch.collected.document.id):
        return  # nothing was sent, or once more the file of many documents that was taken apart before
    source, publisher = catch.collected.capture.source, catch.collected.capture.publisher
    try:
        for part in take_apart(catch.collected, limits):
            if isinstance(part, Collected):
                told = part.capture.publisher or publisher
                yield replace(part, capture=replace(part.capture, source=source, publisher=told))
            elif isinstance(part, Failure):
                yield part
    except InputError as error:
        yield make_failure(Stage.COLLECT, catch.address, error)


def _kept_before(view: View, catch: "Catch") -> str | None:
    """Return the document that was kept from an address before; a file of many documents is none itself."""
    try:
        return view.document(catch.before).id if catch.before else None
    except NotFound:
        return None


def _act_of(catch: "Catch") -> tuple[Act | None, tuple[str, str]]:
    """Return what the log of custody has to tell that adding a document does not tell by itself."""
    from countersight.collect.watching import Outcome

    match catch.outcome:
        case Outcome.CHANGED:
            return Act.CHANGED, ("document", catch.collected.document.id if catch.collected else "")
        case Outcome.VANISHED:
            return Act.VANISHED, ("answer", catch.detail)
        case Outcome.MOVED:
            return Act.VANISHED, ("leads_to", catch.detail)
        case Outcome.UNCHANGED if catch.collected is None:
            return Act.SEEN_AGAIN, ("answer", catch.detail)
    return None, ("", "")


def run_pipeline(
    store: Store, settings: Settings, *, observe: Observer, choose: ChooseExtractor = default_extractor
) -> dict[Stage, StageCount]:
    """Bring every document through every stage up to findings, with the extractor that `choose` makes.

    Raises:
        InvariantError: the store or the code is wrong; what was finished before stays.
    """
    return {
        Stage.READ: _read(store, settings, observe),
        Stage.EXTRACT: _extract(store, settings, observe, choose),
        Stage.RESOLVE: _resolve(store, observe),
        Stage.CORROBORATE: _corroborate(store, observe),
    }


def bring_up_to_date(store: Store, *, observe: Observer = lambda *_: None) -> dict[Stage, StageCount]:
    """Resolve the names of claims that people made, and make findings anew where decisions changed what they rest on.

    To be called after a batch of decisions. Where nothing changed it reads ids alone: about a second for 100,000
    claims.
    """
    return {Stage.RESOLVE: _resolve(store, observe), Stage.CORROBORATE: _corroborate(store, observe)}


@contextmanager
def view_as_of(store: Store, as_of: AsOf) -> Iterator[View]:
    """Open a view as of these moments, its findings those of the claims that were public by the day asked for."""
    with store.view(as_of) as view:
        if as_of.published is not None:
            view.hold_findings(_make_findings(view, view.standing_resolver(), folder=store.folder))
        yield view


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
    again = [item for item in dict.fromkeys(items) if item not in left]
    return len(failures), add_documents(store, again, limits, observe=observe)


def _left_to_watcher(folder: Path) -> Iterator[str]:
    """Yield what a failure to look through a declared source is told of."""
    from countersight.collect.sources import Source, check_sources

    for source in check_sources(folder):
        if isinstance(source, Source):
            yield source.name
            yield from (entry.address for entry in source.entries)


def _read(store: Store, settings: Settings, observe: Observer) -> StageCount:
    version, count = reading_version(settings.ocr_languages), StageCount()
    describe = text_describer(store.folder)
    with store.view() as view:
        failing = {failure.item for failure in view.failures(stage=Stage.READ)}
        items = (_read_item(store, view, document) for document in view.unread(version))
        readings = read_documents(
            items,
            processes=settings.processes,
            timeout_s=settings.reader_timeout_s,
            memory_mb=settings.reader_memory_mb,
            recognition=Recognition(languages=settings.ocr_languages, timeout_s=settings.ocr_timeout_s),
        )
        total = view.waiting(Stage.READ, version)
        for chunk in _chunks(readings, weight=lambda reading: len(getattr(reading[1], "text", ""))):
            with store.writer() as writer:
                for item, result in chunk:
                    if isinstance(result, DocumentText):
                        _forgive(writer, Stage.READ, item.document.id, failing)
                        writer.add_text(describe(result))
                        count.produced += 1
                        count.done += 1
                    else:
                        foreseen = not isinstance(result, ReaderCrashed)
                        writer.record_failure(make_failure(Stage.READ, item.document.id, result, foreseen=foreseen))
                        count.failed += 1
                    outcome = "done" if isinstance(result, DocumentText) else "failed"
                    writer.add_step(Step(stage=Stage.READ, item=item.document.id, version=version, outcome=outcome))
            observe(Stage.READ, count.done + count.failed, total)
    return count


def _extract(store: Store, settings: Settings, observe: Observer, choose: ChooseExtractor) -> StageCount:
    count = StageCount()
    _extract_structured(store, observe, count)
    extractor = choose()
    version = f"{extractor.name}@{extractor.version}"
    with store.view() as view:
        going = _begin_extraction(view, version, count)
        total = view.waiting(Stage.EXTRACT, version, besides=STRUCTURED)
        chunks = _chunks(view.unextracted(version, besides=STRUCTURED), weight=lambda text: len(text.text))
        if is_shared(extractor):
            done = _extract_here(chunks, extractor)
        else:
            processes = settings.processes if total >= PARALLEL_FROM else 1
            done = _extract_chunks(chunks, extractor.languages, processes, choose)
        for texts, results in done:
            with store.writer() as writer:
                for text in texts:
                    _keep_extraction(writer, text, results.get(text.id), going)
            observe(Stage.EXTRACT, count.done + count.failed + count.skipped.total(), total)
    return count


def _extract_structured(store: Store, observe: Observer, count: StageCount) -> None:
    """Take the claims of rows and records from their fields, whatever language they are in."""
    for reader, make_extractor in STRUCTURED.items():
        extractor = make_extractor(store.folder)
        version = f"{extractor.name}@{extractor.version}"
        with store.view() as view:
            going = _begin_extraction(view, version, count)
            total, done = view.waiting(Stage.EXTRACT, version, reader=reader), 0
            waiting = view.unextracted(version, reader=reader)
            for texts in _chunks(waiting, weight=lambda text: len(text.text)):
                whole, alone = partial(_extract_with, extractor, *texts), partial(_extract_with, extractor)
                results = _extract_each(texts, whole, alone)
                with store.writer() as writer:
                    for text in texts:
                        _keep_extraction(writer, text, results.get(text.id), going)
                done += len(texts)
                observe(Stage.EXTRACT, done, total)


@dataclass(frozen=True, slots=True)
class _Extraction:
    """What keeping the claims of text after text goes by."""

    version: str
    count: StageCount
    failing: frozenset[str]
    """Texts with a failure on record."""
    withdrawn: Withdrawals


def _begin_extraction(view: View, version: str, count: StageCount) -> _Extraction:
    failing = frozenset(failure.item for failure in view.failures(stage=Stage.EXTRACT))
    return _Extraction(version, count, failing, view.withdrawals())


def _keep_extraction(
    writer: Writer, text: DocumentText, result: "Extracted | Failure | None", going: _Extraction
) -> None:
    count, version = going.count, going.version
    if going.withdrawn.of_text(text) is not None:
        outcome = WITHDRAWN
        count.skipped[outcome] += 1
    elif result is None:
        outcome = f"language {text.language or 'unknown'} is not read yet"
        count.skipped[outcome] += 1
    elif isinstance(result, Failure):
        writer.record_failure(result)
        count.failed += 1
        outcome = "failed"
    else:
        _forgive(writer, Stage.EXTRACT, text.id, going.failing)
        writer.retire_claims(text.id, version, *{claim.extractor for claim in result.claims})
        count.produced += writer.add_claims(result.claims, text)
        count.dropped.update(result.drops)
        count.done += 1
        outcome = (
            "done" if not result.drops else f"done, {len(result.drops)} dropped: {'; '.join(sorted(set(result.drops)))}"
        )
    writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version=version, outcome=outcome))


@dataclass(frozen=True, slots=True)
class Extracted:
    """One row of what `extract_batch` gave back."""

    claims: tuple[Claim, ...]
    drops: tuple[str, ...]
    """The reason of each."""


def _extract_here(
    chunks: Iterable[list[DocumentText]], extractor: Extractor
) -> Iterator[tuple[list[DocumentText], dict[str, Extracted | Failure]]]:
    """Do as `_extract_chunks` with the one object that has to serve the whole run."""
    for texts in chunks:
        read = [text for text in texts if text.language in extractor.languages]
        yield texts, _extract_each(read, partial(_extract_with, extractor, *read), partial(_extract_with, extractor))


def _extract_chunks(
    chunks: Iterable[list[DocumentText]], languages: frozenset[str], processes: int, choose: ChooseExtractor
) -> Iterator[tuple[list[DocumentText], dict[str, Extracted | Failure]]]:
    """Yield each chunk of texts with the results of those in a language that is read, by text id."""
    readable = ((texts, [text for text in texts if text.language in languages]) for texts in chunks)
    alone = partial(_extract_alone, choose)
    if processes == 1:
        for texts, read in readable:
            yield texts, _extract_each(read, partial(_extract_batch, texts_to_batch(read), choose), alone)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[list[DocumentText], list[DocumentText], Future[pa.RecordBatch]]] = deque()
        for texts, read in readable:
            waiting.append((texts, read, pool.submit(_extract_batch, texts_to_batch(read), choose)))
            if len(waiting) > processes * 2:
                texts, read, future = waiting.popleft()
                yield texts, _extract_each(read, future.result, alone)
        for texts, read, future in waiting:
            yield texts, _extract_each(read, future.result, alone)


def _extract_each(
    texts: list[DocumentText],
    whole: Callable[[], pa.RecordBatch],
    alone: Callable[[DocumentText], pa.RecordBatch],
) -> dict[str, Extracted | Failure]:
    """Take the result of the whole batch, or if that fails of one text after the other, to find the one at fault."""
    batch = _attempt(Stage.EXTRACT, "batch", whole)
    if not isinstance(batch, Failure):
        return dict(_unpack(batch))
    results: dict[str, Extracted | Failure] = {}
    for text in texts:
        single = _attempt(Stage.EXTRACT, text.id, partial(alone, text))
        results |= {text.id: single} if isinstance(single, Failure) else dict(_unpack(single))
    return results


def _extract_alone(choose: ChooseExtractor, text: DocumentText) -> pa.RecordBatch:
    """Extract in a process of its own, which may die of it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_extract_batch, texts_to_batch([text]), choose).result()


def _extract_batch(batch: pa.RecordBatch, choose: ChooseExtractor) -> pa.RecordBatch:
    return extract_batch(batch, choose())


def _extract_with(extractor: Extractor, *texts: DocumentText) -> pa.RecordBatch:
    return extract_batch(texts_to_batch(texts), extractor)


def _unpack(batch: pa.RecordBatch) -> Iterator[tuple[str, Extracted | Failure]]:
    for row in batch.to_pylist():
        if row["failure"] is not None:
            yield row["text_id"], from_json(row["failure"], Failure)
            continue
        claims = tuple(from_json(record, Claim) for record in row["claims"])
        yield row["text_id"], Extracted(claims, tuple(drop["reason"] for drop in row["drops"]))


def _resolve(store: Store, observe: Observer) -> StageCount:
    resolver, count = default_resolver(store.folder), StageCount()
    version = f"{resolver.name}@{resolver.version}"
    with store.view() as view:
        failing = {failure.item for failure in view.failures(stage=Stage.RESOLVE)}
        total = view.waiting(Stage.RESOLVE, version)
        for chunk in _chunks(view.unresolved(version), weight=lambda _: 1):
            with store.writer() as writer:
                for claim in chunk:
                    judgements = _attempt(Stage.RESOLVE, claim.id, partial(_judge, claim, resolver))

                    if isinstance(judgements, Failure):
                        writer.record_failure(judgements)
                        count.failed += 1
                    else:
                        _forgive(writer, Stage.RESOLVE, claim.id, failing)
                        writer.add_judgements(judgements)
                        count.produced += len(judgements)
                        count.done += 1
                    outcome = "failed" if isinstance(judgements, Failure) else "done"
                    writer.add_step(Step(stage=Stage.RESOLVE, item=claim.id, version=version, outcome=outcome))
            observe(Stage.RESOLVE, count.done + count.failed, total)
    with store.writer() as writer:
        writer.hold_judgements(version)
    return count


def _judge(claim: Claim, resolver: Resolver) -> list[Judgement]:
    return list(resolve_claims([claim], resolver))


def _corroborate(store: Store, observe: Observer) -> StageCount:
    """Group all claims anew, unless everything that findings rest on is as it was when they were made."""
    resolver, count = default_resolver(store.folder), StageCount()
    resolved_by = f"{resolver.name}@{resolver.version}"
    with store.view() as view:
        step = Step(
            stage=Stage.CORROBORATE,
            item=content_id("in", *_grounds(view, resolved_by, store.folder)),
            version=corroborator_version(),
            outcome="done",
        )
        if step in view.steps(Stage.CORROBORATE):
            count.skipped["nothing changed"] += 1
            return count
        observe(Stage.CORROBORATE, 0, None)
        index = OriginIndex(store.folder / ORIGINS)
        index.update(map(view.text, index.find_lacking(view.text_ids())))
        origins = index.origins({claim.document_id for claim in view.claims()})
        findings = _make_findings(view, resolved_by, origins, folder=store.folder)
        known = {finding.id for finding in view.findings()}
    with store.writer() as writer:
        writer.replace_findings(findings)
        writer.add_step(step)
    count.done, count.produced = len(findings), sum(finding.id not in known for finding in findings)
    observe(Stage.CORROBORATE, len(findings), len(findings))
    return count


def _grounds(view: View, resolved_by: str, folder: Path) -> Iterator[list[str]]:
    """Yield the ids of all that findings rest on; of a chain its last link tells of the whole."""
    for what in ("claims", "judgements"):
        yield [name for name, _ in view.held_since(what)]
    yield [resolved_by, str(view.readers)]
    yield list(view.text_ids())
    owners = folder / PUBLISHERS
    yield [sha256_hex(owners.read_bytes())] if owners.exists() else []
    for chain in (view.decisions(), view.identity_judgements(), view.source_assessments()):
        yield [link.id for link in deque[Decision | IdentityJudgement | SourceAssessment](chain, maxlen=1)]


def _make_findings(
    view: View, resolved_by: str | None, origins: Origins | None = None, *, folder: Path
) -> list[Finding]:
    """Group a view's claims by what its resolver and its reviewers judged, and what the project tells of publishers."""
    owners = folder / PUBLISHERS
    return corroborate_claims(
        view.claims(),
        texts=view.text,
        judgements=view.judgements(resolved_by) if resolved_by else (),
        clusters=Clusters(view.identity_judgements()),
        verdicts=view.verdicts(),
        decided=view.decided_findings(),
        replacements=view.replacements(),
        assessments=view.source_assessments(),
        origins=origins,
        families=read_families(owners) if owners.exists() else None,
    )


def _attempt(stage: Stage, item: str, work: Callable[[], T]) -> T | Failure:
    """The item boundary: what goes wrong with one item becomes its failure; only a broken invariant stops the run."""
    try:
        return work()
    except InvariantError:
        raise
    except InputError as error:
        return make_failure(stage, item, error)
    except Exception as error:  # noqa: BLE001  the one place where the unforeseen is caught
        return make_failure(stage, item, error, foreseen=False)


def _forgive(writer: Writer, stage: Stage, item: str, failing: Container[str]) -> None:
    if item in failing:
        writer.clear_failure(stage, item)


def _read_item(store: Store, view: View, document: Document) -> ReadItem:
    """Give a document's bytes with what its first capture tells of them."""
    capture = next(view.captures(document.id))
    return ReadItem(
        document=document,
        data=store.archive.get(document.id),
        address=capture.final_address or capture.address,
        charset=declared_charset(capture.headers),
        publisher=capture.publisher,
    )


def _chunks(items: Iterable[T], *, weight: Callable[[T], int]) -> Iterator[list[T]]:
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
