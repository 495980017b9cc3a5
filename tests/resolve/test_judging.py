"""Judgements on the names in claims. Parties are made up, or stand in no deal."""

import pytest

from countersight.model.claim import Claim, Kind, Party, Speaker, Status, TechnologySlot, TerritorySlot
from countersight.model.entity import JudgementValue
from countersight.model.evidence import Evidence, Mention
from countersight.resolve import RESOLVERS, default_resolver, resolve_claims


def mention(text: str, name: str) -> Mention:
    start = text.index(name)
    return Mention(name=name, start=start, end=start + len(name))


def claim(text: str, supplier: str | None = None, recipient: str | None = None, speaker: str | None = None) -> Claim:
    return Claim.make(
        document_id="doc",
        kind=Kind.ASSESSMENT,
        status=Status.REPORTED,
        evidence=(Evidence(text_id="txt", start=0, end=len(text), quote=text),),
        confidence=0.5,
        extractor="test@1",
        technology=(TechnologySlot(label="other", inferred="test"),),
        supplier=Party(mention=mention(text, supplier)) if supplier else None,
        recipient=Party(mention=mention(text, recipient)) if recipient else None,
        speaker=Speaker(mention=mention(text, speaker)) if speaker else None,
    )


def test_each_named_party_is_judged() -> None:
    text = "Umbral Optics and the Citizens of Nowhere"
    judged = list(resolve_claims([claim(text, "Umbral Optics", "Citizens of Nowhere")], default_resolver()))
    assert [(one.role, one.name, one.entity_id) for one in judged] == [
        ("supplier", "Umbral Optics", None),
        ("recipient", "Citizens of Nowhere", None),
    ]
    assert {one.value for one in judged} == {JudgementValue.NO_JUDGEMENT}


def test_parties_without_names_are_not() -> None:
    nameless = Claim.make(
        document_id="doc",
        kind=Kind.TRAINING,
        status=Status.REPORTED,
        evidence=(Evidence(text_id="txt", start=0, end=7, quote="It was."),),
        confidence=0.5,
        extractor="test@1",
        technology=(TechnologySlot(label="other", inferred="test"),),
        recipient=Party(territories=(TerritorySlot(code="ug", inferred="test"),)),
    )
    assert list(resolve_claims([nameless], default_resolver())) == []


@pytest.mark.parametrize(("speaker", "roles"), [("the FCC", ["speaker"]), ("Jane Umbral", []), ("officials", [])])
def test_speakers_that_are_organizations_are_judged(speaker: str, roles: list[str]) -> None:
    judged = resolve_claims([claim(f"So said {speaker}.", speaker=speaker)], default_resolver())
    assert [one.role for one in judged] == roles


def test_same_claim_gives_same_judgement() -> None:
    one = claim("Umbral Optics", "Umbral Optics")
    assert list(resolve_claims([one], default_resolver())) == list(resolve_claims([one], default_resolver()))


def test_evidence_is_the_context() -> None:
    text = "The Chinese Ministry of Public Security"
    (judged,) = resolve_claims([claim(text, recipient="Ministry of Public Security")], default_resolver())
    assert judged.value is JudgementValue.POSITIVE
    assert judged.resolver == f"{default_resolver().name}@{default_resolver().version}"


def test_default_resolver_is_listed() -> None:
    assert isinstance(default_resolver(), RESOLVERS[0])
