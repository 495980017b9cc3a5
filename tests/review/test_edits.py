"""What an edited or added claim does to findings and releases."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.review.conftest import AGAIN, FIRST, NOW, OTHER, Project

from countersight.errors import BadDecision, NotFound, UnsoundClaim
from countersight.model.decision import Verdict
from countersight.model.echoes import find_echoes
from countersight.pipeline import bring_up_to_date
from countersight.review import Span, add_claim, describe_claim, edit_claim, withdraw_document
from countersight.review.forms import WhenForm


def test_findings_rest_on_the_edit_alone(project: Project) -> None:
    machine = project.sold(FIRST)
    before = project.grouped()
    made = project.edits("Ada", machine, status="planned")
    assert before == [{machine.id}]
    (finding,) = project.run()
    assert finding.claim_ids == (made.claim.id,)
    assert [status.value for status in finding.statuses] == ["planned"]
    assert any("accepted by a reviewer" in reason for reason in finding.grade.reasons)
    project.says("Ada", machine, Verdict.UNDO)
    assert project.grouped() == before


def test_edited_claim_goes_out_in_its_place(project: Project, tmp_path: Path) -> None:
    machine, other = (
        project.sold(FIRST),
        project.sold(OTHER, supplier="Shimmer Labs", thing="spyware", technology="spyware"),
    )
    project.run()
    made = project.edits("Ada Reader", machine, status="planned")
    assert set(project.released(tmp_path / "before the next run")) == {made.claim.id, other.id}
    project.run()
    assert set(project.released(tmp_path / "after")) == {made.claim.id, other.id}
    assert project.released(tmp_path / "accepted", accepted_only=True) == [made.claim.id]
    assert "Ada" not in (tmp_path / "after" / "claims.ndjson").read_text()


def test_edit_moves_a_claim_to_its_deal(project: Project) -> None:
    first, second = project.sold(FIRST), project.sold(AGAIN, recipient="|gh")
    assert len(project.grouped()) == 2
    kenya = describe_claim(second).recipient
    start = AGAIN.index("Kenya")
    place = replace(kenya.territories[0], code="ke", span=Span(start=start, end=start + 5), inferred=None)
    made = project.edits("Ada", second, recipient=replace(kenya, territories=(place,)))
    assert project.grouped() == [{first.id, made.claim.id}]


def test_settling_again_does_nothing(project: Project) -> None:
    project.edits("Ada", project.sold(FIRST), status="planned")
    project.run()
    done = bring_up_to_date(project.store)
    assert [count.produced for count in done.values()] == [0, 0]
    assert done["corroborate"].skipped == {"nothing changed": 1}


def test_added_claim_joins_findings(project: Project) -> None:
    text = project.document(f"{FIRST} {OTHER}")
    machine = project.claim(text, FIRST.removesuffix("."), supplier="Glimmer Optics", recipient="|ke", words="cameras")
    start = text.text.index("Shimmer")
    form = replace(
        describe_claim(machine),
        evidence=(Span(start=start, end=len(text.text)),),
        supplier=replace(describe_claim(machine).supplier, span=Span(start=start, end=start + 12)),
        recipient=None,
        technology=(replace(describe_claim(machine).technology[0], code="spyware", span=Span(
            start=text.text.index("spyware"), end=text.text.index("spyware") + 7)),),
    )  # fmt: skip
    made = add_claim(project.store, text.id, form=form, reviewer="Ada", now=NOW)
    assert project.grouped() == sorted([{machine.id}, {made.claim.id}], key=sorted)
    project.says("Ada", made.claim, Verdict.UNDO)
    assert project.grouped() == [{machine.id}]


def test_nothing_is_added_to_what_is_withdrawn(project: Project) -> None:
    claim = project.sold(FIRST)
    form = replace(describe_claim(claim), status="planned")
    withdraw_document(project.store, claim.document_id, words="It is a forgery.", by="Ana")
    with pytest.raises(BadDecision, match="is withdrawn"):
        add_claim(project.store, claim.evidence[0].text_id, form=form, reviewer="Ada", now=NOW)
    with pytest.raises(NotFound, match="withdrawn"):
        edit_claim(project.store, claim.id, form=form, reviewer="Ada", now=NOW)
    with project.store.view() as view:
        assert (view.count("claims"), view.count("decisions")) == (0, 0)


def test_edit_of_one_of_two_readers_waits(project: Project, tmp_path: Path) -> None:
    project.store.readers = 2
    machine = project.sold(FIRST)
    made = project.edits("Ada", machine, status="planned")
    assert project.grouped() == [{machine.id}]
    assert project.released(tmp_path / "one") == []
    project.edits("Bo", machine, status="planned")
    assert project.grouped() == [{made.claim.id}]
    assert project.released(tmp_path / "both") == [made.claim.id]


def test_disputed_claim_waits_for_an_editor(project: Project, tmp_path: Path) -> None:
    project.store.readers = 2
    machine = project.sold(FIRST)
    project.run()
    project.says("Ada", machine, Verdict.ACCEPT)
    project.says("Bo", machine, Verdict.REJECT)
    assert project.released(tmp_path / "disputed") == []
    project.says("Cy", machine, Verdict.ACCEPT)
    assert project.released(tmp_path / "settled") == [machine.id]


def test_edited_finding_is_seen_anew(project: Project) -> None:
    machine, other = project.sold(FIRST), project.sold(AGAIN)
    (finding,) = project.run()
    project.says("Ada", finding, Verdict.ACCEPT)
    made = project.edits("Ada", machine, status="planned")
    findings = project.run()
    assert sorted(name for one in findings for name in one.claim_ids) == sorted([made.claim.id, other.id])


def test_newer_reading_of_decided_words_is_an_echo(project: Project, tmp_path: Path) -> None:
    machine = project.sold(FIRST)
    project.says("Ada", machine, Verdict.REJECT)
    newer = replace_extractor(project, machine, quote=FIRST)
    other = replace_extractor(project, machine, quote=FIRST, recipient=None)
    with project.store.view() as view:
        echoes = find_echoes(view.claims(), view.verdicts(), view.replacements())
    assert {name: echo.is_same for name, echo in echoes.items()} == {newer: True}
    assert set.union(*project.grouped()) == {machine.id, other}
    assert project.released(tmp_path / "out") == [other]


def replace_extractor(project: Project, machine, *, quote: str, **changes):
    """Add a claim as a newer extractor would, with the whole sentence for evidence."""
    from countersight.model.claim import Claim
    from countersight.model.evidence import locate_quote

    text = project.texts[machine.evidence[0].text_id]
    slots = {name: getattr(machine, name) for name in machine.__slots__ if name != "id"}
    made = Claim.make(**{**slots, "extractor": "newer@2", "evidence": (locate_quote(quote, text),), **changes})
    with project.store.writer() as writer:
        writer.add_claims([made], text)
    return made.id


@pytest.mark.parametrize(
    ("changes", "slot", "words"),
    [
        ({"kind": "sale"}, "kind", "none of"),
        ({"status": ""}, "status", "none of"),
        ({"evidence": ()}, "evidence", "select the words"),
        ({"evidence": (Span(start=3, end=3),)}, "evidence", "there are no words"),
        ({"evidence": (Span(start=0, end=9_999),)}, "evidence", "there are no words"),
        ({"technology": ()}, "technology", "at least one"),
        ({"status_words": Span(start=14, end=15)}, "words of the status", "white space"),
        ({"when": WhenForm(span=Span(start=58, end=62), precision="day", start="2023-02-30")}, "time", "day"),
        ({"when": WhenForm(span=Span(start=58, end=62), precision="day", start="2023", end="2023")}, "time", "longer"),
        ({"when": WhenForm(span=Span(start=58, end=62), precision="year", start="soon")}, "time", "no day, month"),
        ({"when": WhenForm(span=Span(start=58, end=62), precision="year")}, "time", "no year"),
    ],
)
def test_slots_at_fault_are_named(project: Project, changes: dict, slot: str, words: str) -> None:
    machine = project.sold(FIRST)
    with pytest.raises(UnsoundClaim) as refused:
        project.edits("Ada", machine, **changes)
    assert [name for name, _ in refused.value.problems] == [slot]
    assert words in refused.value.problems[0][1]


def test_slots_keep_words_or_their_rule(project: Project) -> None:
    machine = project.sold(FIRST)
    form = describe_claim(machine)
    (label,) = form.technology
    for wrong in (
        replace(label, code="spyware", span=None, inferred="a guess"),
        replace(label, span=None),
        replace(label, inferred="both"),
        replace(label, code="toys"),
    ):
        with pytest.raises(UnsoundClaim, match="technology"):
            project.edits("Ada", machine, technology=(wrong,))
    (kenya,) = form.recipient.territories
    assert kenya.inferred
    for wrong in (replace(kenya, code="gh"), replace(kenya, code="nowhere"), replace(kenya, inferred="another rule")):
        with pytest.raises(UnsoundClaim, match="territory of the recipient"):
            project.edits("Ada", machine, recipient=replace(form.recipient, territories=(wrong,)))
    with pytest.raises(UnsoundClaim, match="supplier: the machine's rule"):
        project.edits("Ada", machine, supplier=replace(form.supplier, inferred="a pronoun"))


def test_all_faults_are_told_at_once(project: Project) -> None:
    machine = project.sold(FIRST)
    with pytest.raises(UnsoundClaim) as refused:
        project.edits("Ada", machine, kind="sale", technology=(), evidence=(Span(start=0, end=8),))
    assert {name for name, _ in refused.value.problems} == {"kind", "technology", "supplier"}


def test_selected_white_space_is_left_out(project: Project) -> None:
    machine = project.sold(FIRST)
    made = project.edits("Ada", machine, status="claimed", status_words=Span(start=14, end=20))
    assert made.claim.status_mention.name == "sold"


def test_month_or_year_alone_is_a_time(project: Project) -> None:
    machine = project.sold(FIRST)
    at = Span(start=58, end=62)
    year = project.edits("Ada", machine, when=WhenForm(span=at, precision="year", start="2023", end="2023")).claim
    assert (str(year.when.start), str(year.when.end)) == ("2023-01-01", "2023-12-31")
    month = project.edits("Ada", year, when=WhenForm(span=at, precision="month", start="2023-02", end="2023-02")).claim
    assert (str(month.when.start), str(month.when.end)) == ("2023-02-01", "2023-02-28")


def test_time_may_count_from_publication(project: Project) -> None:
    machine = project.sold(FIRST)
    when = WhenForm(span=Span(start=58, end=62), precision="year", start="2023", end="2023", anchored=True)
    made = project.edits("Ada", machine, when=when)
    assert made.claim.when.anchored_to == project.texts[machine.evidence[0].text_id].published


def test_unknown_claims_and_nobody_are_refused(project: Project) -> None:
    machine = project.sold(FIRST)
    form = replace(describe_claim(machine), status="planned")
    with pytest.raises(NotFound):
        edit_claim(project.store, "clm-none", form=form, reviewer="Ada", now=NOW)
    with pytest.raises(NotFound):
        add_claim(project.store, "txt-none", form=form, reviewer="Ada", now=NOW)
    with pytest.raises(BadDecision, match="name"):
        edit_claim(project.store, machine.id, form=form, reviewer=" ", now=NOW)
    with project.store.view() as view:
        assert view.count("claims") == 1
