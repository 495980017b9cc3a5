"""Claims described by plain values, as forms and files hand them over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corroborate.conftest import make_claim, write_text

from countersight.errors import UnsoundClaim
from countersight.model.claim import check_claim
from countersight.model.record import to_record
from countersight.review import describe_claim, place_words, read_form, write_claim

WORDS = "Glimmer Optics sold 300 cameras to Ruritania in 2023, Bo Strelsau said in Zenda."
TEXT = write_text(WORDS)
CLAIM = make_claim(TEXT, figure=(300, "cameras", "300 cameras"), year=2023, place="Zenda", speaker="Bo Strelsau")
FORM = describe_claim(CLAIM)


def test_described_claim_reads_back() -> None:
    record = to_record(FORM)
    assert read_form(record) == FORM
    assert read_form({}, onto=FORM) == FORM


def test_written_claim_says_the_same() -> None:
    made = write_claim(
        read_form(
            place_words({"recipient": {"territories": [{"code": "ke", "span": "Ruritania"}]}}, TEXT, onto=FORM),
            onto=FORM,
        ),
        TEXT,
        CLAIM,
    )
    assert made.id != CLAIM.id
    assert made.recipient.territories[0].mention.name == "Ruritania"
    assert (made.supplier, made.quantity, made.when, made.place, made.speaker) == (
        CLAIM.supplier, CLAIM.quantity, CLAIM.when, CLAIM.place, CLAIM.speaker
    )  # fmt: skip


def test_null_empties_a_slot() -> None:
    assert read_form({"quantity": None}, onto=FORM).quantity is None


@pytest.mark.parametrize(
    ("record", "slot", "words"),
    [
        ([], "claim", "no object"),
        ({"price": 3}, "price", "no such slot"),
        ({"kind": 3}, "kind", "no text"),
        ({"evidence": 3}, "evidence", "no list"),
        ({"evidence": ["here"]}, "evidence", "no place"),
        ({"evidence": [{"start": 1}]}, "evidence", "lacks end"),
        ({"evidence": [[1, 2, 3]]}, "evidence", "no place"),
        ({"evidence": [[1, True]]}, "evidence end", "no whole number"),
        ({"quantity": {"value": "many", "unit": "x", "span": [1, 2]}}, "quantity value", "no number"),
        ({"quantity": {"value": True, "unit": "x", "span": [1, 2]}}, "quantity value", "no number"),
        ({"supplier": {"territories": [{"code": None}]}}, "supplier territories code", "no text"),
        ({"when": {"span": [1, 2]}}, "when", "lacks precision"),
        ({"technology": None}, "technology", "no list"),
    ],
)
def test_what_cannot_be_read_is_named(record, slot: str, words: str) -> None:
    with pytest.raises(UnsoundClaim) as refused:
        read_form(record, onto=FORM)
    assert [name for name, _ in refused.value.problems] == [slot]
    assert words in refused.value.problems[0][1]


def test_whole_form_needs_its_parts() -> None:
    with pytest.raises(UnsoundClaim) as refused:
        read_form({"kind": "supply"})
    assert [name for name, _ in refused.value.problems] == ["status", "evidence", "technology"]


def test_words_are_put_in_their_place() -> None:
    record = {"evidence": ["sold 300 cameras to Ruritania"], "technology": [{"code": "dna", "span": "cameras"}],
              "status_words": "sold", "quantity": {"value": 300, "unit": "cameras", "span": "300"}}  # fmt: skip
    form = read_form(place_words(record, TEXT), onto=FORM)
    assert WORDS[form.evidence[0].start : form.evidence[0].end] == "sold 300 cameras to Ruritania"
    assert WORDS[form.technology[0].span.start : form.technology[0].span.end] == "cameras"
    assert WORDS[form.status_words.start : form.status_words.end] == "sold"


def test_words_elsewhere_are_refused() -> None:
    with pytest.raises(UnsoundClaim) as refused:
        place_words({"evidence": ["in 2023"], "supplier": {"span": "Glimmer"}, "kind": "supply"}, TEXT)
    assert refused.value.problems == (("supplier", "“Glimmer” does not stand exactly so in the evidence"),)


SPANS = st.tuples(st.integers(-2, len(WORDS) + 2), st.integers(-2, len(WORDS) + 2))


@given(SPANS, SPANS, SPANS)
def test_written_claim_always_reads_back(evidence, name, label) -> None:
    record = {"evidence": [list(evidence)], "technology": [{"code": "dna", "span": list(label)}], "kind": "supply",
              "status": "planned", "supplier": {"span": list(name)}}  # fmt: skip
    try:
        made = write_claim(read_form(record), TEXT)
    except UnsoundClaim:
        return
    check_claim(made, TEXT)
    assert WORDS[made.supplier.mention.start : made.supplier.mention.end] == made.supplier.mention.name
    assert write_claim(describe_claim(made), TEXT) == made
