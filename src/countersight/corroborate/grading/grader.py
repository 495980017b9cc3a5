"""Grade findings: the best letter of their sources, the finding's number, a probability with interval, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from countersight.corroborate.grading.credibility import WORDS, rate_credibility
from countersight.corroborate.grading.evidence import rate_evidence
from countersight.corroborate.grading.fusion import Posterior, fuse_votes
from countersight.corroborate.grading.ladder import judged_rungs, main_rung
from countersight.corroborate.grading.likelihood import name_likelihood
from countersight.corroborate.grading.standings import Standing, Standings, check_records, learn_records
from countersight.corroborate.grading.testimonies import Testimony
from countersight.corroborate.grading.votes import Vote, cast_votes, home_origins
from countersight.model.claim import Kind
from countersight.model.decision import Verdict
from countersight.model.declared import DeclaredSource
from countersight.model.finding import Grade, Origin, Rung, RungGrade, finding_id
from countersight.model.interest import Interest
from countersight.model.source import Reliability, SourceAssessment


class Grader:
    """Grades one finding after the other, by what is known of all sources.

    Args:
        assessments: of sources, by named persons; the last one of a source stands.
        verdicts: that count for claims and findings, by id.
        testimonies: of all claims.
        findings: the ids of the claims of each finding, from which sources' accuracies are learnt where a reviewer has
            decided on the finding.
        taught: what to learn them from instead: claims, and the verdict on the finding that they assert.
        declared: what the project declares of its sources.
    """

    def __init__(
        self,
        assessments: Iterable[SourceAssessment] = (),
        verdicts: Mapping[str, Verdict] | None = None,
        testimonies: Iterable[Testimony] = (),
        *,
        findings: Iterable[Sequence[str]] = (),
        taught: Iterable[tuple[Sequence[str], Verdict]] | None = None,
        declared: Iterable[DeclaredSource] = (),
    ) -> None:
        self._verdicts = verdicts or {}
        if taught is None:
            records = check_records(findings, testimonies, self._verdicts)
        else:
            records = learn_records(taught, testimonies)
        self.standings = Standings(assessments, records, declared=declared)

    def grade(
        self,
        members: Sequence[Testimony],
        origins: Sequence[Origin],
        *,
        kind: Kind | None = None,
        contradicted: Sequence[str] = (),
    ) -> Grade:
        """Grade a finding.

        Args:
            members: the testimonies of its claims, at least one.
            origins: the independent ones of their documents; a document in none is an origin of its own.
            kind: what the finding is of; without it, what most origins tell.
            contradicted: where its claims contradict one another beside denials, in words.
        """
        verdict = self._verdicts.get(finding_id(tuple(one.claim_id for one in members)))
        told = [one for one in members if self._verdicts.get(one.claim_id) is not Verdict.REJECT]
        asserted = [one.rung for one in told if not one.is_denial]
        main = main_rung(kind or _most_told_kind(told or members, home_origins(origins)), asserted)
        rungs = judged_rungs(main, asserted)
        votes_on = {rung: self._cast(members, origins, rung) for rung in rungs}
        votes = votes_on[main]
        posteriors = {rung: fuse_votes(votes_on[rung], verdict=verdict) for rung in rungs}
        credibility, why = rate_credibility(votes, verdict=verdict, is_contradicted=bool(contradicted))
        level, steps = rate_evidence(votes, told, contradictions=contradicted)
        best = self._best_standing(told)
        posterior = posteriors[main]
        return Grade(
            credibility=credibility,
            reliability=(best.letter if best else Reliability.F).value,
            probability=posterior.probability,
            low=posterior.low,
            high=posterior.high,
            likelihood=name_likelihood(posterior.probability),
            level=level,
            reasons=(
                *_explain_source(best),
                f"credibility {credibility}, {WORDS[credibility]}: {why}",
                _explain_probability(posterior, main),
                *_explain_votes(votes, _count_origins(told, origins), main, verdict),
                *_explain_verdicts(members, self._verdicts),
                *steps,
            ),
            rung=main,
            rungs=tuple(_rung_grade(rung, posterior) for rung, posterior in posteriors.items() if rung is not None),
            claim_ids=tuple(sorted(one.claim_id for one in told)),
        )

    def _cast(self, members: Sequence[Testimony], origins: Sequence[Origin], rung: Rung | None) -> list[Vote]:
        return cast_votes(members, origins, rung, standings=self.standings, verdicts=self._verdicts)

    def _best_standing(self, told: Sequence[Testimony]) -> Standing | None:
        standings = map(self.standings.behind, told)
        return min(standings, key=lambda one: (one.letter, one.source, one.basis), default=None)


def _most_told_kind(members: Sequence[Testimony], home: Mapping[str, str]) -> Kind:
    """Return the kind that most origins assert; of several, the one that comes first in `Kind`."""
    asserting = [one for one in members if not one.is_denial] or members
    told = Counter(kind for kind, _ in {(one.kind, home.get(one.document_id, one.document_id)) for one in asserting})
    return max(Kind, key=lambda kind: told[kind])


def _rung_grade(rung: Rung, posterior: Posterior) -> RungGrade:
    return RungGrade(rung=rung, probability=posterior.probability, low=posterior.low, high=posterior.high)


def _explain_source(best: Standing | None) -> Iterator[str]:
    if best is None:
        yield "reliability F: no claim is left to tell a source"
        return
    # Who assessed it stays in the project: grades are published, and the names of reviewers are not.
    who = "assessed by a named person: " if best.by else f"declared in {best.declared_in}: " if best.declared_in else ""
    yield f"reliability {best.letter}, the best of its sources: {best.source}, {who}{best.basis}"
    if best.record.teaches:
        yield (
            f"{best.source} was right in {best.record.right} of {best.record.checked} checked findings: "
            f"its word counts {best.accuracy.mean:.2f}"
        )


def _explain_probability(posterior: Posterior, rung: Rung | None) -> str:
    what = {
        None: "that it is so",
        Rung.PLANNED: "that it was planned, not that it came of it",
        Rung.AGREED: "that it was agreed on, not that it was delivered",
        Rung.DELIVERED: "that it was delivered",
        Rung.OPERATING: "that it is or was in use",
        Rung.ENDED: "that it was called off",
    }[rung]
    return f"{what}: {posterior.probability:.2f}, between {posterior.low:.2f} and {posterior.high:.2f}"


def _count_origins(told: Sequence[Testimony], origins: Sequence[Origin]) -> int:
    home = home_origins(origins)
    return len({home.get(one.document_id, one.document_id) for one in told})


def _explain_votes(votes: Sequence[Vote], origins: int, rung: Rung | None, verdict: Verdict | None) -> Iterator[str]:
    """Say who votes; `origins` are all there are, of which some may tell only of another rung."""
    backing, against = sum(vote.is_for for vote in votes), sum(not vote.is_for for vote in votes)
    silent = origins - len({vote.origin for vote in votes})
    others = f"; {silent} of {origins} {'says' if silent == 1 else 'say'} nothing of that" if silent else ""
    yield f"one vote for each independent origin: {backing} for it, {against} against{others}"
    interested = [vote for vote in votes if vote.testimony.interest is not Interest.OUTSIDER]
    if interested and rung in (Rung.DELIVERED, Rung.OPERATING):
        words = "such a word carries less on what came of a deal, and in denial"
        yield f"{len(interested)} of the votes by a party or its officials: {words}"
    hedged = sum(vote.testimony.is_hedged for vote in votes)
    if hedged:
        yield f"{hedged} of the votes hedged, which count half"
    if verdict in (Verdict.ACCEPT, Verdict.REJECT):
        yield f"a reviewer's {verdict.value} of the finding counts as a vote of the best letter"


def _explain_verdicts(members: Sequence[Testimony], verdicts: Mapping[str, Verdict]) -> Iterator[str]:
    said = [verdicts.get(one.claim_id) for one in members]
    if accepted := said.count(Verdict.ACCEPT):
        yield f"{accepted} of {len(said)} claims accepted by a reviewer as read right"
    if rejected := said.count(Verdict.REJECT):
        yield f"{rejected} of {len(said)} claims rejected by a reviewer, which have no vote"
