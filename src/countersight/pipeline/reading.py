"""Joins reading to the store: the documents that no step of the present readers covers become texts."""

from collections.abc import Container

from countersight.errors import ReaderCrashed
from countersight.extract import text_describer
from countersight.model.document import Document
from countersight.model.failure import Stage, make_failure
from countersight.model.text import DocumentText
from countersight.pipeline.boundary import cut_chunks, forgive
from countersight.pipeline.counting import Observer, StageCount
from countersight.read import ReadItem, Recognition, declared_charset, read_documents, reading_version
from countersight.settings import Settings
from countersight.store.base import Step, Store, View, Writer


def read_waiting(store: Store, settings: Settings, observe: Observer) -> StageCount:
    """Read every document that waits for it, and keep its text or why there is none."""
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
        for chunk in cut_chunks(readings, weight=lambda reading: len(getattr(reading[1], "text", ""))):
            with store.writer() as writer:
                for item, result in chunk:
                    kept = describe(result) if isinstance(result, DocumentText) else result
                    outcome = _keep_reading(writer, item.document.id, kept, failing, count)
                    writer.add_step(Step(stage=Stage.READ, item=item.document.id, version=version, outcome=outcome))
            observe(Stage.READ, count.done + count.failed, total)
    return count


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


def _keep_reading(
    writer: Writer, document_id: str, result: DocumentText | Exception, failing: Container[str], count: StageCount
) -> str:
    """Keep what became of one document, and return the outcome of its step."""
    if not isinstance(result, DocumentText):
        foreseen = not isinstance(result, ReaderCrashed)
        writer.record_failure(make_failure(Stage.READ, document_id, result, foreseen=foreseen))
        count.failed += 1
        return "failed"
    forgive(writer, Stage.READ, document_id, failing)
    writer.add_text(result)
    count.produced += 1
    count.done += 1
    return "done"
