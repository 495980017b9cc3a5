"""The corroborate stage as a whole: claims and texts in, findings out."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest

from countersight.corroborate import corroborate_claims, corroborator_version
from countersight.model.claim import Claim, Qualifier, Status
from countersight.model.clusters import Clusters
from countersight.model.decision import Verdict
from countersight.model.entity import Judgement, JudgementValue, judgement_id
from countersight.model.finding import Finding, Rank
from countersight.model.identity import judge_pair, name_node
from countersight.model.text import DocumentText

Make = Callable[..., Claim]


class Desk:
    """Texts and claims on their way to be corroborated."""

    def __init__(self, write: Callable[..., DocumentText], claim: Make) -> None:
        self.write, self.claim = write, claim
        self.texts: dict[str, DocumentText] = {}
        self.claims: list[Claim] = []

    def tell(self, words: str, *, document: str = "", **slots: object) -> Claim:
        text = self.write(words, document)
        self.texts[text.id] = text
        self.claims.append(self.claim(text, **slots))
        return self.claims[-1]

    def findings(self, judgements: Iterable[Judgement] = (), **known: object) -> list[Finding]:
        return corroborate_claims(self.claims, texts=self.texts.__getitem__, judgements=judgements, **known)


@pytest.fixture
def desk(write: Callable[..., DocumentText], claim: Make) -> Desk:
    return Desk(write, claim)


STORY = "The ministry says that Glimmer Optics sold 500 cameras to Ruritania in 2019, which its police watch at night."


def test_no_claims_make_no_findings(desk: Desk) -> None:
    assert desk.findings() == []


def test_copies_are_one_finding_of_one_origin(desk: Desk) -> None:
    for paper in ("gazette", "courier", "herald"):
        desk.tell(STORY, document=paper, figure=(500, "cameras", "500 cameras"), year=2019)
    (finding,) = desk.findings()
    (origin,) = finding.origins
    assert origin.document_ids == ("courier", "gazette", "herald")
    assert len(origin.basis) == 2
    assert "one origin: 3 documents that copy one another or rest on one word" in finding.reasons


def test_copies_without_parties_say_what_joined_them(desk: Desk) -> None:
    for paper in ("gazette", "courier"):
        desk.tell(STORY, document=paper, supplier=None, recipient=None)
    assert desk.findings()[0].reasons[0].startswith("2 claims alike enough in kind, technology, words;")


def test_independent_accounts_are_two_origins(desk: Desk) -> None:
    desk.tell(STORY, year=2019)
    desk.tell("Cameras of the maker Glimmer Optics went to Ruritania, records of its customs show.")
    (finding,) = desk.findings()
    assert len(finding.origins) == 2
    assert finding.reasons[-1] == "2 independent origins among 2 documents"
    assert "1 of 2 tell a time" in finding.reasons


def test_denial_is_shown_with_who_denies(desk: Desk) -> None:
    desk.tell(STORY, status=Status.COMPLETED, year=2019)
    desk.tell(
        "Glimmer Optics never sold anything to Ruritania, said Ada Speaker in 2021.",
        status=Status.DENIED, speaker="Ada Speaker", year=2021,
    )  # fmt: skip
    (finding,) = desk.findings()
    assert finding.statuses == (Status.COMPLETED, Status.DENIED)
    assert "denied by Ada Speaker" in finding.reasons
    assert (finding.start, finding.end) == ("2019-01-01", "2019-12-31")


def test_denial_without_a_name_says_so(desk: Desk) -> None:
    desk.tell("It is not so that Glimmer Optics sold to Ruritania.", status=Status.DENIED)
    assert "denied, by whom is not told" in desk.findings()[0].reasons


def test_different_figures_are_shown(desk: Desk) -> None:
    desk.tell(STORY, figure=(500, "cameras", "500 cameras"))
    desk.tell("Glimmer Optics: Ruritania got 520 cameras.", figure=(520, "cameras", "520 cameras"))
    (finding,) = desk.findings()
    assert any(reason.startswith("figures told") and "520" in reason for reason in finding.reasons)


def test_plan_and_completion_are_told_in_the_reasons(desk: Desk) -> None:
    desk.tell(STORY, status=Status.COMPLETED)
    desk.tell("Glimmer Optics will sell to Ruritania.", status=Status.PLANNED)
    (finding,) = desk.findings()
    assert any("as a plan" in reason for reason in finding.reasons)


def test_vague_claim_tells_why_it_stands_alone(desk: Desk) -> None:
    desk.tell("Glimmer Optics sold to Ruritania in 2019.", year=2019)
    desk.tell("Glimmer Optics sold to Ruritania in 2012.", year=2012)
    desk.tell("Glimmer Optics sold to Ruritania.")
    alone = [finding for finding in desk.findings() if "kept by itself" in finding.reasons[0]]
    assert [finding.start for finding in alone] == [None]


def test_names_of_one_entity_come_together(desk: Desk) -> None:
    claims = [desk.tell(STORY), desk.tell("Glimmer sold to Ruritania.", supplier="Glimmer")]
    judgements = [
        Judgement(
            id=judgement_id(each.id, "supplier", "cs-glimmer", JudgementValue.POSITIVE, "resolver@1"), claim_id=each.id,
            role="supplier", name="-", entity_id="cs-glimmer", value=JudgementValue.POSITIVE, basis="test",
            resolver="resolver@1",
        )
        for each in claims
    ]  # fmt: skip
    assert {each.supplier and each.supplier.entity_id for each in desk.findings()} == {None}
    (finding,) = desk.findings(judgements)
    assert finding.supplier is not None
    assert (finding.supplier.entity_id, finding.supplier.name) == ("cs-glimmer", "Glimmer Optics")


def test_order_of_claims_makes_no_difference(desk: Desk) -> None:
    for number, year in enumerate([2012, 2019, None, 2019, None, 2012]):
        desk.tell(f"{STORY} Item {number} of 2012.", year=year)
    findings = desk.findings()
    desk.claims.reverse()
    assert desk.findings() == findings
    assert [finding.id for finding in findings] == sorted(finding.id for finding in findings)


def test_each_text_is_asked_for_once(desk: Desk) -> None:
    for status in (Status.PLANNED, Status.COMPLETED):
        desk.tell(STORY, document="gazette", status=status)
    asked: list[str] = []

    def load(text_id: str) -> DocumentText:
        asked.append(text_id)
        return desk.texts[text_id]

    corroborate_claims(desk.claims, texts=load)
    assert asked == list(desk.texts)


def test_version_names_the_corroborator() -> None:
    assert corroborator_version().startswith("corroborator@")


def test_sales_to_nobody_named_stay_apart(desk: Desk) -> None:
    desk.tell("Glimmer Optics put up cameras along the harbor, the gazette wrote.", document="gazette", recipient=None)
    desk.tell("In the north, cameras came from Glimmer Optics, says the courier.", document="courier", recipient=None)
    assert len(desk.findings()) == 2


def test_findings_are_graded(desk: Desk) -> None:
    desk.tell(STORY, year=2019)
    (finding,) = desk.findings()
    assert finding.grade is not None
    assert 0 < finding.grade.probability < 1


def test_rejected_claim_stays_but_does_not_count(desk: Desk) -> None:
    kept = desk.tell(STORY, document="gazette", figure=(500, "cameras", "500 cameras"))
    rejected = desk.tell(
        STORY.replace("500", "510"), document="courier", figure=(510, "cameras", "510 cameras"), status=Status.DENIED
    )
    (finding,) = desk.findings(verdicts={rejected.id: Verdict.REJECT})
    assert set(finding.claim_ids) == {kept.id, rejected.id}
    assert finding.statuses == (Status.REPORTED,)
    assert [origin.document_ids for origin in finding.origins] == [("gazette",)]
    assert not finding.contradictions


def test_finding_of_rejected_claims_alone_says_so(desk: Desk) -> None:
    claim = desk.tell(STORY)
    (finding,) = desk.findings(verdicts={claim.id: Verdict.REJECT})
    assert "1 of its 1 claims was rejected by a reviewer and does not count" in finding.reasons


def test_judged_names_come_together(desk: Desk) -> None:
    for name in ("Glimmer Optics", "Glint Works"):
        desk.tell(f"{name} sold cameras to Ruritania.", supplier=name)
    nodes = [name_node("glimmer optics"), name_node("glint works")]
    same = judge_pair(
        *nodes,
        JudgementValue.POSITIVE,
        by="Ada",
        reason="test",
        decided_at=datetime(2020, 1, 1, tzinfo=UTC),
        after=None,
    )
    (finding,) = desk.findings(clusters=Clusters([same]))
    assert "supplier" in finding.reasons[0]


def test_parties_judged_apart_are_in_no_one_finding(desk: Desk) -> None:
    """Whatever else the claims have in common: the same words, vendor, figure and year."""
    for paper, name in (("gazette", "Glimmer Optics"), ("courier", "Glimmer Optics Ruritania")):
        words = f"In 2019 {name} sold 500 cameras to Ruritania, papers of the harbor office show."
        desk.tell(words, document=paper, supplier=name, figure=(500, "cameras", "500 cameras"), year=2019)
    assert len(desk.findings()) == 1
    nodes = [name_node("glimmer optics"), name_node("glimmer optics ruritania")]
    apart = judge_pair(
        *nodes,
        JudgementValue.NEGATIVE,
        by="Ada",
        reason="test",
        decided_at=datetime(2020, 1, 1, tzinfo=UTC),
        after=None,
    )
    assert len(desk.findings(clusters=Clusters([apart]))) == 2


def test_boast_stands_beside_what_is_known(desk: Desk) -> None:
    desk.tell(STORY)
    desk.tell(
        "Glimmer Optics says it serves over 40 countries.", recipient=None, qualifier=Qualifier.OVER,
        figure=(40, "countries", "over 40 countries"),
    )  # fmt: skip
    (boast,) = [one for finding in desk.findings() for one in finding.contradictions]
    assert "in 1 territory: ruritania" in boast.reason


def test_rival_figures_are_ranked(desk: Desk) -> None:
    for paper in ("gazette", "courier"):
        desk.tell(
            f"{paper}: Glimmer Optics sold 500 cameras to Ruritania.",
            document=paper,
            figure=(500, "cameras", "500 cameras"),
        )
    desk.tell("Glimmer Optics sold 900 cameras to Ruritania.", figure=(900, "cameras", "900 cameras"))
    (finding,) = desk.findings()
    assert [(one.value, one.rank) for one in finding.rivals] == [
        ("500 cameras", Rank.PREFERRED), ("900 cameras", Rank.NORMAL),
    ]  # fmt: skip
    assert [one.slot for one in finding.contradictions] == ["quantity"]


def test_rejected_finding_stays_rejected_when_a_claim_joins(desk: Desk) -> None:
    desk.tell(STORY, document="gazette", figure=(500, "cameras", "500 cameras"), year=2019)
    (before,) = desk.findings()
    joined = desk.tell("In 2019 Glimmer Optics sold 500 cameras to Ruritania.", document="herald", year=2019)
    verdicts, decided = {before.id: Verdict.REJECT}, {before.id: before.claim_ids}
    (after,) = desk.findings(verdicts=verdicts, decided=decided)
    assert after.grade is not None
    assert after.grade.claim_ids == (joined.id,)
    assert f"decided before it changed: 1 of its 2 claims was rejected as {before.id}" in after.reasons[-1]
    (decided_anew,) = desk.findings(
        verdicts={**verdicts, after.id: Verdict.ACCEPT}, decided={**decided, after.id: after.claim_ids}
    )
    assert decided_anew.grade is not None
    assert decided_anew.grade.claim_ids == after.claim_ids
    assert not any("decided before" in reason for reason in decided_anew.reasons)
