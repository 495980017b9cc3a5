"""What can be judged: the known organizations, and the names of parties as they stand in claims."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import NoReturn

from rapidfuzz import fuzz, process

from countersight.errors import AmbiguousId, BadJudgement, NotFound
from countersight.model.claim import Claim
from countersight.model.clusters import Clusters
from countersight.model.entity import Entity, Judgement
from countersight.model.identity import name_node
from countersight.model.parties import fold_words, name_key
from countersight.resolve.appearances import StandingName, find_appearances, gather_names
from countersight.resolve.entities import known_entities
from countersight.store.base import View

EntityLookup = Callable[[str], Entity | None]
"""Gives a known organization by its id."""

LEAST_BEGINNING = 3
"""Characters from which words may be the beginning of an id."""
NEAR = 75.0
"""Likeness, of 100, from which a name is offered in place of one that is not there."""
EXAMPLES = 4
"""Nodes that a message names where more would do."""

_WITHIN = re.compile(r"(?P<name>.+?) \((?P<code>[a-z]{2}[a-z0-9-]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing that can be judged."""

    id: str
    name: str
    claims: int
    """How many parties of claims have this name, or mean this organization as things stand."""
    means: str | None = None
    """Of a name: the organization that the machine takes it for in most claims, if only one."""


class Nodes:
    """Every node of a project, gathered once from all claims and then asked."""

    def __init__(
        self,
        claims: Iterable[Claim],
        judgements: Iterable[Judgement],
        clusters: Clusters,
        *,
        entity: EntityLookup | None = None,
    ) -> None:
        """Take in claims, the machine's judgements on them as one resolver gave them, and what persons judged.

        Args:
            claims: all claims there are. About a kilobyte of each is held.
            judgements: who is meant by the parties' names, in the machine's answer.
            clusters: who is the same as whom, in the persons' answers.
            entity: gives the organizations of imported lists, beside those that Countersight maintains.
        """
        self.clusters = clusters
        self.appearances = tuple(find_appearances(claims, judgements))
        self.names = gather_names(self.appearances)
        self._lookup = entity
        self._meant = Counter(appearance.node(clusters) for appearance in self.appearances)
        self._scopes = {
            name_node(name_key(folded, code)): (folded, code)
            for folded, name in self.names.items()
            for code in (None, *name.codes())
        }
        self._judged: dict[str, str] = {}
        for judgement in clusters.standing():
            if judgement.is_on_claims:
                continue
            self._judged |= {judgement.left: judgement.left_name, judgement.right: judgement.right_name}

    def entity(self, node: str) -> Entity | None:
        """Return the organization with this id, if it is known."""
        return _maintained().get(node) or (self._lookup(node) if self._lookup else None)

    def find(self, words: str) -> Node:
        """Find a node by its id, by a party's name as it stands in claims, or by the beginning of its id.

        A name may have a territory behind it, as `countersight claims` prints it: `National Police (ke)`. The name of a
        known organization counts where no party has it.

        Raises:
            NotFound: nothing is called so.
            AmbiguousId: more than one thing is; the message names them.
        """
        words = " ".join(words.split())
        if words in self._scopes or words in self._judged or self.entity(words) is not None:
            return replace(self.describe(words), means=None)  # an id is taken at its word
        return self._named(words) or self._begun(words) or self._called(words) or self._refuse(words)

    def find_pair(self, one: str, other: str) -> tuple[Node, Node]:
        """Find two nodes to judge on.

        A name that the machine takes for one organization, in most claims, stands for that organization, unless the two
        are just that name and that organization: then it is the machine's answer that is judged. With a territory
        behind it a name always means itself.

        Raises:
            NotFound, AmbiguousId: as `find`.
            BadJudgement: the two are one thing.
        """
        left, right = self.find(one), self.find(other)
        left, right = self._mean(left, right), self._mean(right, left)
        if left.id == right.id:
            raise BadJudgement(f"“{one}” and “{other}” are both {left.name} ({left.id}); name the ids of two nodes")
        return left, right

    def find_judged(self, one: str, other: str) -> tuple[Node, Node]:
        """Find the two nodes on which a judgement stands: of names themselves, or of what the machine takes them for.

        Raises: as `find_pair`, whose answer it is where no judgement stands.
        """
        left, right = (
            [node, *([self.describe(node.means)] if node.means else [])] for node in map(self.find, (one, other))
        )
        judged = [(near, far) for near in left for far in right if self.clusters.judgement(near.id, far.id)]
        return judged[0] if judged else self.find_pair(one, other)

    def describe(self, node: str) -> Node:
        """Tell of a node what is known of it; its id is enough."""
        if node in self._scopes:
            return self._describe_name(*self._scopes[node])
        known = self.entity(node)
        name = known.name if known else self._judged.get(node) or node
        return Node(id=node, name=name, claims=self._meant[self.clusters.canonical(node)])

    def _describe_name(self, folded: str, code: str | None) -> Node:
        name = self.names[folded]
        called = f"{name.spelling()} ({code})" if code else name.spelling()
        means = None if code else name.meaning()
        return Node(id=name_node(name_key(folded, code)), name=called, claims=name.count(code), means=means)

    def _mean(self, node: Node, other: Node) -> Node:
        """Return the organization that a name stands for, if it does beside `other`."""
        if node.means is None or self.clusters.canonical(node.means) == self.clusters.canonical(other.id):
            return node
        return self.describe(node.means)

    def _named(self, words: str) -> Node | None:
        folded = fold_words(words)
        if folded in self.names:
            name = self.names[folded]
            if name.is_torn() and name.meaning() is None:
                self._refuse_torn(words, name)
            return self._describe_name(folded, None)
        within = _WITHIN.fullmatch(words)
        if within is not None:
            node = name_node(name_key(fold_words(within["name"]), within["code"]))
            return self.describe(node) if node in self._scopes else None
        return None

    def _begun(self, words: str) -> Node | None:
        """Find the one node whose id begins so."""
        if len(words) < LEAST_BEGINNING:
            return None
        ids = {*self._scopes, *self._judged, *self._meant, *_maintained()}
        begun = sorted(node for node in ids if node.startswith(words))
        if len(begun) > 1:
            raise AmbiguousId(f"{words!r} begins more than one id: {self._list(begun)}")
        return replace(self.describe(begun[0]), means=None) if begun else None

    def _called(self, words: str) -> Node | None:
        """Find the one organization, or the one name that was judged earlier, that is called so."""
        folded = fold_words(words)
        called = {
            entity.id
            for entity in known_entities()
            for name in (entity.name, *entity.aliases)
            if fold_words(name) == folded
        }
        called |= {node for node, name in self._judged.items() if name and fold_words(name) == folded}
        if len(called) > 1:
            raise AmbiguousId(f"“{words}” is a name of more than one: {self._list(sorted(called))}")
        return self.describe(called.pop()) if called else None

    def _list(self, ids: list[str]) -> str:
        told = [f"{node} ({self.describe(node).name})" for node in ids[:EXAMPLES]]
        return ", ".join(told) + (", ..." if len(ids) > EXAMPLES else "")

    def _refuse_torn(self, words: str, name: StandingName) -> NoReturn:
        scopes = ", ".join(f"“{words} ({code})” in {number}" for code, number in sorted(name.codes().items()))
        anywhere = name_node(name_key(name.folded))
        raise AmbiguousId(
            f"“{words}” stands in claims of several territories and may name several: say which, {scopes}, "
            f"or {anywhere} for the name anywhere"
        )

    def _refuse(self, words: str) -> NoReturn:
        spelt = {name.spelling() for name in self.names.values()} | {entity.name for entity in known_entities()}
        near = process.extract(words, sorted(spelt), scorer=fuzz.WRatio, limit=EXAMPLES, score_cutoff=NEAR)
        advice = f"; near it: {', '.join(name for name, _, _ in near)}" if near else ""
        raise NotFound(f"no party and no organization is called “{words}”, and no id begins so{advice}")


@cache
def _maintained() -> dict[str, Entity]:
    return {entity.id: entity for entity in known_entities()}


def load_nodes(view: View, *, entity: EntityLookup | None = None) -> Nodes:
    """Gather the nodes of a project, with the machine's last answers and the persons' standing ones."""
    resolver = view.standing_resolver()
    judgements = view.judgements(resolver) if resolver is not None else ()
    return Nodes(view.claims(), judgements, Clusters(view.identity_judgements()), entity=entity)
