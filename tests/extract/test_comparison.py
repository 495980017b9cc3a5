"""Where extractors differ, with two whose answers are known."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from countersight.extract.base import Drop, Extraction
from countersight.extract.comparison import ComparedText, compare_extractors, read_texts
from countersight.extract.gold import claim_to_gold
from countersight.model.claim import Claim, Kind, Party, Status, TechnologySlot
from countersight.model.evidence import locate_quote, mention_at
from countersight.model.failure import Stage, make_failure
from countersight.model.text import DocumentText

TEXT = "Examplecorp sold cameras to Utopia. Utopia tested drones."


class KnownAnswers:
    """Finds what it was given: kind and quote of each claim."""

    version = "1"

    def __init__(self, name: str, *claims: tuple[Kind, str], languages: tuple[str, ...] = ("en",)) -> None:
        self.name = name
        self.claims = claims
        self.languages = frozenset(languages)

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        for text in texts:
            claims = tuple(self._claim(text, kind, quote) for kind, quote in self.claims)
            yield Extraction(text_id=text.id, claims=claims, drops=(Drop(reason="known", quote=""),))

    def _claim(self, text: DocumentText, kind: Kind, quote: str) -> Claim:
        evidence = locate_quote(quote, text)
        return Claim.make(
            document_id=text.document_id, kind=kind, status=Status.REPORTED, evidence=(evidence,), confidence=0.5,
            extractor=f"{self.name}@1", technology=(TechnologySlot(label="drones", inferred="known"),),
            supplier=Party(mention=mention_at(text, evidence.start, evidence.start + 6)),
        )  # fmt: skip


class AlwaysFails(KnownAnswers):
    """Can look at nothing."""

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        for text in texts:
            yield Extraction(text_id=text.id, claims=(), failure=make_failure(Stage.EXTRACT, text.id, ValueError("no")))


SOLD, TESTED = "Examplecorp sold cameras to Utopia", "Utopia tested drones"


def texts(count: int = 1, **fields: object) -> list[ComparedText]:
    return [ComparedText(id=f"d{n}", lang="en", text=TEXT, **fields) for n in range(count)]


def compare(*extractors: KnownAnswers, documents: list[ComparedText] | None = None):
    return compare_extractors(documents or texts(), extractors, observe=lambda: None)


def test_same_claims_agree() -> None:
    comparison = compare(*(KnownAnswers(name, (Kind.SUPPLY, SOLD)) for name in "ab"), documents=texts(3))
    (agreement,) = comparison.agreements
    assert (agreement.names, agreement.both, agreement.alone) == (("a", "b"), 3, [0, 0])
    assert agreement.differences == []
    assert comparison.shares["a"].dropped == {"known": 3}


def test_differing_slots_are_told_with_words() -> None:
    (agreement,) = compare(KnownAnswers("a", (Kind.SUPPLY, SOLD)), KnownAnswers("b", (Kind.DEMAND, SOLD))).agreements
    (difference,) = agreement.differences
    assert agreement.slots == {"kind": 1}
    assert (difference.document, difference.slots) == ("d0", ("kind",))
    assert difference.context == TEXT


def test_claims_of_one_alone_are_counted() -> None:
    one = KnownAnswers("a", (Kind.SUPPLY, SOLD))
    other = KnownAnswers("b", (Kind.SUPPLY, SOLD), (Kind.DEPLOYMENT, TESTED))
    (agreement,) = compare(one, other).agreements
    assert (agreement.both, agreement.alone) == (1, [0, 1])
    assert agreement.differences[0].claims[0] is None


def test_three_extractors_are_compared_in_pairs() -> None:
    comparison = compare(*(KnownAnswers(name, (Kind.SUPPLY, SOLD)) for name in "abc"))
    assert [agreement.names for agreement in comparison.agreements] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_failures_and_other_languages_are_told_apart() -> None:
    comparison = compare(AlwaysFails("a"), KnownAnswers("b", (Kind.SUPPLY, SOLD), languages=("es",)))
    assert comparison.shares["a"].failed == {"ValueError": 1}
    assert comparison.shares["b"].unread == 1


def test_gold_claims_are_scored_against() -> None:
    extractor = KnownAnswers("a", (Kind.SUPPLY, SOLD))
    (extraction,) = extractor.extract([_frozen()])
    gold = tuple(claim_to_gold(claim) for claim in extraction.claims)
    comparison = compare(extractor, KnownAnswers("b"), documents=texts(claims=gold))
    assert comparison.is_scored
    assert comparison.shares["a"].tally.scores("strict")[2] == 1.0
    assert comparison.shares["b"].tally.scores("found")[2] == 0.0


def _frozen() -> DocumentText:
    from countersight.extract.evaluation import as_text

    return as_text(texts()[0])


@pytest.mark.parametrize("claims", ["", ', "claims": []'])
def test_texts_need_no_claims(claims: str, tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(f'{{"id": "a", "lang": "en", "text": "x"{claims}}}\n')
    assert [text.claims for text in read_texts(path)] == [()]
