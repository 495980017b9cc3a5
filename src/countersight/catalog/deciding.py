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
from countersight.model.decision import Decision, Verdict
from countersight.model.record import from_json
from countersight.store.base import View

_FINDING = "fnd-"


def note_decisions(connection: sqlite3.Connection, view: View) -> None:
    """Write down all decisions that were made as of the view, and what the findings decided on were made of."""
    connection.execute("DELETE FROM decisions")
    connection.execute("DELETE FROM decided")
    _add_decisions(connection, view.decisions())
    for finding, claims in view.decided_findings().items():
        _add_decided(connection, finding, claims)


def apply_decisions(connection: sqlite3.Connection, decisions: Sequence[Decision], generation: int) -> bool:
    """Take in decisions that came since, within a transaction of the caller's.

    Returns whether that could be done. It cannot where one is on a finding that the file does not know.
    """
    touched: set[str] = set()
    alone: set[str] = set()
    for decision in decisions:
        subject = decision.subject_id
        if not subject.startswith(_FINDING):
            finding = _finding_of(connection, [subject])
            touched |= finding
            alone |= set() if finding else {subject}
            continue
        claims = _decided_claims(connection, subject) or _claims_of(connection, subject)
        if not claims:
            return False
        _add_decided(connection, subject, claims)
        touched |= _finding_of(connection, claims)
    _add_decisions(connection, decisions)
    for one in touched:
        _weigh_finding(connection, one, generation)
    for claim in alone:
        reviews = Reviews.weigh({}, _standing(connection, [claim]), {})
        _put_claim(connection, claim, reviews, None, generation)
    return True


def _add_decisions(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    rows = ((decision.sequence, decision.subject_id, decision.verdict.value) for decision in decisions)
    connection.executemany("INSERT OR REPLACE INTO decisions (sequence, subject, verdict) VALUES (?, ?, ?)", rows)


def _add_decided(connection: sqlite3.Connection, finding: str, claims: Iterable[str]) -> None:
    rows = ((finding, claim) for claim in claims)
    connection.executemany("INSERT OR IGNORE INTO decided (finding, claim) VALUES (?, ?)", rows)


def _decided_claims(connection: sqlite3.Connection, finding: str) -> list[str]:
    return [
        row[0] for row in connection.execute("SELECT claim FROM decided WHERE finding = ? ORDER BY claim", (finding,))
    ]


def _claims_of(connection: sqlite3.Connection, finding: str) -> list[str]:
    rows = connection.execute("SELECT id FROM claims WHERE beside = ? AND NOT dead ORDER BY id", (finding,))
    return [row[0] for row in rows]


def _finding_of(connection: sqlite3.Connection, claims: Iterable[str]) -> set[str]:
    found = set()
    for claim in claims:
        for (finding,) in connection.execute("SELECT beside FROM claims WHERE id = ? AND NOT dead", (claim,)):
            if finding is not None:
                found.add(finding)
    return found


def _standing(connection: sqlite3.Connection, subjects: Iterable[str]) -> dict[str, Verdict]:
    """Return the standing verdict on each subject that has one, in the order of those decisions."""
    standing: dict[str, tuple[int, Verdict]] = {}
    for subject in subjects:
        given: list[tuple[int, Verdict]] = []
        for sequence, words in connection.execute(
            "SELECT sequence, verdict FROM decisions WHERE subject = ? ORDER BY sequence", (subject,)
        ):
            if (verdict := Verdict(words)) is not Verdict.UNDO:
                given.append((sequence, verdict))
            elif given:
                given.pop()
        if given:
            standing[subject] = given[-1]
    return {subject: verdict for subject, (_, verdict) in sorted(standing.items(), key=lambda one: one[1][0])}


def _weigh_finding(connection: sqlite3.Connection, finding: str, generation: int) -> None:
    """Weigh again what is decided on one finding, its claims, and the findings that these were in when decided on."""
    claims = _claims_of(connection, finding)
    query = "SELECT DISTINCT finding FROM decided WHERE claim IN (SELECT value FROM json_each(?))"
    past = [row[0] for row in connection.execute(query, (json.dumps(claims),))]
    verdicts = _standing(connection, [finding, *claims, *past])
    decided = {name: _decided_claims(connection, name) for name in verdicts if name in past}
    reviews = Reviews.weigh({finding: claims}, verdicts, decided)
    for row in connection.execute(
        "SELECT n, record, loose FROM findings WHERE id = ? AND NOT dead", (finding,)
    ).fetchall():
        review, rejected = reviews.finding(finding, claims)
        changed = replace(from_json(row[1], FindingRow), review=review.value, rejected_claims=rejected)
        if loose_of(changed) != row[2]:
            rewrite(connection, What.FINDINGS, row[0], changed, generation)
    for claim in claims:
        _put_claim(connection, claim, reviews, finding, generation)


def _put_claim(
    connection: sqlite3.Connection, claim: str, reviews: Reviews, finding: str | None, generation: int
) -> None:
    for n, record, loose in connection.execute(
        "SELECT n, record, loose FROM claims WHERE id = ? AND NOT dead", (claim,)
    ).fetchall():
        changed = replace(from_json(record, ClaimRow), review=reviews.claim(claim, finding).value)
        if loose_of(changed) != loose:
            rewrite(connection, What.CLAIMS, n, changed, generation)
