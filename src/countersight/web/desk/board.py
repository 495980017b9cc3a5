"""What the desk knows of all claims to order and filter them quickly, kept in memory and brought up to date."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from threading import Lock

from starlette.requests import Request

from countersight.model.claim import Claim
from countersight.model.docket import Docket
from countersight.model.source import publisher_key
from countersight.store.base import View
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One claim, as far as order and filters go."""

    id: str
    confidence: float
    kind: str
    territories: frozenset[str]
    technologies: frozenset[str]
    language: str
    source: str
    document_id: str
    text_id: str
    published: date | None
    start: int
    """Where its words begin in the text."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, as far as the order of its claims goes."""

    id: str
    claim_ids: tuple[str, ...]
    weight: float
    """How much a decision settles: claims and origins by the doubt that is left."""


class Board:
    """All claims of a store with their findings and decisions. Safe for many threads; one at a time refreshes it."""

    def __init__(self) -> None:
        self.rows: dict[str, BoardRow] = {}
        self.finding_of: dict[str, FindingRow] = {}
        """By claim."""
        self.docket = Docket()
        self._texts: dict[str, tuple[str, str, date | None]] = {}
        self._since: dict[str, dict[str, str]] = {"claims": {}, "findings": {}}
        self._position = ""
        self._sequence = 0
        self._lock = Lock()

    def refresh(self, view: View) -> None:
        """Take in what changed since: decisions one by one, claims and findings that are new or gone."""
        with self._lock:
            for decision in view.decisions(after=self._sequence):
                self.docket.take(decision)
                self._sequence = decision.sequence
            position = view.position()
            if position != self._position:
                self._take_claims(view)
                self._take_findings(view)
                self._position = position

    def _take_claims(self, view: View) -> None:
        gone, new = self._changes(view, "claims")
        rows = {name: row for name, row in self.rows.items() if name not in gone}
        for claim in _fetch(view.claims, view.claim, new, all_of=len(self.rows)):
            rows[claim.id] = self._row(view, claim)
        self.rows = rows

    def _take_findings(self, view: View) -> None:
        gone, new = self._changes(view, "findings")
        if not gone and not new:
            return
        found: dict[str, FindingRow] = {}
        for finding in view.findings():
            probability = finding.grade.probability if finding.grade else 0.5
            weight = probability * (1 - probability) * (len(finding.claim_ids) + len(finding.origins))
            row = FindingRow(finding.id, finding.claim_ids, weight)
            found |= dict.fromkeys(finding.claim_ids, row)
        self.finding_of = found

    def _changes(self, view: View, what: str) -> tuple[set[str], set[str]]:
        before, now = self._since[what], dict(view.held_since(what))
        self._since[what] = now
        return before.keys() - now.keys(), {name for name, since in now.items() if before.get(name) != since}

    def _row(self, view: View, claim: Claim) -> BoardRow:
        language, source, published = self._about_text(view, claim.evidence[0].text_id)
        return BoardRow(
            id=claim.id,
            confidence=claim.confidence,
            kind=claim.kind.value,
            territories=frozenset(_codes(claim)),
            technologies=frozenset(slot.label for slot in claim.technology),
            language=language,
            source=source,
            document_id=claim.document_id,
            text_id=claim.evidence[0].text_id,
            published=published,
            start=claim.evidence[0].start,
        )

    def _about_text(self, view: View, text_id: str) -> tuple[str, str, date | None]:
        if text_id not in self._texts:
            text = view.text(text_id)
            self._texts[text_id] = (text.language or "", publisher_key(text), text.published)
        return self._texts[text_id]


def board(request: Request) -> Board:
    """Return the board of the application, as the store stands now."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "desk_board"):
            state.desk_board = Board()
    found: Board = state.desk_board
    with workspace(request).view() as view:
        found.refresh(view)
    return found


_MAKING = Lock()


def visible_rows(board: Board, hidden: Collection[str]) -> Iterable[BoardRow]:
    """Yield the claims that a person may see."""
    return (row for row in board.rows.values() if row.id not in hidden and row.document_id not in hidden)


def _codes(claim: Claim) -> Iterator[str]:
    for party in (claim.supplier, claim.recipient):
        if party is not None:
            yield from (slot.code for slot in party.territories)
    if claim.place is not None and claim.place.territory:
        yield claim.place.territory


def _fetch(every, one, names: set[str], *, all_of: int) -> Iterator[Claim]:  # type: ignore[no-untyped-def]
    """Yield the claims of these ids: one by one if they are few, else from a reading of all."""
    if len(names) > max(50, all_of // 10):
        yield from (claim for claim in every() if claim.id in names)
    else:
        yield from (one(name) for name in sorted(names))
