"""Passages become tags token by token. All names are made up."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from training.examples import IGNORED, Example, cut, evidence_place, make_examples, negative

from countersight.extract.trained.labels import BEGIN, INSIDE, KINDS, NONE, OUTSIDE, ROLES, STATUSES, TECHNOLOGIES

WORDS = (
    "The fair was long. Veltrix sold 300 cameras to the Kenyan police. Orbano said that Veltrix was paid. It rained."
)
EVIDENCE = "Veltrix sold 300 cameras to the Kenyan police"
TEXTS = st.text(alphabet=st.sampled_from("ab 1.!?\n。；”é"), max_size=200)


def claim(evidence: str = EVIDENCE, **slots: Any) -> dict[str, Any]:
    return {
        "kind": "supply", "technology": ["video_surveillance"], "status": "reported", "evidence": evidence,
    } | slots  # fmt: skip


def passage(*claims: dict[str, Any], text: str = WORDS, lang: str = "en") -> dict[str, Any]:
    return {"id": "made-up", "lang": lang, "text": text, "claims": list(claims)}


def tagged(example: Example, tags: np.ndarray) -> list[str]:
    """Return the words of each tagged span."""
    spans: list[list[int]] = []
    for token, tag in enumerate(tags):
        if tag == BEGIN:
            spans.append([token, token])
        elif tag == INSIDE:
            spans[-1][1] = token
    window = example.window
    return [window.text[window.starts[first] : window.ends[last]] for first, last in spans]


def role(example: Example, name: str, number: int = 0) -> np.ndarray:
    roles = example.targets[number].roles
    assert roles is not None
    return roles[:, ROLES.index(name)]


def tags_at(example: Example, tags: np.ndarray, start: int, words: str) -> set[int]:
    tokens = example.window.tokens_of(start, start + len(words))
    assert tokens is not None
    return set(tags[slice(*tokens)].tolist())


@pytest.fixture
def read(tokenizer: Tokenizer) -> Any:
    def read_one(*claims: dict[str, Any], **fields: Any) -> Example:
        (example,) = make_examples(passage(*claims, **fields), tokenizer)
        return example

    return read_one


@settings(deadline=None)
@given(TEXTS, st.integers(20, 60))
def test_windows_cover_all_that_is_said(text: str, longest: int) -> None:
    stretches = cut(text, longest)
    covered = {place for start, end in stretches for place in range(start, end)}
    ends = {end for _, end in stretches}
    missing = [place for place, char in enumerate(text) if not char.isspace() and place not in covered]
    # Only a sentence that alone is twice too long loses its tail.
    assert all(any(end <= place and end - start == 2 * longest for start, end in stretches) for place in missing)
    assert all(0 <= start < end <= len(text) for start, end in stretches)
    assert len(ends) == len(stretches)


def test_windows_end_with_sentences() -> None:
    text = "One is here. Two is there! Three? Four stands alone."
    stretches = [text[start:end].strip() for start, end in cut(text, 30)]
    assert stretches == ["One is here. Two is there!", "Two is there! Three?", "Three? Four stands alone."]


def test_chinese_sentences_end_without_spaces() -> None:
    text = "维特出售系统。警方买了。"
    assert [text[start:end] for start, end in cut(text, 7)] == ["维特出售系统。", "警方买了。"]


def test_nothing_gives_no_window(tokenizer: Tokenizer) -> None:
    assert make_examples(passage(text=" \n"), tokenizer) == []


def test_evidence_is_tagged_exactly(read: Any) -> None:
    assert tagged(read(claim()), read(claim()).evidence) == [EVIDENCE]


def test_chinese_evidence_is_tagged_exactly(read: Any) -> None:
    text = "据报道，维特向肯尼亚警方出售了人脸识别系统。警方买了。"
    example = read(claim("维特向肯尼亚警方出售了人脸识别系统", supplier="维特"), text=text, lang="zh")
    assert tagged(example, example.evidence) == ["维特向肯尼亚警方出售了人脸识别系统"]
    assert tagged(example, role(example, "supplier")) == ["维特"]


def test_evidence_cut_by_a_window_is_ignored(tokenizer: Tokenizer) -> None:
    text = "警方买了。" * 82 + "维特出售系统。人脸识别系统。" + "警方买了。" * 9
    words = "维特出售系统。人脸识别系统"
    first, second = make_examples(passage(claim(words), text=text, lang="zh"), tokenizer)
    assert first.window.text.endswith("维特出售系统。")
    assert not first.targets
    assert tags_at(first, first.evidence, len(first.window.text) - 7, "维特出售系统。") == {IGNORED}
    assert all((first.evidence[slice(*tokens)] == OUTSIDE).all() for tokens in first.sentences)
    assert tagged(second, second.evidence) == [words], "neighbors share a sentence"


def test_claims_on_the_same_words_are_one_target(read: Any) -> None:
    example = read(
        claim(supplier="Veltrix"),
        claim("Veltrix sold 300 cameras", kind="deployment", technology=["drones"]),
        claim("Orbano said that Veltrix was paid", status="completed"),
    )
    both, other = example.targets
    assert {KINDS[number]: float(both.kinds[number]) for number in np.flatnonzero(both.kinds)} == {
        "supply": 0.5, "deployment": 0.5,
    }  # fmt: skip
    assert both.technologies is not None
    assert {TECHNOLOGIES[number] for number in np.flatnonzero(both.technologies)} == {"video_surveillance", "drones"}
    assert STATUSES[other.status] == "reported", "completed is told apart by rules"
    assert tagged(example, example.evidence) == [EVIDENCE, "Orbano said that Veltrix was paid"]


def test_the_nearest_name_is_tagged(read: Any) -> None:
    example = read(claim(supplier="Veltrix"))
    tags = role(example, "supplier")
    assert tags_at(example, tags, WORDS.index("Veltrix"), "Veltrix") <= {BEGIN, INSIDE}
    assert tags_at(example, tags, WORDS.rindex("Veltrix"), "Veltrix") == {IGNORED}
    assert tags_at(example, tags, WORDS.index("Orbano"), "Orbano") == {OUTSIDE}


def test_nearest_counts_from_the_evidence(read: Any) -> None:
    example = read(claim("Orbano said that Veltrix was paid", supplier="Veltrix"))
    tags = role(example, "supplier")
    assert tags_at(example, tags, WORDS.index("Veltrix"), "Veltrix") == {IGNORED}
    assert tags_at(example, tags, WORDS.rindex("Veltrix"), "Veltrix") <= {BEGIN, INSIDE}


def test_places_are_found_by_their_code(read: Any) -> None:
    example = read(claim(recipient_country="KE", supplier_country=["KE", "PE"]))
    assert tagged(example, role(example, "recipient_place")) == ["Kenyan"]
    assert tagged(example, role(example, "supplier_place")) == ["Kenyan"]


def test_a_name_elsewhere_is_not_taught_as_absent(read: Any) -> None:
    example = read(claim(recipient="Fonola", quantity={"value": 7, "words": "seven"}))
    assert set(role(example, "recipient")) == {IGNORED}
    assert set(role(example, "quantity")) == {IGNORED}
    assert set(role(example, "speaker")) == {OUTSIDE}, "a slot that is empty is taught as empty"


@pytest.mark.parametrize(
    ("value", "written"),
    [(300, "300"), (4800, "4,800"), (4800, "4.800"), (4800, "4 800"), (2.5, "2.5"), (2.5, "2,5"), (41000.0, "41,000")],
)
def test_a_number_is_found_in_figures(read: Any, value: float, written: str) -> None:
    text = f"In 2014 Veltrix sold {written} cameras."
    example = read(claim(text[:-1], quantity={"value": value, "qualifier": "exact"}), text=text)
    assert tagged(example, role(example, "quantity")) == [written]


@pytest.mark.parametrize(("value", "written"), [(2, "2015"), (20, "2014"), (1, "1.5"), (5, "1,5"), (0.5, "2010")])
def test_a_number_within_another_is_not_meant(read: Any, value: float, written: str) -> None:
    text = f"Veltrix sold cameras in {written} there."
    example = read(claim(text[:-1], quantity={"value": value, "qualifier": "exact"}), text=text)
    assert set(role(example, "quantity")) == {IGNORED}


def test_places_of_evidence_may_be_given() -> None:
    text = "It rained. It rained."
    assert evidence_place({"evidence": "It rained", "start": 11, "end": 20}, text) == (11, 20)
    assert evidence_place({"evidence": "It rained"}, text) == (0, 9)
    assert evidence_place({"evidence": "It snowed"}, text) is None


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_refused_carries_no_claim(tokenizer: Tokenizer, seed: int) -> None:
    (example,) = make_examples(passage(claim()), tokenizer)
    refused = negative(example, random.Random(seed))
    assert refused is not None
    assert refused.first < refused.last
    assert not example.evidence[refused.first : refused.last].any()
    assert refused.kinds[KINDS.index(NONE)] == 1.0
    assert refused.roles is None


def test_a_window_of_claims_has_nothing_to_refuse(read: Any) -> None:
    assert negative(read(claim(), text=f"{EVIDENCE}."), random.Random(1)) is None
