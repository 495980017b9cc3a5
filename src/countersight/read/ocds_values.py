"""Values of a procurement release, each with its JSON Pointer into the document's bytes (RFC 6901)."""

import json
import warnings
from collections.abc import Iterator
from typing import Any, NoReturn

from countersight.errors import UnreadableDocument
from countersight.reference import load_reference

MOST_DEPTH = 60
"""Releases are ten deep; whatever is deeper is no release."""


class Value(str):
    """A string or number exactly as it stands in the document."""

    __slots__ = ("at",)
    at: str
    """Its JSON Pointer."""

    @classmethod
    def of(cls, words: str, at: str) -> "Value":
        """Make the value that stands at `at`."""
        value = cls(words)
        value.at = at
        return value


class Node(dict[str, Any]):
    """An object of the document, its values `Value`, `Node` or lists of them."""

    __slots__ = ("at",)
    at: str


def decode_values(data: bytes) -> Any:
    """Decode JSON into `Node`, lists and `Value`, numbers as they are written; true, false and null are left out.

    Raises:
        UnreadableDocument: it is no JSON, is deeper than `MOST_DEPTH`, or has numbers that JSON does not.
    """
    try:
        tree = json.loads(data, parse_float=str, parse_int=str, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(f"no JSON: {error}") from error
    return _place(tree, "", 0)


def choose_release(document: Any) -> Node:
    """Return the release to read: the document itself, or what a record compiles of its releases.

    A record without a compiled release is merged from its releases by the rules of OCDS 1.1; values keep the pointers
    of the release that they were taken from. Of a versioned release the last value of each field counts.

    Raises:
        UnreadableDocument: it is no release or record, or its releases cannot be merged.
    """
    if not isinstance(document, Node):
        raise UnreadableDocument("no object")
    compiled = document.get("compiledRelease")
    if isinstance(compiled, Node):
        return compiled
    releases = [one for one in _list(document.get("releases")) if isinstance(one, Node)]
    embedded = [one for one in releases if set(one) - {"url", "date", "tag"}]
    if embedded:
        return embedded[0] if len(embedded) == 1 else _merge(embedded)
    versioned = document.get("versionedRelease")
    if isinstance(versioned, Node):
        return _latest_of(versioned)
    if releases:
        raise UnreadableDocument("the record only links to its releases")
    if "ocid" not in document:
        raise UnreadableDocument("no release: it has no ocid")
    return _latest_of(document)


def _place(tree: Any, at: str, depth: int) -> Any:
    if depth > MOST_DEPTH:
        raise UnreadableDocument(f"deeper than {MOST_DEPTH} levels at {at[:80]}")
    if isinstance(tree, dict):
        node = Node()
        node.at = at
        for key, value in tree.items():
            placed = _place(value, f"{at}/{key.replace('~', '~0').replace('/', '~1')}", depth + 1)
            if placed is not None:
                node[key] = placed
        return node
    if isinstance(tree, list):
        return [_place(value, f"{at}/{index}", depth + 1) for index, value in enumerate(tree)]
    return Value.of(tree, at) if isinstance(tree, str) else None


def _latest(tree: Any) -> Any:
    """Put the last of its versions in place of each versioned value."""
    if isinstance(tree, list):
        if tree and all(isinstance(one, Node) and "releaseDate" in one and "releaseID" in one for one in tree):
            return _latest(tree[-1].get("value"))
        return [_latest(one) for one in tree]
    return _latest_of(tree) if isinstance(tree, Node) else tree


def _latest_of(tree: Node) -> Node:
    node = Node()
    node.at = tree.at
    node.update((key, latest) for key, value in tree.items() if (latest := _latest(value)) is not None)
    return node


def _merge(releases: list[Node]) -> Node:
    import ocdsmerge  # type: ignore[import-untyped]  # loaded late: few records need it
    from ocdsmerge.exceptions import OCDSMergeError, OCDSMergeWarning  # type: ignore[import-untyped]

    rules = {tuple(path.split("/")): rule for rule, paths in _merge_rules() for path in paths}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", OCDSMergeWarning)
            merged = ocdsmerge.Merger(merge_rules=rules).create_compiled_release(releases)
    except (OCDSMergeError, AttributeError, TypeError) as error:  # it trusts values to be of the standard's types
        raise UnreadableDocument(f"the releases of the record cannot be merged: {error}") from error
    latest = max(releases, key=lambda release: str(release.get("date", "")))
    node: Node = _as_node({**merged, **{key: latest[key] for key in ("id", "date", "tag") if key in latest}}, latest.at)
    return node


def _merge_rules() -> Iterator[tuple[str, list[str]]]:
    yield from load_reference("procurement/merging.yaml").items()


def _as_node(tree: Any, at: str) -> Any:
    """Make nodes of what was merged: objects have no place of their own any more, but values keep theirs."""
    if isinstance(tree, list):
        return [_as_node(one, at) for one in tree]
    if not isinstance(tree, dict):
        return tree
    node = Node()
    node.at = tree.at if isinstance(tree, Node) else at
    node.update((key, _as_node(value, at)) for key, value in tree.items())
    return node


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
