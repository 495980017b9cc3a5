"""The origins of documents, as a forest of the links that join them."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countersight.model.finding import Origin, origin_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two documents have one origin."""

    first: str
    second: str
    strength: float
    """How plainly it shows: the share of sequences in common; above one for the same text or address."""
    words: str


class Origins:
    """The origins of a set of documents, as a forest of the links that join them."""

    def __init__(self, document_ids: Iterable[str], links: Iterable[Link]) -> None:
        self._root = {document_id: document_id for document_id in document_ids}
        self._branches: dict[str, dict[str, Link]] = defaultdict(dict)
        for link in sorted(links, key=lambda link: (-link.strength, link.first, link.second, link.words)):
            first, second = self._find(link.first), self._find(link.second)
            if first != second:
                self._root[max(first, second)] = min(first, second)
                self._branches[link.first][link.second] = self._branches[link.second][link.first] = link

    def of(self, document_ids: Iterable[str]) -> tuple[Origin, ...]:
        """Return the origins of these documents, in order of their first document.

        Documents that are not among them are named only in the basis, where two of them are joined by way of others.
        """
        groups: dict[str, list[str]] = defaultdict(list)
        for document_id in sorted(set(document_ids)):
            groups[self._find(document_id)].append(document_id)
        return tuple(
            Origin(id=origin_id(tuple(group)), document_ids=tuple(group), basis=tuple(self._basis(group)))
            for group in sorted(groups.values())
        )

    def _find(self, document_id: str) -> str:
        root = document_id
        while self._root[root] != root:
            root = self._root[root]
        while self._root[document_id] != root:
            self._root[document_id], document_id = root, self._root[document_id]
        return root

    def _basis(self, group: Sequence[str]) -> list[str]:
        """Return in words the links on the ways from the first document of a group to each other one."""
        steps = self._walk(group[0], set(group[1:]))
        used: set[Link] = set()
        for document_id in group[1:]:
            while document_id != group[0] and steps[document_id] not in used:
                link = steps[document_id]
                used.add(link)
                document_id = link.first if link.second == document_id else link.second
        return sorted(link.words for link in used)

    def _walk(self, start: str, wanted: set[str]) -> dict[str, Link]:
        """Walk the tree from `start` until all of `wanted` are reached; return the last step to each document met."""
        steps: dict[str, Link] = {}
        front = deque([start])
        while wanted:
            reached = front.popleft()
            for document_id, link in sorted(self._branches[reached].items()):
                if document_id != start and document_id not in steps:
                    steps[document_id] = link
                    front.append(document_id)
                    wanted.discard(document_id)
        return steps
