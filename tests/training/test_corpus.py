"""Passages to learn from, and the names in them changed at times. All names are made up."""

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from training.corpus import read_passages, read_written, rename, words_of

from countersight.values.organizations import organizations
from countersight.values.taxonomy import load_taxonomy

NAMES = {"Veltrix Systems": "vendor", "Veltrix": "vendor", "Orbano": "vendor", "Nightjar": "product"}
PARTS = st.lists(st.sampled_from([*NAMES, "sold", "300", "cameras", "to", "police."]), min_size=1, max_size=12)
WORDS = "Veltrix Systems sold Nightjar to the police. Veltrix and Orbano, rivals, deny it; Nightjar is for hire."


def passage(text: str = WORDS, **claim: Any) -> dict[str, Any]:
    return {"id": "made-up", "lang": "en", "text": text, "names": NAMES, "claims": [claim] if claim else []}


def renamed(row: dict[str, Any]) -> dict[str, Any]:
    """Draw until the names are changed."""
    return next(new for seed in range(99) if (new := rename(row, random.Random(seed))) is not row)


@st.composite
def claimed_passages(draw: st.DrawFn) -> dict[str, Any]:
    parts = draw(PARTS)
    text = " ".join(parts)

    def some_words() -> str:
        first = draw(st.integers(0, len(text) - 1))
        return text[first : draw(st.integers(first + 1, len(text)))]

    quantity = {"value": 300, "qualifier": "exact", "words": some_words()}
    slots = {slot: some_words() for slot in ("evidence", "supplier", "recipient", "speaker")}
    return passage(text, kind="supply", technology=["spyware"], status="claimed", quantity=quantity, **slots)


@settings(deadline=None)
@given(claimed_passages(), st.integers(0, 999))
def test_words_of_claims_stay_in_the_text(row: dict[str, Any], seed: int) -> None:
    new = rename(row, random.Random(seed))
    assert all(words in new["text"] for claim in new["claims"] for words in words_of(claim))
    assert [claim["kind"] for claim in new["claims"]] == ["supply"]


def test_names_change_throughout() -> None:
    new = renamed(passage(evidence="Veltrix Systems sold Nightjar to the police", supplier="Veltrix Systems"))
    vendors = {entry.name for entry in organizations() if "vendor" in entry.roles}
    products = {name for label in load_taxonomy().values() for name in label.products}
    (claim,) = new["claims"]
    vendor, product = claim["supplier"], new["text"].split(" to the police")[0].split(" sold ")[1]
    assert vendor in vendors
    assert product in products
    other = new["text"].split(f"{vendor} and ")[1].split(", rivals")[0]
    assert other in vendors
    assert new["text"] == (
        f"{vendor} sold {product} to the police. {vendor} and {other}, rivals, deny it; {product} is for hire."
    )
    assert claim["evidence"] == f"{vendor} sold {product} to the police"


def test_words_of_a_quantity_change_along() -> None:
    new = renamed(
        passage("30 Nightjar sets", evidence="30 Nightjar sets", quantity={"value": 30, "words": "30 Nightjar"})
    )
    words = new["claims"][0]["quantity"]["words"]
    assert "Nightjar" not in words
    assert words in new["text"]


def test_evidence_that_ends_amid_a_name_keeps_it() -> None:
    row = passage(evidence="to the police. Velt", supplier="Veltrix")
    assert all(rename(row, random.Random(seed)) is row for seed in range(20))


def test_what_is_given_is_not_changed() -> None:
    row = passage(evidence=WORDS, supplier="Orbano")
    before = json.dumps(row)
    renamed(row)
    assert json.dumps(row) == before


def test_passages_without_invented_names_stay() -> None:
    row = {**passage(), "names": {}}
    assert all(rename(row, random.Random(seed)) is row for seed in range(20))


def test_the_same_seed_gives_the_same_names() -> None:
    assert rename(passage(), random.Random(5)) == rename(passage(), random.Random(5))


def test_passages_come_file_after_file(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(passage() | {"id": name}) + "\n", encoding="utf-8")
    assert [row["id"] for row in read_written(tmp_path)] == ["a", "b"]
    assert next(read_passages(tmp_path / "b.jsonl"))["text"] == WORDS
