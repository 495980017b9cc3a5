"""The passages that we wrote are well formed, and tell of no company that there is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from training.corpus import read_written, words_of

from countersight.extract.trained import TrainedReader
from countersight.model.claim import Kind, Qualifier, Status
from countersight.values.organizations import Via, find_organizations
from countersight.values.taxonomy import load_taxonomy
from countersight.values.territories import territory_of

WRITTEN = read_written()
SLOTS = {
    "kind", "supplier", "supplier_country", "recipient", "recipient_country", "technology", "quantity", "when",
    "status", "speaker", "evidence",
}  # fmt: skip


def claims() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every claim with its passage's id, by which pytest's report names it."""
    return ((passage["id"], claim) for passage in WRITTEN for claim in passage["claims"])


def codes(claim: dict[str, Any]) -> Iterator[str]:
    for slot in ("supplier_country", "recipient_country"):
        told = claim.get(slot)
        yield from [told] if isinstance(told, str) else told or []


def test_there_are_passages() -> None:
    assert len(WRITTEN) > 2000


def test_languages_are_those_that_are_read() -> None:
    assert {passage["lang"] for passage in WRITTEN} == TrainedReader.languages


def test_labels_are_those_of_the_model() -> None:
    labels = set(load_taxonomy())
    wrong = [
        place
        for place, claim in claims()
        if claim["kind"] not in set(Kind)
        or claim["status"] not in set(Status)
        or not claim["technology"]
        or not set(claim["technology"]) <= labels
        or not set(claim) <= SLOTS
    ]
    assert wrong == []


def test_copied_words_stand_in_the_text() -> None:
    wrong = [
        (passage["id"], words)
        for passage in WRITTEN
        for claim in passage["claims"]
        for words in words_of(claim)
        if words not in passage["text"] or words != words.strip()
    ]
    assert wrong == []


def test_evidence_stands_once() -> None:
    counts = {passage["text"].count(claim["evidence"]) for passage in WRITTEN for claim in passage["claims"]}
    assert counts == {1}


def test_quantities_are_numbers_with_words() -> None:
    told = [(place, claim["quantity"]) for place, claim in claims() if claim.get("quantity")]
    wrong = [
        place
        for place, quantity in told
        if set(quantity) != {"value", "qualifier", "words"}
        or not isinstance(quantity["value"], int | float)
        or quantity["qualifier"] not in set(Qualifier)
        or not quantity["words"]
    ]
    assert told
    assert wrong == []


def test_countries_are_known_codes() -> None:
    wrong = {
        (place, code)
        for place, claim in claims()
        for code in codes(claim)
        if code != code.upper() or territory_of(code) != code.lower()
    }
    assert wrong == set()


def test_an_assessment_has_a_speaker() -> None:
    assert [place for place, claim in claims() if claim["kind"] == "assessment" and not claim.get("speaker")] == []


def test_a_procurement_names_no_supplier() -> None:
    assert [place for place, claim in claims() if claim["kind"] == "procurement" and claim.get("supplier")] == []


@pytest.mark.parametrize("field", ["id", "text"])
def test_no_passage_comes_twice(field: str) -> None:
    seen = Counter(" ".join(passage[field].split()) for passage in WRITTEN)
    assert [value for value, times in seen.items() if times > 1] == []


def test_names_stand_in_the_text() -> None:
    wrong = [
        (passage["id"], name)
        for passage in WRITTEN
        for name, sort in passage["names"].items()
        if name not in passage["text"] or sort not in ("vendor", "product")
    ]
    assert wrong == []


def test_invented_names_are_nobodys() -> None:
    known = {(passage["id"], name) for passage in WRITTEN for name in passage["names"] if find_organizations(name)}
    assert known == set()


def test_no_known_vendor_is_named() -> None:
    known = {
        (passage["id"], found.name)
        for passage in WRITTEN
        for found in find_organizations(passage["text"])
        if "vendor" in found.roles or found.via is Via.PRODUCT
    }
    assert known == set()
