"""Merging and splitting findings: judgements of named persons on which claims tell of one deal."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from countersight.errors import BadJudgement, ConflictingJudgement
from countersight.model.claim import Claim
from countersight.model.clusters import Clusters
from countersight.model.decision import SET_ASIDE, Verdict
from countersight.model.entity import JudgementValue
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement, check_signature
from countersight.store.base import Store, View, Writer

SAME, APART = JudgementValue.POSITIVE, JudgementValue.NEGATIVE
NAME_LENGTH = 80
"""Characters of a claim's words that the trail keeps."""
LEAST = 2
"""Findings, or parts of one, that there must be to judge on."""


@dataclass(frozen=True, slots=True)
class _Act:
    """Who judges, why and when, and where it goes."""

    view: View
    writer: Writer
    clusters: Clusters
    by: str
    reason: str
    now: datetime

    def judge(self, one: Claim, other: Claim, value: JudgementValue) -> IdentityJudgement:
        """Append a judgement, unless what stands says so already; then return what says it.

        Raises:
            ConflictingJudgement: it contradicts what stands.
        """
        self.check(one, other, value)
        if self.clusters.answer(one.id, other.id) is value:
            return self.clusters.explain(one.id, other.id)[0]
        names = {claim.id: _words(claim) for claim in (one, other)}
        made = self.writer.judge_identity(
            one.id, other.id, value, self.by, self.reason, decided_at=self.now, names=names
        )
        self.clusters.add(made)
        return made

    def check(self, one: Claim, other: Claim, value: JudgementValue) -> None:
        """Raises: ConflictingJudgement."""
        chain = self.clusters.conflict(one.id, other.id, value)
        if chain is not None:
            said = "tells of the same deal as" if value is SAME else "tells of another deal than"
            raise ConflictingJudgement(f"“{_words(one)}” {said} “{_words(other)}”", chain)


def merge_findings(
    store: Store, finding_ids: Sequence[str], *, by: str, reason: str, now: datetime
) -> tuple[IdentityJudgement, ...]:
    """Judge that findings tell of one deal; the next corroboration puts them together and says why.

    One claim of each is judged to tell of the same deal as one of the first, and brings its whole finding with it. What
    keeps them apart by what they tell is no hindrance, and is named in the merged finding's reasons. The same merge,
    sent again, appends nothing.

    Args:
        store: where the findings are.
        finding_ids: at least two that stand, by whole ids.
        by: the name that stands behind it.
        reason: in that person's words; it goes out with the finding, the name does not.
        now: when it was judged, with a time zone.

    Returns:
        The judgements by which the findings are one, those that stood before among them.

    Raises:
        BadJudgement: nobody is named, there is no reason, or there are no two findings.
        ConflictingJudgement: somebody judged that claims of them tell of different deals; nothing was stored.
        NotFound: a finding does not stand.
    """
    with _acting(store, by, reason, now) as act:
        findings = [act.view.finding(name) for name in dict.fromkeys(finding_ids)]
        if len(findings) < LEAST:
            raise BadJudgement("to merge takes two findings")
        for one, other in combinations(findings, 2):
            _check_all(act, one, other)
        verdicts = act.view.verdicts()
        first, *others = [_speak_for(_claims(act.view, finding.claim_ids), verdicts) for finding in findings]
        return tuple(act.judge(first, other, SAME) for other in others)


def split_finding(
    store: Store, finding_id: str, groups: Sequence[Collection[str]], *, by: str, reason: str, now: datetime
) -> tuple[IdentityJudgement, ...]:
    """Judge that the claims of a finding tell of different deals; the next corroboration keeps these apart.

    The claims of one group are judged to tell of one deal, and the groups of different ones. New claims join whichever
    they are most like, and neither if they are as like both. The same split, sent again while the finding is there,
    appends nothing.

    Args:
        store: where the finding is.
        finding_id: one that stands, by its whole id.
        groups: ids of claims that belong together, each in one group only; those in none are one more group.
        by: the name that stands behind it.
        reason: in that person's words; it goes out with the findings, the name does not.
        now: when it was judged, with a time zone.

    Raises:
        BadJudgement: nobody is named, there is no reason, or the groups are no parts of the finding.
        ConflictingJudgement: it contradicts what was judged of these claims before; nothing was stored.
        NotFound: the finding does not stand.
    """
    with _acting(store, by, reason, now) as act:
        finding = act.view.finding(finding_id)
        parts = [_claims(act.view, ids) for ids in _part(finding, groups)]
        verdicts = act.view.verdicts()
        speakers = [_speak_for(claims, verdicts) for claims in parts]
        within = [
            act.judge(speaker, claim, SAME)
            for speaker, claims in zip(speakers, parts, strict=True)
            for claim in claims
            if claim.id != speaker.id
        ]
        return (*within, *(act.judge(one, other, APART) for one, other in combinations(speakers, 2)))


def undo_grouping(store: Store, sequence: int, *, by: str, reason: str, now: datetime) -> tuple[IdentityJudgement, ...]:
    """Take back a merge or split, told by the sequence of any of its judgements; all stay on record.

    Judgements of it that were taken back or judged anew since are left as they are.

    Raises:
        BadJudgement: nobody is named, there is no reason, or no judgement on claims with this sequence stands.
    """
    with _acting(store, by, reason, now) as act:
        chain = list(act.view.identity_judgements())
        meant = next((link for link in chain if link.sequence == sequence and link.is_on_claims), None)
        standing = [link for link in act.clusters.standing() if meant is not None and _is_same_act(link, meant)]
        if not standing:
            raise BadJudgement(f"no judgement {sequence} on claims stands")
        undone = JudgementValue.NO_JUDGEMENT
        return tuple(
            act.writer.judge_identity(
                link.left, link.right, undone, act.by, act.reason, decided_at=now,
                names={link.left: link.left_name, link.right: link.right_name},
            )
            for link in standing
        )  # fmt: skip


def grouping_judgements(view: View, claim_ids: Collection[str]) -> list[IdentityJudgement]:
    """Return every judgement that was ever made on a deal of these claims, in order, for the trail."""
    wanted = {*claim_ids}
    return [link for link in view.identity_judgements() if link.is_on_claims and wanted & {link.left, link.right}]


@contextmanager
def _acting(store: Store, by: str, reason: str, now: datetime) -> Iterator[_Act]:
    """Open a transaction with the judgements as they stand in it: nobody else writes meanwhile."""
    by, reason = check_signature(by, reason, now)
    with store.writer() as writer, store.view() as view:
        yield _Act(view, writer, Clusters(view.identity_judgements()), by, reason, now)


def _check_all(act: _Act, one: Finding, other: Finding) -> None:
    """Hold a merge against all that was judged of any two claims of the findings."""
    judged = {node for link in act.clusters.standing() if link.is_on_claims for node in (link.left, link.right)}
    mine, theirs = (_claims(act.view, judged.intersection(finding.claim_ids)) for finding in (one, other))
    for claim in mine:
        for another in theirs:
            act.check(claim, another, SAME)


def _part(finding: Finding, groups: Sequence[Collection[str]]) -> list[Collection[str]]:
    told = [name for group in groups for name in group]
    if strangers := {*told} - {*finding.claim_ids}:
        raise BadJudgement(f"{min(strangers)} is no claim of finding {finding.id}")
    if len(told) != len({*told}):
        raise BadJudgement("a claim is in two of the groups")
    rest = [name for name in finding.claim_ids if name not in told]
    parts = [group for group in (*groups, rest) if group]
    if len(parts) < LEAST:
        raise BadJudgement("to split takes two groups of claims")
    return parts


def _claims(view: View, claim_ids: Collection[str]) -> list[Claim]:
    return [view.claim(name) for name in sorted(claim_ids)]


def _speak_for(claims: Sequence[Claim], verdicts: dict[str, Verdict]) -> Claim:
    """Choose the claim that a judgement is made on: one that counts, the surest."""
    return min(claims, key=lambda claim: (verdicts.get(claim.id) in SET_ASIDE, -claim.confidence, claim.id))


def _words(claim: Claim) -> str:
    quote = " ".join(claim.evidence[0].quote.split())
    return quote if len(quote) <= NAME_LENGTH else f"{quote[: NAME_LENGTH - 1]}…"


def _is_same_act(link: IdentityJudgement, meant: IdentityJudgement) -> bool:
    return link.is_on_claims and (link.by, link.reason, link.decided_at) == (meant.by, meant.reason, meant.decided_at)
