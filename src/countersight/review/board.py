"""All that waits for reviewers, kept in memory: read once, then brought up to date by what changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from countersight.model.claim import PERSON_EXTRACTOR
from countersight.model.decision import Verdict
from countersight.model.docket import Docket
from countersight.model.echoes import Echo, find_echoes
from countersight.model.finding import Finding
from countersight.model.outline import ClaimOutline, FindingOutline, TextOutline
from countersight.model.source import publisher_key
from countersight.model.verdicts import SAID
from countersight.store.base import View
from countersight.values.person_names import person_key

EVEN = 0.5
"""A claim that is as likely right as wrong: a reviewer's answer to it tells most (uncertainty sampling, Lewis and
Gale, "A sequential algorithm for training text classifiers", 1994)."""

MANY = 5_000
"""Claims from which it takes long enough to ask whether others came that patience pays."""


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

    def __init__(self, *, readers: int = 1, patience_s: float = 0.0) -> None:
        """Begin empty.

        Args:
            readers: people who have to decide alike.
            patience_s: seconds for which claims and findings that another process wrote may go unseen, once there are
                `MANY`: to ask whether there are any costs a tenth of a second at 100,000 claims. Decisions, and claims
                that people made, are always seen.
        """
        self.readers, self._patience_s = readers, patience_s
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
        self.closed: set[str] = set()
        """Claims that wait for nobody."""
        self.version = 0
        """Raised when claims or findings came or went."""
        self._texts: dict[str, tuple[str, str]] = {}
        self._of_text: dict[str, list[str]] = {}
        """The claims of each text."""
        self._since: dict[str, str] = {}
        self._position = ""
        self._asked = float("-inf")

    def refresh(self, view: View) -> None:
        """Take in what has changed since the last time."""
        touched = self._take_decisions(view)
        is_moved = self._has_moved(view, touched)
        if is_moved:
            self._take_claims(view)
            self._weigh_findings(view)
            self.version += 1
        texts = set(self._of_text) if is_moved else self._texts_of(touched)
        self._find_echoes(view, texts)
        self._close(name for text_id in texts for name in self._of_text[text_id])
        if is_moved or any(name.startswith("fnd-") for name in touched):
            self._find_joined(view)

    def _take_decisions(self, view: View) -> set[str]:
        """Return what the new decisions are on, or put in place."""
        last = self.docket.last
        touched: set[str] = set()
        for decision in view.decisions(after=last.sequence if last else 0):
            self.docket.take(decision)
            touched |= {decision.subject_id, decision.replacement or decision.subject_id}
            if decision.subject_id.startswith("clm-") and decision.verdict is not Verdict.UNDO:
                self.last_by[person_key(decision.reviewer)] = decision.subject_id
            elif decision.subject_id.startswith("clm-"):
                edits = (link.replacement for link in self.docket.links(decision.subject_id) if link.replacement)
                touched.update(edits)
        return touched

    def _has_moved(self, view: View, touched: set[str]) -> bool:
        """Whether claims or findings came or went, as far as that is asked now."""
        is_known = all(name in self.rows or not name.startswith("clm-") for name in touched)
        is_made = any(name in self.by_people for name in touched)
        is_patient = len(self.rows) >= MANY and monotonic() - self._asked < self._patience_s
        if is_known and not is_made and is_patient:
            return False
        self._asked, before = monotonic(), self._position
        self._position = view.position()
        return self._position != before

    def _take_claims(self, view: View) -> None:
        since = dict(view.held_since("claims"))
        new = {name for name, moment in since.items() if self._since.get(name) != moment}
        for name in self._since.keys() - since.keys():
            self.rows.pop(name, None)
            self.closed.discard(name)
        self._since = since
        outlines = view.outlines(ClaimOutline, None if len(new) == len(since) else new)
        rows = [(outline, _seconds(since[outline.id])) for outline in outlines if outline.id in since]
        self._take_texts(view, {outline.text_id for outline, _ in rows} - self._texts.keys())
        for outline, recorded in rows:
            self.rows[outline.id] = _row(outline, recorded, *self._texts[outline.text_id])
        made = (row.id for row in self.rows.values() if row.extractor.startswith(PERSON_EXTRACTOR))
        self.by_people = frozenset(made)
        self._of_text = defaultdict(list)
        for row in self.rows.values():
            self._of_text[row.text_id].append(row.id)
        self.echoes = {}

    def _take_texts(self, view: View, names: Collection[str]) -> None:
        for text in view.outlines(TextOutline, names):
            self._texts[text.id] = text.language or "", publisher_key(text)

    def _weigh_findings(self, view: View) -> None:
        self.weights = {
            name: weigh_finding(finding) for finding in view.outlines(FindingOutline) for name in finding.claim_ids
        }

    def _close(self, claim_ids: Iterable[str]) -> None:
        """Note which claims wait for nobody, whoever asks: what is settled, or repeats what was accepted."""
        for name in claim_ids:
            verdict = self.docket.settlement(name, self.readers).verdict
            echo = self.echoes.get(name)
            is_repeated = echo is not None and echo.is_same and echo.verdict is Verdict.ACCEPT
            is_unfounded = name in self.by_people and not self.docket.standing(name)
            if (
                verdict not in (None, Verdict.UNSURE)
                or (not self.docket.standing(name) and is_repeated)
                or is_unfounded
            ):
                self.closed.add(name)
            else:
                self.closed.discard(name)

    def _texts_of(self, claim_ids: Iterable[str]) -> set[str]:
        return {self.rows[name].text_id for name in claim_ids if name in self.rows}

    def _find_echoes(self, view: View, text_ids: Iterable[str]) -> None:
        """Compare, in these texts, decided claims with undecided ones of other extractors on their words."""
        verdicts: dict[str, Verdict] = {}
        near: set[str] = set()
        for text_id in text_ids:
            rows = [self.rows[name] for name in self._of_text.get(text_id, ())]
            for row in rows:
                self.echoes.pop(row.id, None)
                verdict = self.docket.settlement(row.id, self.readers).verdict if self._is_touched(row) else None
                if verdict is not None:
                    verdicts[row.id] = verdict
            near.update(self._overlapping(rows, verdicts))
        claims = [view.claim(name) for name in sorted(near)]
        self.echoes |= find_echoes(claims, verdicts, self._replacements(near))

    def _is_touched(self, row: BoardRow) -> bool:
        return row.id in self.by_people or bool(self.docket.standing(row.id)) or self.docket.rests_on(row.id)

    def _replacements(self, claim_ids: Iterable[str]) -> dict[str, str]:
        settled = {name: self.docket.settlement(name, self.readers).decision for name in claim_ids}
        return {
            name: decision.replacement
            for name, decision in settled.items()
            if decision is not None and decision.replacement and decision.subject_id == name
        }

    def _overlapping(self, rows: Iterable[BoardRow], verdicts: Mapping[str, Verdict]) -> Iterator[str]:
        """Yield decided claims of one text that have an undecided one of another extractor on their words, with both.

        With a claim in another's place comes that one, which tells by which extractor the words were read.
        """
        rows = list(rows)
        for mine in rows:
            for other in rows if mine.id in verdicts else ():
                if other.id not in verdicts and _is_near(mine, other) and not self.docket.standing(other.id):
                    yield from (mine.id, other.id)
                    edited = self.docket.edited_into(mine.id, self.readers)
                    yield from (name for name in edited if name in self.rows)

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
