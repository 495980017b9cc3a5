"""Verifying: every hash, link, web archive and attestation of a project, or of one document, computed anew."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from countersight.custody.attestations import Attestation, find_faults, find_faults_of
from countersight.custody.bundle.gathering import find_documents
from countersight.errors import InvariantError
from countersight.model.custody import Act, CustodyEvent
from countersight.store.base import Checked, Store

COUNTED = ("documents", "captures", "texts", "claims", "findings", "decisions", "custody")
Archives = Callable[[Path], Iterator[str]]
"""Yields each break in a project's web archives: what `collect.archives.check_archives` does."""


@dataclass(slots=True, kw_only=True)
class Verification:
    """What was checked, and what does not hold, in the order in which it was found."""

    checked: dict[str, int] = field(default_factory=dict)
    """How many of what."""
    attestations: list[Attestation] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    head: str = ""
    """Id of the last link of the log of custody: written down elsewhere, it shows later whether the end was cut off."""

    @property
    def holds(self) -> bool:
        """Whether nothing is broken."""
        return not self.breaks


def verify_project(
    store: Store,
    *,
    archives: Archives,
    checked: Checked = lambda *_: None,
    found: Callable[[str], None] = lambda _: None,
) -> Verification:
    """Check all there is. `checked` is told how far it has come, `found` of each break at once."""
    done = Verification()
    for each in _breaks(store, done, archives, checked):
        done.breaks.append(each)
        found(each)
    with store.view() as view:
        done.checked = {what: view.count(what) for what in COUNTED}
        try:
            head = view.custody_head()
        except InvariantError:  # told above as a break
            head = None
    done.head = head.id if head else ""
    return done


def verify_subject(store: Store, beginning: str) -> Verification:
    """Check the documents behind the id of a document, claim or finding, and what inventories tell of them.

    Raises:
        NotFound: nothing has such an id.
        AmbiguousId: more than one begins so.
    """
    done = Verification()
    with store.view() as view:
        documents = find_documents(view, beginning)
        for name in documents:
            done.breaks.extend(store.verify_document(name))
            with suppress(InvariantError):  # a link of the log is broken, which the store has told
                done.breaks.extend(_sorted_out(done, find_faults_of(store.folder, view, name)))
    done.checked = {"documents": len(documents)}
    return done


def record_verification(store: Store, done: Verification, *, by: str, at: datetime) -> CustodyEvent:
    """Put on the log that all was checked and held."""
    counts = {what: str(count) for what, count in done.checked.items()}
    with store.writer() as writer:
        return writer.record_custody(Act.VERIFIED, "", by=by, at=at, detail=counts | {"head": done.head})


def _breaks(store: Store, done: Verification, archives: Archives, checked: Checked) -> Iterator[str]:
    yield from store.verify(checked)
    checked("inventories and attestations", 0, 1)
    try:
        with store.view() as view:
            yield from _sorted_out(done, find_faults(store.folder, view))
    except InvariantError as error:
        yield f"inventories cannot be held against the log: {error}"
    checked("inventories and attestations", 1, 1)
    checked("web archives", 0, 1)
    yield from archives(store.folder)
    checked("web archives", 1, 1)


def _sorted_out(done: Verification, found: Iterable[str | Attestation]) -> Iterator[str]:
    for each in found:
        if isinstance(each, Attestation):
            done.attestations.append(each)
        else:
            yield each
