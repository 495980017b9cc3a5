"""Clusters hold what follows from all judgements, whatever the order in which they are given."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.model.clusters import Clusters, tell_judgement
from countersight.model.entity import JudgementValue
from countersight.model.identity import IdentityJudgement, judge_pair, name_node

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
SAME, APART, UNSURE, TAKEN = (
    JudgementValue.POSITIVE, JudgementValue.NEGATIVE, JudgementValue.UNSURE, JudgementValue.NO_JUDGEMENT,
)  # fmt: skip
NODES = ("Q1", "Q20", "cs-alder", "cs-birch", "ofac-1", name_node("alder"), name_node("birch optics"))

said = st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from(list(JudgementValue))).filter(
    lambda judged: judged[0] != judged[1]
)
sayings = st.lists(said, max_size=25)


def chain(judged: Iterable[tuple[str, str, JudgementValue]], *, by: str = "A. Reader") -> list[IdentityJudgement]:
    links: list[IdentityJudgement] = []
    for number, (one, other, value) in enumerate(judged):
        at = NOON + timedelta(hours=number)
        after = links[-1] if links else None
        links.append(judge_pair(one, other, value, by=by, reason="made up", decided_at=at, after=after))
    return links


def state(clusters: Clusters) -> list[tuple[str, ...]]:
    return [clusters.members(node) for node in NODES]


def reachable(links: Sequence[IdentityJudgement], start: str) -> set[str]:
    """Who is the same, worked out the plain way."""
    last = {(link.left, link.right): link for link in links}
    found, before = {start}, set[str]()
    while found != before:
        before = set(found)
        for (left, right), link in last.items():
            if link.value is SAME and found & {left, right}:
                found |= {left, right}
    return found


@given(sayings)
def test_clusters_are_what_positive_judgements_reach(judged) -> None:
    links = chain(judged)
    clusters = Clusters(links)
    for node in NODES:
        assert {*clusters.members(node)} == reachable(links, node)
        assert clusters.canonical(node) == clusters.members(node)[0]


@given(sayings, st.randoms())
def test_order_of_arrival_makes_no_difference(judged, random) -> None:
    links = chain(judged)
    shuffled = random.sample(links, len(links))
    one_by_one = Clusters()
    for link in shuffled:
        one_by_one.add(link)
    assert state(Clusters(shuffled)) == state(one_by_one) == state(Clusters(links))
    assert list(one_by_one.standing()) == list(Clusters(links).standing())


@given(sayings, st.randoms())
def test_judgements_on_different_pairs_commute(judged, random) -> None:
    once = list({tuple(sorted(pair)): (*pair, value) for *pair, value in judged}.values())
    shuffled = random.sample(once, len(once))
    assert state(Clusters(chain(shuffled))) == state(Clusters(chain(once)))


@given(sayings, said)
def test_taking_back_restores_what_was_before(judged, further) -> None:
    one, other, _ = further
    before = Clusters(chain(judged))
    if before.judgement(one, other) is None:
        after = before.supposing([further, (one, other, TAKEN)])
        assert state(after) == state(before)
        assert [(link.left, link.right, link.value) for link in after.standing()] == [
            (link.left, link.right, link.value) for link in before.standing()
        ]


@given(sayings)
def test_without_conflicts_nothing_is_both(judged) -> None:
    clusters = Clusters()
    for one, other, value in judged:
        if not clusters.opposing(one, other, value):
            clusters = clusters.supposing([(one, other, value)])
    for link in clusters.standing():
        assert link.value is UNSURE or clusters.answer(link.left, link.right) is link.value


@given(sayings, st.sampled_from(NODES), st.sampled_from(NODES))
def test_explanation_is_a_chain_between_the_two(judged, one, other) -> None:
    clusters = Clusters(chain(judged))
    explained, answer = clusters.explain(one, other), clusters.answer(one, other)
    at = one
    for link in explained:
        assert at in (link.left, link.right)
        at = link.right if at == link.left else link.left
    assert not explained or at == other
    assert {link.value for link in explained} - {SAME} == ({answer} & {APART, UNSURE})
    assert bool(explained) == (answer is not TAKEN and one != other)


def test_third_judgement_that_contradicts_two_is_told() -> None:
    clusters = Clusters(chain([("cs-alder", "cs-birch", SAME), ("cs-birch", "ofac-1", SAME)]))
    told = clusters.conflict("cs-alder", "ofac-1", APART)
    assert told == (
        "cs-alder is the same as cs-birch (judgement 1 by A. Reader, 2031-05-04 12:00 UTC); "
        "cs-birch is the same as ofac-1 (judgement 2 by A. Reader, 2031-05-04 13:00 UTC)"
    )


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_contradiction_is_found_whichever_comes_last(order: tuple[int, ...]) -> None:
    judged = [("cs-alder", "cs-birch", SAME), ("cs-birch", "ofac-1", SAME), ("cs-alder", "ofac-1", APART)]
    *first, last = (judged[place] for place in order)
    clusters = Clusters(chain(first))
    assert clusters.conflict(*first[-1]) is None
    assert {frozenset((link.left, link.right)) for link in clusters.opposing(*last)} == {
        frozenset(pair) for *pair, _ in first
    }


def test_opposite_on_the_same_pair_is_a_conflict() -> None:
    clusters = Clusters(chain([("cs-alder", "cs-birch", APART)]))
    assert clusters.conflict("cs-birch", "cs-alder", SAME) is not None
    assert clusters.conflict("cs-birch", "cs-alder", UNSURE) is None


def test_unsure_contradicts_nothing() -> None:
    clusters = Clusters(chain([("cs-alder", "cs-birch", SAME)]))
    assert clusters.conflict("cs-alder", "cs-birch", UNSURE) is None
    assert clusters.answer("cs-alder", "ofac-1") is TAKEN


@pytest.mark.parametrize(
    ("nodes", "canonical"),
    [
        (("cs-alder", "Q1", "Q20"), "Q20"),
        (("Q9", "Q10"), "Q9"),
        (("cs-birch", "cs-alder", "acme-1"), "cs-alder"),
        (("ofac-1", "eu-2", "NK-aa"), "eu-2"),
        ((name_node("alder"), "NK-aa"), "NK-aa"),
        ((name_node("alder"), "zz-1"), "zz-1"),
    ],
    ids=["items", "items-as-text", "maintained", "smallest", "label-before-name", "organization-before-name"],
)
def test_canonical_goes_by_rank(nodes: tuple[str, ...], canonical: str) -> None:
    judged = [(nodes[0], other, SAME) for other in nodes[1:]]
    assert {Clusters(chain(judged)).canonical(node) for node in nodes} == {canonical}


def test_unknown_node_is_alone() -> None:
    clusters = Clusters()
    assert clusters.canonical("cs-alder") == "cs-alder"
    assert clusters.members("cs-alder") == ("cs-alder",)
    assert clusters.judgement("cs-alder", "cs-birch") is None


def test_later_judgement_on_a_pair_stands() -> None:
    links = chain([("cs-alder", "cs-birch", SAME), ("cs-birch", "cs-alder", UNSURE)])
    clusters = Clusters(links)
    assert clusters.judgement("cs-alder", "cs-birch") == links[1]
    assert clusters.members("cs-alder") == ("cs-alder",)


def test_earlier_moment_is_seen_from_its_judgements() -> None:
    links = chain([("cs-alder", "cs-birch", SAME), ("cs-birch", "cs-alder", TAKEN)])
    then = Clusters(link for link in links if link.decided_at <= NOON)
    assert then.canonical("cs-birch") == "cs-alder"
    assert Clusters(links).canonical("cs-birch") == "cs-birch"


def test_telling_uses_names_of_the_time() -> None:
    node = name_node("alder optics")
    link = judge_pair(
        node, "cs-alder", APART, by="B. Reader", reason="a namesake", decided_at=NOON, after=None,
        names={node: "Alder Optics", "cs-alder": "Alder"},
    )  # fmt: skip
    told = "“Alder” (cs-alder) is not the same as “Alder Optics” (judgement 1 by B. Reader, 2031-05-04 12:00 UTC)"
    assert tell_judgement(link) == told


def test_long_chain_is_gathered_and_taken_apart() -> None:
    nodes = [f"ofac-{number:05}" for number in range(3000)]
    links = chain([(one, other, SAME) for one, other in pairwise(nodes)])
    clusters = Clusters(links)
    assert len(clusters.members(nodes[0])) == 3000
    halved = clusters.supposing([(nodes[1499], nodes[1500], TAKEN)])
    assert (len(halved.members(nodes[0])), halved.canonical(nodes[-1])) == (1500, nodes[1500])
