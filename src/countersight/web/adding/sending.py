"""The form by which an editor sends files, and the page that tells what became of them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from countersight.collect.uploads import ENDINGS
from countersight.errors import NotFound, UsageError
from countersight.model.failure import Failure, Stage
from countersight.store.base import View
from countersight.store.readings import newest_first
from countersight.web.adding.batches import IS_OVER, Batch, FileOutcome, Progress, Sent, Standing
from countersight.web.adding.intake import intake
from countersight.web.desk.access import field, for_role, go_to, posted, require
from countersight.web.evidence.records import DocumentRecord, document_record
from countersight.web.rendering import answer
from countersight.web.security.downloads import keep_upload
from countersight.web.visitor import Role, hidden, visitor
from countersight.web.workspace import workspace

MOST_FILES = 100
"""Of one batch."""
SHOWN_BATCHES, SHOWN_DOCUMENTS = 10, 200
FIELD_BYTES = 2_000
LONGEST_PUBLISHER = 200
LOOK_AGAIN = {"Refresh": "3", "Cache-Control": "no-store"}
"""Sent with a page that goes on: a browser asks again by itself, without a script (HTML, 4.2.5.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A document that came in a file, as far as it has come."""

    document: DocumentRecord
    is_new: bool
    is_read: bool
    claims: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one file, for its page."""

    name: str
    added: tuple[Added, ...]
    more: int
    """Documents in it beyond those that are shown."""
    failures: tuple[tuple[str, str], ...]


@for_role(Role.EDITOR)
def show_form(request: Request) -> Response:
    """Show the form, and what was sent lately."""
    held = intake(request)
    held.go_on()  # what a server that was stopped left behind
    data = {
        "batches": [_summary(batch) for batch in held.batches.latest(SHOWN_BATCHES)],
        "most_files": MOST_FILES,
        "most_bytes": workspace(request).project.settings.max_document_bytes,
        "endings": sorted(ENDINGS),
    }
    return answer(request, "adding/form.html", data)


async def send_files(request: Request) -> Response:
    """Keep what was sent, begin to take it in, and lead to the page that tells how far that has come.

    Raises:
        UsageError: no file was chosen, or too many batches wait already.
        DocumentTooLarge, EmptyDocument: of one of the files; then none is taken.
    """
    require(request, Role.EDITOR)  # before a byte of it is read
    async with request.form(max_fields=4, max_files=MOST_FILES, max_part_size=FIELD_BYTES) as form:
        batch = await _keep(request, form)
    await run_in_threadpool(intake(request).go_on)
    return go_to(f"/documents/add/{batch.name}")


async def _keep(request: Request, form: FormData) -> Batch:
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and (one.filename or one.size)]
    publisher = " ".join(field(form, "publisher").split())
    if not files:
        raise UsageError("choose at least one file")
    if len(publisher) > LONGEST_PUBLISHER:
        raise UsageError(f"the name of a publisher has up to {LONGEST_PUBLISHER} characters")
    batches, at = intake(request).batches, datetime.now(UTC)
    limit = workspace(request).project.settings.max_document_bytes
    batch = await run_in_threadpool(batches.begin, at)
    try:
        names = [await keep_upload(one, batch.file(number), limit=limit) for number, one in enumerate(files)]
        sent = Sent(by=visitor(request).name, at=at, publisher=publisher, names=tuple(names))
        await run_in_threadpool(batches.commit, batch, sent)
    except BaseException:
        batches.drop(batch)
        raise
    return batch


@for_role(Role.EDITOR)
def show_batch(request: Request) -> Response:
    """Tell what became of each file of a batch so far."""
    held, unseen = intake(request), hidden(request)
    batch = held.batches.find(request.path_params["batch"])
    held.go_on()
    progress = batch.progress()
    with workspace(request).view() as view:
        told = [_tell(view, outcome, unseen) for outcome in progress.outcomes]
    data: dict[str, Any] = {**_summary(batch), "progress": progress, "files": told}
    is_over = progress.standing in IS_OVER
    return answer(request, "adding/batch.html", data, is_over=is_over, headers={} if is_over else LOOK_AGAIN)


@posted
@for_role(Role.EDITOR)
def change_batch(request: Request, form: FormData) -> Response:
    """Have a batch that was stopped taken in once more, or drop its files.

    Raises:
        UsageError: it has none any longer, or is being taken in.
    """
    held = intake(request)
    batch = held.batches.find(request.path_params["batch"])
    if batch.progress().standing is not Standing.STOPPED or not batch.has_files():
        raise UsageError("this upload has no files that wait")
    if field(form, "act") == "drop":
        batch.drop_files()
    else:
        batch.tell(Progress())
        held.go_on()
    return go_to(f"/documents/add/{batch.name}")


def _summary(batch: Batch) -> dict[str, Any]:
    sent = batch.sent()
    return {
        "batch": batch.name,
        "by": sent.by,
        "at": sent.at,
        "publisher": sent.publisher,
        "names": sent.names,
        "standing": batch.progress().standing,
        "has_files": batch.has_files(),
    }


def _tell(view: View, outcome: FileOutcome, unseen: frozenset[str]) -> Told:
    seen = [one for one in dict.fromkeys(outcome.documents) if one not in unseen]
    added = [_added(view, one, is_new=one not in outcome.known) for one in seen[:SHOWN_DOCUMENTS]]
    return Told(
        name=outcome.name, added=tuple(filter(None, added)), more=max(len(seen) - SHOWN_DOCUMENTS, 0),
        failures=outcome.failures,
    )  # fmt: skip


def _added(view: View, document_id: str, *, is_new: bool) -> Added | None:
    try:
        document = view.document(document_id)
    except NotFound:  # the project was put back from a copy since
        return None
    texts = newest_first(view, document_id)
    items = {document_id, *(text.id for text in texts)}
    failures = [one for stage in (Stage.READ, Stage.EXTRACT) for one in view.failures(stage=stage) if one.item in items]
    return Added(
        document=document_record(document, list(view.captures(document_id)), texts[0] if texts else None),
        is_new=is_new,
        is_read=bool(texts),
        claims=sum(1 for _ in view.claims(document_id=document_id)),
        failures=tuple(failures),
    )
