"""Pairs worth judging, most claims first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from countersight.model.claim import Party
from countersight.model.entity import Entity, Judgement, JudgementValue
from countersight.model.identity import name_node
from countersight.model.parties import fold_words, name_key, party_name, party_nodes
from countersight.resolve.comparison import prepare_name, score_names
from countersight.resolve.entities import known_entities
from countersight.resolve.nodes import Node, Nodes
from countersight.resolve.registry import Candidate
from countersight.store.base import View

LIKELY = 0.7
"""Probability that two names are of one organization from which a person should look at them."""
COMMONEST = 40
"""Names that share a word, or its beginning, from which it tells none of them apart: such words lead to no pair."""
BEGINNING = 5
"""Letters by which words that are spelt differently are still brought together."""

SEARCHED = 2_000
"""Names, those of most claims first, that are looked for in imported lists: each search takes some milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two nodes of which nothing was judged yet."""

    one: Node
    other: Node
    claims: int
    """How many claims the answer would change something for."""
    probability: float | None
    """That their names are of one; none where a rule left it open."""
    reason: str
    """Why they are worth judging, in words."""


Search = Callable[[str], Iterable[Candidate]]
"""Gives organizations of imported lists that a name may mean."""


def list_suggestions(view: View, nodes: Nodes, *, search: Search | None = None) -> list[Suggestion]:
    """Return the pairs of a project that are worth judging, as `suggest_pairs` does."""
    resolver = view.standing_resolver()
    judgements = view.judgements(resolver) if resolver is not None else ()
    return suggest_pairs(nodes, judgements, known_entities(), search=search)


def suggest_pairs(
    nodes: Nodes, judgements: Iterable[Judgement], entities: Iterable[Entity], *, search: Search | None = None
) -> list[Suggestion]:
    """Return the pairs worth judging: those with most claims first, then what a rule left open, then the likeliest.

    They are what the machine was unsure of; and names kept as themselves that are like a name of a known organization,
    or like one another. What persons have judged, whatever they said, is left out, and so is what follows from it.

    Args:
        nodes: the names that stand in claims, and what was judged.
        judgements: the machine's, from which `nodes` was made.
        entities: the organizations whose names are compared.
        search: gives further ones, of imported lists.
    """
    judgements = list(judgements)
    found: dict[tuple[str, str], Suggestion] = {}
    for suggestion in (*_find_unsure(nodes, judgements), *_find_alike(nodes, judgements, entities, search)):
        pair = (min(suggestion.one.id, suggestion.other.id), max(suggestion.one.id, suggestion.other.id))
        if nodes.clusters.answer(*pair) is JudgementValue.NO_JUDGEMENT:
            found.setdefault(pair, suggestion)
    return sorted(found.values(), key=lambda one: (-one.claims, -(one.probability or 1.0), one.one.id, one.other.id))


def _find_unsure(nodes: Nodes, judgements: Iterable[Judgement]) -> Iterator[Suggestion]:
    """Yield each name with the organization that the machine was unsure of."""
    places = {(appearance.claim_id, appearance.role): appearance.party for appearance in nodes.appearances}
    open_: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        party = places.get((judgement.claim_id, judgement.role))
        if judgement.value is JudgementValue.UNSURE and judgement.entity_id and party and party_name(party):
            open_[_node_of(party, nodes), judgement.entity_id].append(judgement)
    for (name, entity_id), asked in open_.items():
        basis, _ = Counter(judgement.basis for judgement in asked).most_common(1)[0]
        yield Suggestion(
            one=nodes.describe(name),
            other=nodes.describe(entity_id),
            claims=len({judgement.claim_id for judgement in asked}),
            probability=None,
            reason=basis,
        )


def _node_of(party: Party, nodes: Nodes) -> str:
    """Return the node to judge a party's name by: within its territory, if the name stands in unrelated ones."""
    within, anywhere = party_nodes(party)[0], party_nodes(party)[-1]
    return within if nodes.names[party_name(party)].is_torn() else anywhere


@dataclass(frozen=True, slots=True)
class _Called:
    """One name of one node."""

    node: str
    name: str
    states: frozenset[str]
    """Where it is placed; empty where nothing tells."""
    claims: int = 0
    """Claims in which the name is kept as itself; 0 for an organization's."""

    def fits(self, other: "_Called") -> bool:
        """Whether nothing that is told places the two in different states."""
        return not self.states or not other.states or bool(self.states & other.states)


def _find_alike(
    nodes: Nodes, judgements: Iterable[Judgement], entities: Iterable[Entity], search: Search | None
) -> Iterator[Suggestion]:
    """Yield the pairs of a kept name and an organization, or of two kept names, that are likely to be of one.

    What the machine was unsure of, or denied, is no news: it gave a better reason than likeness.
    """
    told = (JudgementValue.NEGATIVE, JudgementValue.UNSURE)
    known = {(name_node(name_key(fold_words(one.name))), one.entity_id) for one in judgements if one.value in told}
    best: dict[tuple[str, str], tuple[float, _Called, _Called]] = {}
    for one, other in _candidates(nodes, entities, search):
        probability = score_names(prepare_name(one.name), prepare_name(other.name))
        pair = (one.node, other.node)
        if probability >= LIKELY and pair not in known and (pair not in best or best[pair][0] < probability):
            best[pair] = probability, one, other
    for probability, one, other in best.values():
        yield Suggestion(
            one=nodes.describe(one.node),
            other=nodes.describe(other.node),
            claims=min(filter(None, (one.claims, other.claims))),
            probability=probability,
            reason=f"“{one.name}” is like “{other.name}”",
        )


def _candidates(nodes: Nodes, entities: Iterable[Entity], search: Search | None) -> Iterator[tuple[_Called, _Called]]:
    """Yield the pairs whose names are compared: a kept name first, of two the one that fewer claims have."""
    kept = [
        _Called(name_node(name_key(name.folded)), name.spelling(), _states(name.codes()), name.means[None])
        for name in sorted(nodes.names.values(), key=lambda name: (name.means[None], name.folded))
        if name.means[None] and _is_name(name.spelling())
    ]
    known = [
        _Called(entity.id, name, _states([entity.territory] if entity.territory else []))
        for entity in entities
        for name in (entity.name, *entity.aliases)
    ]
    for one, other in dict.fromkeys(_bring_together([*kept, *known])):
        if one.claims and one.fits(other):
            yield one, other
    if search is not None:
        for one in sorted(kept, key=lambda one: (-one.claims, one.node))[:SEARCHED]:
            for found in search(one.name):
                yield one, _Called(found.entity_id, found.name, frozenset())


def _states(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code[:2] for code in codes)


def _is_name(words: str) -> bool:
    """Whether words name somebody: "the ministry" and "officials" stand for another one in every text."""
    return any(char.isupper() or (char.isalpha() and char.lower() == char.upper()) for char in words)


def _bring_together(called: Sequence[_Called]) -> Iterator[tuple[_Called, _Called]]:
    """Yield the pairs of names that share a word that tells, or its beginning, in the order of the names."""
    blocks: dict[str, list[_Called]] = defaultdict(list)
    for one in called:
        for word in prepare_name(one.name).words:
            for key in {word, word[:BEGINNING] + "…"}:
                blocks[key].append(one)
    for block in blocks.values():
        if len(block) <= COMMONEST:
            yield from ((one, other) for one, other in combinations(block, 2) if one.node != other.node)
