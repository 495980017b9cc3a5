"""Choose what may be published: what reviewers did not reject, led back to its words, with what they said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from countersight.errors import BrokenProvenance, Unreleasable
from countersight.model.claim import Claim
from countersight.model.clusters import Clusters
from countersight.model.decision import SET_ASIDE, Verdict
from countersight.model.echoes import find_uncounted
from countersight.model.entity import PERSON, Judgement, JudgementValue
from countersight.model.failure import Failure
from countersight.model.finding import Finding, Origin
from countersight.model.parties import identify_party
from countersight.model.verdicts import weigh_verdicts
from countersight.release.dataset import Dataset, PublishedClaim, PublishedFinding, Resolved, Review
from countersight.release.notices import gather_notices
from countersight.release.provenance import trace_provenance
from countersight.store.base import Archive, View


def gather_dataset(
    view: View,
    *,
    title: str,
    version: str,
    released_at: datetime,
    accepted_only: bool = False,
    resolver: str | None = None,
    archive: Archive | None = None,
) -> Dataset:
    """Gather everything that a release of this store may say.

    A claim is left out when a reviewer rejected it or its finding and, with `accepted_only`, unless one of the two was
    accepted; a verdict on a finding that has changed since counts for the claims that it had. An edited claim is left
    out for the one in its place. Where the project has several people decide alike, only what they settled goes out.
    Whatever only named people may see is left out: restricted documents and claims, what failed with them, and findings
    that rest on any of them; what else such a finding rests on stays, without a finding. `resolver` is the name and
    version whose judgements count where persons judged nothing; without it, whose judgements stand. With an `archive`,
    the bytes of every document behind a claim are hashed again.

    Raises:
        Unreleasable: something went wrong in a way that nobody foresaw.
        BrokenProvenance: a claim's words are not in its text, or a link from a finding to a capture is missing.
        MissingBlob: the archive lacks a document's bytes.
    """
    failures = tuple(view.failures())
    _require_foreseen(failures)
    hidden = view.hidden_from(None)
    claims = {claim.id: claim for claim in view.claims()}
    findings = list(view.findings())
    groups = {finding.id: finding.claim_ids for finding in findings}
    settled = view.verdicts()
    uncounted = find_uncounted(list(claims.values()), settled, view.replacements())
    verdicts = weigh_verdicts(groups, settled, view.decided_findings()).counted
    finding_of = _findings_by_claim(findings, claims, verdicts)
    visible = claims.keys() - hidden
    shown = [finding for finding in findings if hidden.isdisjoint(finding.claim_ids)]
    shown_ids = {finding.id for finding in shown}
    counted = visible - uncounted
    reviews = {claim_id: review_claim(verdicts, claim_id, finding_of.get(claim_id)) for claim_id in counted}
    unrejected = {claim_id: review for claim_id, review in reviews.items() if review is not None}
    chosen = {
        claim_id: review
        for claim_id, review in unrejected.items()
        if review is Review.ACCEPTED or not (accepted_only or (view.readers > 1 and review is Review.UNREVIEWED))
    }
    provenance = trace_provenance(view, [claims[claim_id] for claim_id in chosen], failures, archive=archive)
    resolver, clusters = resolver or view.standing_resolver(), Clusters(view.identity_judgements())
    resolved = _resolutions(claims.values(), view.judgements(), resolver, clusters)
    published = {
        claim_id: PublishedClaim(
            claim=claims[claim_id],
            review=review,
            resolved=resolved[claim_id],
            finding_id=found if (found := finding_of.get(claim_id)) in shown_ids else None,
            document=provenance.documents[claims[claim_id].document_id],
            page=provenance.pages[claim_id],
            part=provenance.parts.get(claim_id),
        )
        for claim_id, review in sorted(chosen.items())
    }
    return Dataset(
        title=title,
        version=version,
        released_at=released_at,
        accepted_only=accepted_only,
        claims=tuple(published.values()),
        findings=tuple(_published_findings(shown, published, verdicts)),
        documents=tuple(one for one in provenance.documents.values() if one.id not in hidden),
        failures=tuple(failure for failure in failures if failure.item not in hidden),
        rejected=len(counted) - len(unrejected),
        not_accepted=len(unrejected) - len(chosen),
        restricted_claims=len(claims) - len(visible),
        restricted_documents=len(hidden.intersection(provenance.documents)),
        notices=gather_notices(view, shown, hidden),
    )


def _require_foreseen(failures: Iterable[Failure]) -> None:
    unforeseen = [failure for failure in failures if not failure.foreseen]
    if unforeseen:
        first = unforeseen[0]
        raise Unreleasable(
            f"{len(unforeseen)} items failed in a way that nobody foresaw, first {first.item} at {first.stage}: "
            f"{first.reason}: {first.detail}; try them again with `countersight failures --retry`, or report the fault"
        )


def _findings_by_claim(
    findings: Iterable[Finding], claims: dict[str, Claim], verdicts: Mapping[str, Verdict]
) -> dict[str, str]:
    finding_of: dict[str, str] = {}
    for finding in findings:
        originating = {document_id for origin in finding.origins for document_id in origin.document_ids}
        for claim_id in finding.claim_ids:
            if claim_id not in claims:
                raise BrokenProvenance(f"finding {finding.id} rests on claim {claim_id}, which is not there")
            if claim_id in finding_of:
                raise BrokenProvenance(f"claim {claim_id} is in findings {finding_of[claim_id]} and {finding.id}")
            counts = verdicts.get(claim_id) not in SET_ASIDE
            if counts and claims[claim_id].document_id not in originating:
                raise BrokenProvenance(f"finding {finding.id} names no origin for claim {claim_id}")
            finding_of[claim_id] = finding.id
    return finding_of


def review_claim(verdicts: Mapping[str, Verdict], claim_id: str, finding_id: str | None) -> Review | None:
    """Return what stands of a claim, its own verdict before its finding's; none where either takes it out."""
    said = [verdicts[subject] for subject in (claim_id, finding_id) if subject is not None and subject in verdicts]
    if SET_ASIDE.intersection(said):
        return None
    return _REVIEWS[said[0]] if said else Review.UNREVIEWED


_REVIEWS = {Verdict.ACCEPT: Review.ACCEPTED, Verdict.UNSURE: Review.UNSURE}


def standing_answers(judgements: Iterable[Judgement], resolver: str | None) -> dict[tuple[str, str], str | None]:
    """Return the entity that each claim's party or speaker was judged to be, by claim and role.

    `resolver` answers, and above it persons do; none where a person took an answer back.
    """
    answers: dict[tuple[str, str], str | None] = {}
    for one in sorted(judgements, key=lambda judgement: judgement.resolver == PERSON):
        if one.resolver in (resolver, PERSON) and one.value is JudgementValue.POSITIVE:
            answers[one.claim_id, one.role] = one.entity_id
        elif one.resolver == PERSON and answers.get((one.claim_id, one.role)) == one.entity_id:
            answers[one.claim_id, one.role] = None
    return answers


def _resolutions(
    claims: Iterable[Claim], judgements: Iterable[Judgement], resolver: str | None, clusters: Clusters
) -> dict[str, Resolved]:
    """Say who each party and speaker is: by the resolver's positive judgements, and above them by those of persons."""
    answers = standing_answers(judgements, resolver)
    resolved = {}
    for claim in claims:
        parties = {
            role: identify_party(party, answers.get((claim.id, role)), clusters).entity_id
            for role in ("supplier", "recipient")
            if (party := claim.party(role)) is not None
        }
        speaker = answers.get((claim.id, "speaker"))
        resolved[claim.id] = Resolved(**parties, speaker=clusters.canonical(speaker) if speaker else None)
    return resolved


def _published_findings(
    findings: Iterable[Finding], published: dict[str, PublishedClaim], verdicts: Mapping[str, Verdict]
) -> Iterable[PublishedFinding]:
    told = [(finding, [published[name] for name in finding.claim_ids if name in published]) for finding in findings]
    shown = {finding.id for finding, resting in told if resting}
    for finding, resting in told:
        if resting:
            links = tuple(link for link in finding.links if link.finding_id in shown)
            yield replace(_published_finding(finding, resting, verdicts.get(finding.id)), links=links)


def _published_finding(finding: Finding, resting: list[PublishedClaim], verdict: Verdict | None) -> PublishedFinding:
    """Tell a finding by those of its claims that are published.

    The id stays the one that reviewers saw, so that a permalink survives the rejection of one claim among several.
    """
    claims = [one.claim for one in sorted(resting, key=lambda one: (-one.claim.confidence, one.claim.id))]
    whole = len(resting) == len(finding.claim_ids)
    stated = {label.label for claim in claims for label in claim.technology}
    start, end = _times(finding, claims, whole=whole)
    return PublishedFinding(
        id=finding.id,
        kind=finding.kind,
        supplier=finding.supplier,
        recipient=finding.recipient,
        technology=tuple(label for label in finding.technology if whole or label in stated),
        start=start,
        end=end,
        statuses=tuple(status for status in finding.statuses if whole or status in {claim.status for claim in claims}),
        quantities=tuple(dict.fromkeys(claim.quantity.mention.name for claim in claims if claim.quantity)),
        confidence=claims[0].confidence,
        review=review_finding(verdict, {one.review for one in resting}),
        claim_ids=tuple(sorted(claim.id for claim in claims)),
        claims_left_out=len(finding.claim_ids) - len(resting),
        origins=tuple(_published_origins(finding.origins, {claim.document_id for claim in claims})),
        reasons=finding.reasons,
        **_assessment(finding, {claim.id for claim in claims}),
    )


def _assessment(finding: Finding, published: set[str]) -> dict[str, Any]:
    """Return the grade and what rivals what, as far as every claim that they rest on is published."""
    grade = finding.grade
    return {
        "grade": grade if grade is not None and published.issuperset(grade.claim_ids) else None,
        "rivals": tuple(rival for rival in finding.rivals if published.issuperset(rival.claim_ids)),
        "contradictions": tuple(
            one for one in finding.contradictions if published.issuperset((*one.claim_ids, *one.against))
        ),
    }


def _times(finding: Finding, claims: list[Claim], *, whole: bool) -> tuple[date | None, date | None]:
    if whole:
        return (
            date.fromisoformat(finding.start) if finding.start else None,
            date.fromisoformat(finding.end) if finding.end else None,
        )
    starts = [claim.when.start for claim in claims if claim.when and claim.when.start]
    ends = [claim.when.end for claim in claims if claim.when and claim.when.end]
    return min(starts, default=None), max(ends, default=None)


def review_finding(verdict: Verdict | None, of_claims: set[Review]) -> Review:
    """A finding is as its own verdict says, else accepted if all its claims are, unsure if any is."""
    if verdict is not None:
        return _REVIEWS[verdict]
    if of_claims == {Review.ACCEPTED}:
        return Review.ACCEPTED
    return Review.UNSURE if Review.UNSURE in of_claims else Review.UNREVIEWED


def _published_origins(origins: Iterable[Origin], document_ids: set[str]) -> Iterable[Origin]:
    """Keep each origin from which a claim is published, whole: which documents copy one another is said of them all."""
    for origin in origins:
        if document_ids.intersection(origin.document_ids):
            yield origin
