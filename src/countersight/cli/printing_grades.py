"""What `findings` and `show` print of a finding's grade, of what contradicts what, and of the findings beside it."""

from collections.abc import Iterator

from countersight.model.finding import Finding, Grade

SHORT_ID = 12
"""Characters of an id that are shown, as in tables."""


def name_grade(grade: Grade | None) -> str:
    """Return a grade in a cell: the letter of the best source, the number of the finding, and how likely it is."""
    return f"{grade.reliability}{grade.credibility} {grade.likelihood}" if grade else ""


def explain_finding(finding: Finding) -> Iterator[str]:
    """Yield a finding's grade with its reasons, what of it cannot all hold, and the findings beside it, a line each."""
    if finding.grade is not None:
        yield from _explain_grade(finding.grade)
    for contradiction in finding.contradictions:
        claims, against = _short(contradiction.claim_ids), _short(contradiction.against)
        yield f"contradiction about {contradiction.slot}: {contradiction.reason} ({claims} against {against})"
    for rival in finding.rivals:
        yield f"{rival.slot} {rival.value}, {rival.rank}: {rival.reason} ({_short(rival.claim_ids)})"
    for link in finding.links:
        yield f"{link.relation.replace('_', ' ')} {link.finding_id[:SHORT_ID]}: {link.reason}"


def _explain_grade(grade: Grade) -> Iterator[str]:
    yield f"grade {grade.reliability}{grade.credibility}"
    for rung in grade.rungs:
        yield f"  {rung.rung}: {rung.probability:.2f} ({rung.low:.2f} to {rung.high:.2f})"
    if not grade.rungs:
        yield f"  probability: {grade.probability:.2f} ({grade.low:.2f} to {grade.high:.2f})"
    yield f"  likelihood: {grade.likelihood}"
    yield f"  evidence: {grade.level.replace('_', ' ')} (what it can carry, not how likely the finding is)"
    for reason in grade.reasons:
        yield f"  - {reason}"


def _short(ids: tuple[str, ...]) -> str:
    return ", ".join(one[:SHORT_ID] for one in ids)
