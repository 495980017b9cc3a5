"""Which claims are compared at all."""

from tests.corroborate.deals import BOHEMIA, SHIMMER, told

from countersight.corroborate.candidates import WHOLE, find_candidates


def test_claims_of_one_deal_are_compared() -> None:
    assert list(find_candidates([told("a"), told("b")])) == [(0, 1)]


def test_claims_with_nothing_in_common_are_not() -> None:
    other = told("b", supplier=SHIMMER, recipient=BOHEMIA)
    assert list(find_candidates([told("a"), other])) == []


def test_same_words_are_compared_whoever_is_named() -> None:
    one, other = told("a", words="alike"), told("b", words="alike", supplier=SHIMMER, recipient=BOHEMIA)
    assert list(find_candidates([one, other])) == [(0, 1)]


def test_pairs_grow_with_the_claims_not_with_their_square() -> None:
    counts = []
    for number in (10 * WHOLE, 20 * WHOLE):
        claims = [
            told(f"{place:05}", content=frozenset({f"w{place % 97}", f"v{place % 89}"})) for place in range(number)
        ]
        counts.append(sum(1 for _ in find_candidates(claims)))
    assert counts[1] < 2.2 * counts[0]


def test_no_claim_is_compared_with_itself() -> None:
    assert all(one < other for one, other in find_candidates([told(f"{place:03}") for place in range(3 * WHOLE)]))
