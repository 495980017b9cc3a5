"""The corroborate stage: claims become findings, each with its independent origins, its rival values and its grade."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from countersight.corroborate.assertions import Assertion, index_judgements, reduce_claim
from countersight.corroborate.contradictions import find_boasts, find_contradictions, measure_reach
from countersight.corroborate.grading import Grader, Testimony, testify
from countersight.corroborate.groups import Group, group_assertions
from countersight.corroborate.links import link_groups
from countersight.corroborate.origins import Origins, find_origins
from countersight.corroborate.origins.publishers import Families
from countersight.corroborate.origins.tellers import Telling, count_origins, find_telling
from countersight.corroborate.ranks import Standing, rank_values
from countersight.corroborate.summaries import explain_group, merge_parties, most_told_kind, span_days
from countersight.model.claim import Claim, Status
from countersight.model.clusters import Clusters
from countersight.model.deals import Deals
from countersight.model.decision import SET_ASIDE, Verdict
from countersight.model.declared import DeclaredSource
from countersight.model.echoes import find_uncounted
from countersight.model.entity import Judgement
from countersight.model.finding import Finding, Origin, finding_id
from countersight.model.interest import Interest
from countersight.model.source import SourceAssessment
from countersight.model.text import DocumentText
from countersight.model.verdicts import WeighedVerdicts, explain_carried, weigh_verdicts

VERSION = "7"

Load = Callable[[str], DocumentText]


def corroborator_version() -> str:
    """Return the name and version that the findings of this code are made by."""
    return f"corroborator@{VERSION}"


def corroborate_claims(
    claims: Iterable[Claim],
    *,
    texts: Load,
    judgements: Iterable[Judgement] = (),
    clusters: Clusters | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    decided: Mapping[str, Sequence[str]] | None = None,
    replacements: Mapping[str, str] | None = None,
    assessments: Iterable[SourceAssessment] = (),
    origins: Origins | None = None,
    families: Families | None = None,
    declared: Iterable[DeclaredSource] = (),
) -> list[Finding]:
    """Group claims into findings, rank what they differ in, link and grade them; their order does not matter.

    Args:
        claims: all claims there are.
        texts: gives a document text by its id, such as `View.text`. Only texts that carry claims are asked for, each
            once.
        judgements: who is meant by the parties' names.
        clusters: what persons judged of names and organizations, which stands above that.
        verdicts: that stand on claims and findings, by id. A rejected claim stays in its finding and does not count.
        decided: the claims of every finding that a verdict stands on, also of those that are no more: see
            `View.decided_findings`. What was decided on one that has changed counts for the claims that it had.
        replacements: the claim in place of each edited one.
        assessments: of sources, by named persons.
        origins: of the claims' documents, where they are known already; found anew otherwise.
        families: publishers of one owner; by default those that Countersight knows.
        declared: how reliable the project declares its sources to be.

    Returns:
        Findings in order of id. Every claim is in exactly one, but for those of `find_uncounted`.
    """
    everything, answers = list(claims), index_judgements(judgements)
    uncounted = find_uncounted(everything, verdicts or {}, replacements or {})
    held = [claim for claim in everything if claim.id not in uncounted]
    deals = Deals(clusters, replacements)
    assertions = [reduce_claim(claim, answers, clusters, deals) for claim in held]
    grouping = group_assertions(assertions)
    members = [tuple(member.claim_id for member in group.members) for group in grouping.groups]
    ids = [finding_id(claim_ids) for claim_ids in members]
    weighed = weigh_verdicts(dict(zip(ids, members, strict=True)), verdicts or {}, decided or {})
    desk = _Desk(held, texts, weighed, families, deals)
    origins = origins or find_origins(_choose_texts(assertions), desk.load)
    desk.load_rest()
    links = link_groups(grouping, ids)
    reach = measure_reach(grouping.groups, desk.rejected)
    findings = [
        replace(desk.make_finding(group, origins, reach), links=links.get(place, ()))
        for place, group in enumerate(grouping.groups)
    ]
    graded = _grade(findings, desk, assessments, declared)
    return sorted(graded, key=lambda finding: finding.id)


def _choose_texts(assertions: Iterable[Assertion]) -> dict[str, str]:
    """Return one text of each document, by document id."""
    text_of: dict[str, str] = {}
    for assertion in assertions:
        text_of[assertion.document_id] = min(assertion.text_id, text_of.get(assertion.document_id, assertion.text_id))
    return text_of


class _Desk:
    """What is known of claims beside their slots: who tells them, with what at stake, what reviewers decided."""

    def __init__(
        self, claims: Sequence[Claim], texts: Load, weighed: WeighedVerdicts, families: Families | None, deals: Deals
    ) -> None:
        self.testimonies: dict[str, Testimony] = {}
        self.tellings: dict[str, Telling] = {}
        self.weighed, verdicts = weighed, weighed.counted
        self.rejected = frozenset(claim.id for claim in claims if verdicts.get(claim.id) in SET_ASIDE)
        self.accepted = frozenset(claim.id for claim in claims if verdicts.get(claim.id) is Verdict.ACCEPT)
        self._texts, self._families, self._deals = texts, families, deals
        self._waiting: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            self._waiting[claim.evidence[0].text_id].append(claim)

    def load(self, text_id: str) -> DocumentText:
        """Load a text, and keep of its claims who tells them, so that each text is loaded once."""
        text = self._texts(text_id)
        for claim in self._waiting.pop(text_id, ()):
            self.testimonies[claim.id] = testify(claim, text)
            self.tellings[claim.id] = find_telling(claim, text, families=self._families)
        return text

    def load_rest(self) -> None:
        """Load the texts that nobody has asked for: further readings of a document."""
        for text_id in list(self._waiting):
            self.load(text_id)

    def make_finding(self, group: Group, origins: Origins, reach: Mapping[str, Mapping[str, str]]) -> Finding:
        """Say what the claims of a group say together."""
        members = group.members
        counted = [member for member in members if member.claim_id not in self.rejected]
        told = counted or members
        found = count_origins(told, origins, tellings=self.tellings)
        rivals = rank_values(members, self._standing(members, found))
        start, end = span_days(told)
        name = finding_id(tuple(member.claim_id for member in members))
        judged = self._deals.explain({member.claim_id for member in members})
        before = explain_carried(self.weighed.carried.get(name, ()), whole=len(members))
        return Finding(
            id=name,
            kind=most_told_kind(told),
            supplier=merge_parties([member.supplier for member in told]),
            recipient=merge_parties([member.recipient for member in told]),
            technology=tuple(sorted(frozenset[str]().union(*(member.technology for member in told)))),
            start=start,
            end=end,
            statuses=tuple(status for status in Status if any(member.status is status for member in told)),
            claim_ids=tuple(member.claim_id for member in members),
            origins=found,
            reasons=(*explain_group(group, counted, found), *judged, *before),
            rivals=rivals,
            contradictions=(*find_contradictions(counted, rivals), *find_boasts(counted, reach)),
        )

    def _standing(self, members: Sequence[Assertion], found: Sequence[Origin]) -> Standing:
        origin_of = {document: origin.id for origin in found for document in origin.document_ids}
        ids = [member.claim_id for member in members]
        return Standing(
            origin={one.claim_id: origin_of.get(one.document_id, one.document_id) for one in members},
            interested=frozenset(one for one in ids if self.testimonies[one].interest is not Interest.OUTSIDER),
            accepted=self.accepted.intersection(ids),
            rejected=self.rejected.intersection(ids),
        )


def _grade(
    findings: Sequence[Finding],
    desk: _Desk,
    assessments: Iterable[SourceAssessment],
    declared: Iterable[DeclaredSource],
) -> Iterator[Finding]:
    grader = Grader(
        assessments,
        desk.weighed.counted,
        desk.testimonies.values(),
        taught=desk.weighed.taught,
        declared=declared,
    )
    for finding in findings:
        members = [desk.testimonies[claim] for claim in finding.claim_ids]
        apart = [one.reason for one in finding.contradictions if one.slot != "status"]
        yield replace(finding, grade=grader.grade(members, finding.origins, kind=finding.kind, contradicted=apart))
