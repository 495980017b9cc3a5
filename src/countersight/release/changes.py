"""What changed between two releases: which claims and findings came, went, or now say something else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from countersight.errors import NotFound, UsageError

LISTS = ("findings", "claims")
"""What is compared, each in `<name>.ndjson`, one record a line in order of id."""
UNTOLD = frozenset({"reasons"})
"""Fields whose words may change without anything else: of themselves they are no news."""


class Operation(StrEnum):
    """What happened to a record."""

    ADD = "ADD"
    MOD = "MOD"
    DEL = "DEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record that differs between two releases."""

    op: Operation
    list: str
    """`findings` or `claims`."""
    id: str
    fields: tuple[str, ...] = ()
    """Of a changed record, what differs."""
    became: tuple[str, ...] = ()
    """Of a finding that is no more, those that its claims are in now."""
    was: tuple[str, ...] = ()
    """Of a new finding, those that some of its claims were in before."""
    record: Mapping[str, Any] | None = None
    """As it is now; of one that went, as it was."""


def compare_releases(before: Path, after: Path) -> Iterator[Change]:
    """Yield what differs between the release folders `before` and `after`, findings first, each list in order of id.

    A finding is named by its claims, so one that gains a claim is another finding: it is told as one that went and
    one that came, each with the other's id. Claims are streamed; of findings, ids and their claims are held.

    Raises:
        NotFound: a folder is no release.
        UsageError: a file of it is not as a release has it.
    """
    then, now = _finding_of(before / "findings.ndjson"), _finding_of(after / "findings.ndjson")
    for name in LISTS:
        for old, new in _merge(_records(before / f"{name}.ndjson"), _records(after / f"{name}.ndjson")):
            if old is None and new is not None:
                was = _others(new, then) if name == "findings" else ()
                yield Change(op=Operation.ADD, list=name, id=new["id"], was=was, record=new)
            elif new is None and old is not None:
                became = _others(old, now) if name == "findings" else ()
                yield Change(op=Operation.DEL, list=name, id=old["id"], became=became, record=old)
            elif old is not None and new is not None and (fields := _differing(old, new)):
                yield Change(op=Operation.MOD, list=name, id=new["id"], fields=fields, record=new)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*old, *new} - UNTOLD) if old.get(name) != new.get(name))


def _others(finding: Mapping[str, Any], finding_of: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({finding_of[claim] for claim in finding["claim_ids"] if claim in finding_of}))


def _finding_of(path: Path) -> dict[str, str]:
    return {claim: record["id"] for record in _records(path) for claim in record["claim_ids"]}


def _merge(
    before: Iterator[dict[str, Any]], after: Iterator[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Pair up two streams in order of id."""
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old["id"] < new["id"]):
            yield old, None
            old = next(before, None)
        elif old is None or new["id"] < old["id"]:
            yield None, new
            new = next(after, None)
        else:
            yield old, new
            old, new = next(before, None), next(after, None)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise NotFound(f"{path.parent} is no release: it has no {path.name}")
    last = ""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = msgspec.json.decode(line, type=dict[str, Any])
                name = str(record["id"])
            except (msgspec.DecodeError, UnicodeDecodeError, KeyError) as error:
                raise UsageError(f"{path}, line {number}: no record of a release: {error}") from error
            if name <= last:
                raise UsageError(f"{path}, line {number}: {name} is out of order")
            last = name
            yield record
