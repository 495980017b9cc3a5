"""What of a claim decides which finding it belongs to."""

from collections.abc import Callable
from datetime import date
from math import inf

import pytest

from countersight.corroborate.assertions import fold_words, index_judgements, name_party, reduce_claim
from countersight.model.claim import Claim, Party, Qualifier, TerritorySlot
from countersight.model.entity import Judgement, JudgementValue, judgement_id
from countersight.model.evidence import Mention
from countersight.model.text import DocumentText

WORDS = "In 2019 Glimmer Optics sold 500 cameras for Strelsau to Ruritania, said Ada Speaker."


def judged(claim_id: str, entity_id: str | None, value: JudgementValue, resolver: str = "resolver@1") -> Judgement:
    return Judgement(
        id=judgement_id(claim_id, "supplier", entity_id, value, resolver), claim_id=claim_id, role="supplier",
        name="Glimmer Optics", entity_id=entity_id, value=value, basis="test", resolver=resolver,
    )  # fmt: skip


@pytest.fixture
def text(write: Callable[..., DocumentText]) -> DocumentText:
    return write(WORDS)


def test_party_is_keyed_by_its_entity(text: DocumentText, claim: Callable[..., Claim]) -> None:
    made = claim(text)
    supplier = reduce_claim(made, {(made.id, "supplier"): "cs-glimmer"}).supplier
    assert supplier is not None
    assert (supplier.key, supplier.entity_id, supplier.name) == ("cs-glimmer", "cs-glimmer", "Glimmer Optics")


def test_unresolved_party_is_keyed_by_its_folded_name(text: DocumentText, claim: Callable[..., Claim]) -> None:
    reduced = reduce_claim(claim(text), {})
    assert reduced.supplier is not None
    assert reduced.recipient is not None
    assert (reduced.supplier.key, reduced.recipient.key) == ("glimmer optics", "ruritania")


def test_name_of_a_territory_is_the_territory() -> None:
    mention = Mention(name="Ruritania", start=0, end=9)
    slot = TerritorySlot(code="xx", mention=mention)
    named, alone = (name_party(Party(mention=each, territories=(slot,)), None) for each in (mention, None))
    assert named is not None
    assert alone is not None
    assert named.key == alone.key == "xx"


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        (Qualifier.EXACT, 500, 500),
        (Qualifier.ABOUT, 425, 575),
        (Qualifier.OVER, 500, inf),
        (Qualifier.UNDER, 0, 500),
    ],
)
def test_figure_is_the_range_left_open(
    text: DocumentText, claim: Callable[..., Claim], qualifier: Qualifier, low: float, high: float
) -> None:
    figure = reduce_claim(claim(text, figure=(500, "cameras", "500 cameras"), qualifier=qualifier), {}).figure
    assert figure is not None
    assert (figure.low, figure.high) == pytest.approx((low, high))


def test_time_is_its_first_and_last_day(text: DocumentText, claim: Callable[..., Claim]) -> None:
    assert reduce_claim(claim(text, year=2019), {}).days == (date(2019, 1, 1), date(2019, 12, 31))
    assert reduce_claim(claim(text), {}).days is None


def test_place_that_repeats_the_recipient_tells_nothing(text: DocumentText, claim: Callable[..., Claim]) -> None:
    assert reduce_claim(claim(text, place="Ruritania"), {}).place == frozenset()
    assert reduce_claim(claim(text, place="Strelsau"), {}).place == {"strelsau"}


def test_person_stands_above_the_machine() -> None:
    machine = judged("clm-1", "cs-glimmer", JudgementValue.POSITIVE)
    person = judged("clm-1", "cs-shimmer", JudgementValue.POSITIVE, resolver="person")
    for order in ([machine, person], [person, machine]):
        assert index_judgements(order) == {("clm-1", "supplier"): "cs-shimmer"}


@pytest.mark.parametrize("value", [JudgementValue.NEGATIVE, JudgementValue.UNSURE, JudgementValue.NO_JUDGEMENT])
def test_only_a_positive_answer_resolves(value: JudgementValue) -> None:
    assert index_judgements([judged("clm-1", "cs-glimmer", value)]) == {}


def test_person_may_take_an_entity_away() -> None:
    machine = judged("clm-1", "cs-glimmer", JudgementValue.POSITIVE)
    person = judged("clm-1", "cs-glimmer", JudgementValue.NEGATIVE, resolver="person")
    assert index_judgements([machine, person]) == {}


@pytest.mark.parametrize(
    ("words", "folded"),
    [("Glimmer-Optics,  S.A.", "glimmer optics s a"), ("GLÏMMÉR", "glimmer"), ("光学公司", "光学公司"), ("–", "")],
)
def test_words_are_folded(words: str, folded: str) -> None:
    assert fold_words(words) == folded
