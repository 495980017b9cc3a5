"""All that waits for reviewers, kept in memory: read once, then brought up to date by what changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from countersight.model.claim import PERSON_EXTRACTOR
from countersight.model.decision import Verdict
from countersight.model.docket import Docket, person_key
from countersight.model.echoes import Echo, find_echoes
from countersight.model.finding import Finding
from countersight.model.outline import ClaimOutline, FindingOutline, TextOutline
from countersight.model.source import publisher_key
from countersight.model.verdicts import SAID
from countersight.store.base import View

EVEN = 0.5
"""A claim that is as likely right as wrong: a reviewer's answer to it tells most (uncertainty sampling, Lewis and
Gale, "A sequential algorithm for training text classifiers", 1994)."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One claim, as far as order and filters go."""

    id: str
    document_id: str
    text_id: str
    start: int
    end: int
    kind: str
    extractor: str
    confidence: float
    recorded: float
    """Since when it stands, in seconds."""
    territories: frozenset[str]
    technologies: frozenset[str]
    language: str
    source: str

    @property
    def doubt(self) -> float:
        """How far an answer is open: 0.25 at most, nothing where the machine is sure."""
        return self.confidence * (1 - self.confidence)


class Board:
    """What queues are made of. Refreshing is for one thread at a time; reading is not guarded, see `Queues`."""

    def __init__(self, *, readers: int = 1) -> None:
        self.readers = readers
        self.rows: dict[str, BoardRow] = {}
        self.weights: dict[str, float] = {}
        """By claim, how much a decision on its finding settles."""
        self.docket = Docket()
        self.echoes: dict[str, Echo] = {}
        """By undecided claim, what it repeats or reads otherwise."""
        self.joined: dict[str, str] = {}
        """By claim, the finding that was decided on before the claim joined it."""
        self.last_by: dict[str, str] = {}
        """By reviewer, the claim that they decided on last."""
        self.by_people: frozenset[str] = frozenset()
        """The claims that people made."""
        self.version = 0
        """Raised when claims or findings came or went."""
        self._texts: dict[str, tuple[str, str]] = {}
        self._since: dict[str, str] = {}
        self._position = ""

    def refresh(self, view: View) -> None:
        """Take in what has changed since the last time."""
        taken = self._take_decisions(view)
        position = view.position()
        is_moved = position != self._position
        if is_moved:
            self._take_claims(view)
            self._weigh_findings(view)
            self._position = position
            self.version += 1
        if is_moved or taken:
            self._find_echoes(view)
            self._find_joined(view)

    def _take_decisions(self, view: View) -> int:
        last = self.docket.last
        taken = 0
        for decision in view.decisions(after=last.sequence if last else 0):
            self.docket.take(decision)
            if decision.subject_id.startswith("clm-") and decision.verdict is not Verdict.UNDO:
                self.last_by[person_key(decision.reviewer)] = decision.subject_id
            taken += 1
        return taken

    def _take_claims(self, view: View) -> None:
        since = dict(view.held_since("claims"))
        new = {name for name, moment in since.items() if self._since.get(name) != moment}
        for name in self._since.keys() - since.keys():
            self.rows.pop(name, None)
        self._since = since
        outlines = view.outlines(ClaimOutline, None if len(new) == len(since) else new)
        rows = [(outline, _seconds(since[outline.id])) for outline in outlines if outline.id in since]
        self._take_texts(view, {outline.text_id for outline, _ in rows} - self._texts.keys())
        for outline, recorded in rows:
            self.rows[outline.id] = _row(outline, recorded, *self._texts[outline.text_id])
        made = (row.id for row in self.rows.values() if row.extractor.startswith(PERSON_EXTRACTOR))
        self.by_people = frozenset(made)

    def _take_texts(self, view: View, names: Collection[str]) -> None:
        for text in view.outlines(TextOutline, names):
            self._texts[text.id] = text.language or "", publisher_key(text)

    def _weigh_findings(self, view: View) -> None:
        self.weights = {
            name: weigh_finding(finding) for finding in view.outlines(FindingOutline) for name in finding.claim_ids
        }

    def _find_echoes(self, view: View) -> None:
        """Read whole the claims of texts in which decided words overlap others of another extractor, and compare."""
        verdicts = self.docket.verdicts(self.readers)
        near = set(self._overlapping([name for name in verdicts if name in self.rows]))
        claims = [view.claim(name) for name in sorted(near)]
        self.echoes = find_echoes(claims, verdicts, self.docket.replacements(self.readers))

    def _overlapping(self, decided: Iterable[str]) -> Iterator[str]:
        """Yield decided claims that have an undecided one of another extractor and the same kind on their words, with
        both."""
        in_text: dict[str, list[BoardRow]] = defaultdict(list)
        told = {self.rows[name].text_id for name in decided}
        for row in self.rows.values():
            if row.text_id in told:
                in_text[row.text_id].append(row)
        for name in decided:
            mine = self.rows[name]
            for other in in_text[mine.text_id]:
                if _is_near(mine, other) and not self.docket.standing(other.id):
                    yield from (mine.id, other.id)

    def _find_joined(self, view: View) -> None:
        decided = view.decided_findings(readers=self.readers)
        past = {claim: name for name, claims in decided.items() for claim in claims}
        self.joined = {}
        if not decided:
            return
        for finding in view.outlines(FindingOutline):
            if finding.id not in decided and (names := [past[claim] for claim in finding.claim_ids if claim in past]):
                self.joined |= {claim: names[-1] for claim in finding.claim_ids if claim not in past}

    def remark(self, claim_id: str) -> str:
        """Say in words what was decided before on what a claim says; empty where nothing was."""
        echo = self.echoes.get(claim_id)
        if echo is not None:
            said = SAID[echo.verdict]
            day = self._day(echo.decided_id)
            if echo.is_same:
                return f"{said} before, on {day}"
            return f"the newer extractor reads this differently from what was {said} on {day}"
        if claim_id in self.joined:
            return f"joined a finding that was decided on {self._day(self.joined[claim_id])}"
        return ""

    def _day(self, subject_id: str) -> str:
        decision = self.docket.settlement(subject_id, self.readers).decision
        return f"{decision.decided_at:%Y-%m-%d}" if decision else "an earlier day"


def weigh_finding(finding: Finding | FindingOutline) -> float:
    """Return how much one answer settles: claims and independent origins by the doubt that is left.

    Doubled where supplier and recipient are both named.
    """
    probability = finding.grade.probability if finding.grade else EVEN
    is_named = all(party is not None and party.name for party in (finding.supplier, finding.recipient))
    size = len(finding.claim_ids) + len(finding.origins)
    return probability * (1 - probability) * size * (2 if is_named else 1)


def _row(outline: ClaimOutline, recorded: float, language: str, source: str) -> BoardRow:
    first = outline.evidence[0]
    return BoardRow(
        id=outline.id,
        document_id=outline.document_id,
        text_id=first.text_id,
        start=first.start,
        end=first.end,
        kind=outline.kind,
        extractor=outline.extractor,
        confidence=outline.confidence,
        recorded=recorded,
        territories=frozenset(outline.territories()),
        technologies=frozenset(outline.technologies()),
        language=language,
        source=source,
    )


def _is_near(one: BoardRow, other: BoardRow) -> bool:
    if one.kind != other.kind or other.extractor.startswith(PERSON_EXTRACTOR) or one.id == other.id:
        return False
    return one.start < other.end and other.start < one.end and one.extractor != other.extractor


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
