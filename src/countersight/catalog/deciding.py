"""Decisions as they come in: only the few rows that one of them touches are weighed again."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from countersight.catalog.drafts import loose_of
from countersight.catalog.index import rewrite
from countersight.catalog.query import What
from countersight.catalog.reviews import Reviews
from countersight.catalog.rows import ClaimRow, FindingRow
from countersight.model.claim import Claim
from countersight.model.decision import Decision, Verdict
from countersight.model.docket import Docket
from countersight.model.echoes import find_uncounted
from countersight.model.record import from_json
from countersight.store.base import View

_FINDING = "fnd-"


def note_decided(connection: sqlite3.Connection, view: View) -> None:
    """Write down what the findings that people decided on were made of."""
    connection.execute("DELETE FROM decided")
    for finding, claims in view.decided_findings().items():
        _add_decided(connection, finding, claims)


class Deciding:
    """Takes decisions into the file, within a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, view: View, docket: Docket, generation: int) -> None:
        """`docket` has taken all decisions, the new ones too."""
        self._connection = connection
        self._view = view
        self._docket = docket
        self._generation = generation
        self._readers = view.readers

    def apply(self, decisions: Sequence[Decision]) -> bool:
        """Weigh again what new decisions touch.

        Returns whether that could be done. It cannot where one is on a finding that the file does not know.
        """
        claims: set[str] = set()
        documents: set[str] = set()
        for decision in decisions:
            subject = decision.subject_id
            if not subject.startswith(_FINDING):
                claims.add(subject)
                documents |= self._documents_of([subject])
                continue
            held = self._decided_claims(subject) or self._claims_of(subject)
            if not held:
                return False
            if self._verdict(subject) is not None:
                _add_decided(self._connection, subject, held)
            claims.update(held)
        uncounted, beside = self._set_aside(documents)
        claims |= beside
        findings = self._findings_of(claims)
        grouped = set()
        for finding in sorted(findings):
            grouped.update(self._weigh_finding(finding, uncounted))
        for claim in sorted(claims - grouped):
            reviews = Reviews.weigh({}, self._verdicts([claim]), {}, uncounted)
            self._put_claim(claim, reviews, None)
        return True

    def _set_aside(self, documents: Iterable[str]) -> tuple[frozenset[str], set[str]]:
        """Return which claims of some documents others stand in the place of, and all of their claims."""
        uncounted: set[str] = set()
        beside: set[str] = set()
        for document_id in documents:
            held: list[Claim] = list(self._view.claims(document_id=document_id))
            names = [claim.id for claim in held]
            replacements = self._docket.replacements(self._readers)
            uncounted |= find_uncounted(held, self._verdicts(names), replacements)
            beside.update(names)
        return frozenset(uncounted), beside

    def _weigh_finding(self, finding: str, uncounted: frozenset[str]) -> list[str]:
        """Weigh again what is decided on one finding, its claims, and the findings that these were in when decided."""
        claims = self._claims_of(finding)
        past = self._decided_with(claims)
        verdicts = self._verdicts([finding, *claims, *past])
        decided = {name: self._decided_claims(name) for name in self._in_order(past & verdicts.keys())}
        reviews = Reviews.weigh({finding: claims}, verdicts, decided, uncounted)
        query = "SELECT n, record, loose FROM findings WHERE id = ? AND NOT dead"
        for n, record, loose in self._connection.execute(query, (finding,)).fetchall():
            review, rejected = reviews.finding(finding, claims)
            changed = replace(from_json(record, FindingRow), review=review.value, rejected_claims=rejected)
            if loose_of(changed) != loose:
                rewrite(self._connection, What.FINDINGS, n, changed, self._generation)
        for claim in claims:
            self._put_claim(claim, reviews, finding)
        return claims

    def _in_order(self, findings: Iterable[str]) -> list[str]:
        """Order findings by what was settled of them last."""
        settled = [(self._docket.settlement(name, self._readers).decision, name) for name in findings]
        return [name for _, name in sorted((decision.sequence, name) for decision, name in settled if decision)]

    def _put_claim(self, claim: str, reviews: Reviews, finding: str | None) -> None:
        query = "SELECT n, record, loose FROM claims WHERE id = ? AND NOT dead"
        for n, record, loose in self._connection.execute(query, (claim,)).fetchall():
            changed = replace(from_json(record, ClaimRow), review=reviews.claim(claim, finding).value)
            if loose_of(changed) != loose:
                rewrite(self._connection, What.CLAIMS, n, changed, self._generation)

    def _verdict(self, subject: str) -> Verdict | None:
        return self._docket.settlement(subject, self._readers).verdict

    def _verdicts(self, subjects: Iterable[str]) -> dict[str, Verdict]:
        return {name: verdict for name in subjects if (verdict := self._verdict(name)) is not None}

    def _claims_of(self, finding: str) -> list[str]:
        return self._column("SELECT id FROM claims WHERE beside = ? AND NOT dead ORDER BY id", finding)

    def _decided_claims(self, finding: str) -> list[str]:
        return self._column("SELECT claim FROM decided WHERE finding = ? ORDER BY claim", finding)

    def _decided_with(self, claims: Iterable[str]) -> set[str]:
        query = "SELECT DISTINCT finding FROM decided WHERE claim IN (SELECT value FROM json_each(?))"
        return set(self._column(query, json.dumps(list(claims))))

    def _findings_of(self, claims: Iterable[str]) -> set[str]:
        query = (
            "SELECT DISTINCT beside FROM claims WHERE id IN (SELECT value FROM json_each(?))"
            " AND +beside IS NOT NULL AND NOT dead"
        )
        return set(self._column(query, json.dumps(list(claims))))

    def _documents_of(self, claims: Iterable[str]) -> set[str]:
        query = (
            "SELECT json_extract(record, '$.document_id') FROM claims"
            " WHERE id IN (SELECT value FROM json_each(?)) AND NOT dead"
        )
        return set(self._column(query, json.dumps(list(claims))))

    def _column(self, query: str, value: str) -> list[str]:
        return [row[0] for row in self._connection.execute(query, (value,))]


def _add_decided(connection: sqlite3.Connection, finding: str, claims: Iterable[str]) -> None:
    rows = ((finding, claim) for claim in claims)
    connection.executemany("INSERT OR IGNORE INTO decided (finding, claim) VALUES (?, ?)", rows)
