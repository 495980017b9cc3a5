"""The resolver files of nomenklatura, line by line.

A line is one judgement, a JSON list `[target, source, judgement, score, user, created_at]` and, in some versions, the
time at which it was deleted (nomenklatura 4.17.4, `resolver/edge.py`). The target is the greater of the two ids: by
rank (items of Wikidata, then ids that begin with `NK-`, then others) and then as text (`resolver/identifier.py`). What
nomenklatura calls canonical is an item or an `NK-` id, so that a cluster without one is given one on the way out. The
format has no place for reasons, nor for what was taken back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from countersight.errors import InputError, UnreadableRow
from countersight.model.clusters import Clusters
from countersight.model.entity import JudgementValue
from countersight.model.failure import Failure, Stage, make_failure
from countersight.model.identity import IdentityJudgement, is_wikidata_item
from countersight.values.digests import content_id
from countersight.values.moments import sortable_time

LABEL = "NK-"
"""How nomenklatura's own ids of clusters begin."""
USER = "countersight"
"""Who a cluster's label is from, in a file that is given away."""
LONGEST_ID = 512
"""Characters of an id or a user that nomenklatura's table takes."""
LONGEST_LINE = 10_000
"""Bytes of a line: twice an id of as many characters of four bytes, and more."""
TIME = 28
"""Characters of a time that nomenklatura writes and its table takes."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would move the cursor of a terminal, or turn the direction of writing, where an id is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One judgement of a file."""

    line: int
    one: str
    other: str
    value: JudgementValue
    user: str | None
    created_at: str | None

    @property
    def is_label(self) -> bool:
        """Whether it only gives a cluster an id, as `write_edges` does, and judges nothing."""
        return self.value is JudgementValue.POSITIVE and self.one == label_of(self.other)


def read_edges(path: Path) -> Iterator[Edge | Failure | None]:
    """Yield what each line of a file says: a judgement, why it cannot be read, or None where it judges nothing.

    Nothing is judged by an empty line, by a suggestion, and by what was deleted.

    Raises:
        OSError: the file cannot be read.
    """
    for number, line in _lines(path):
        try:
            yield _read_edge(line, number)
        except InputError as error:
            yield make_failure(Stage.RESOLVE, f"{path.name}:{number}", error)


def write_edges(clusters: Clusters) -> Iterator[str]:
    """Yield the lines of what stands, in order of sequence, and then a label for each cluster that has none.

    What was judged of claims is ours alone and left out.
    A label stays the same as long as the first judgement of its cluster stands.
    """
    standing = [judgement for judgement in clusters.standing() if not judgement.is_on_claims]
    for judgement in standing:
        yield _line(judgement.left, judgement.right, judgement, user=judgement.by)
    labeled: set[str] = set()
    for judgement in standing:
        canonical = clusters.canonical(judgement.left)
        if judgement.value is JudgementValue.POSITIVE and canonical not in labeled:
            labeled.add(canonical)
            if max(map(_weight, clusters.members(canonical))) == 0:
                yield _line(label_of(judgement.left), judgement.left, judgement, user=USER)


def label_of(node: str) -> str:
    """Return the label of a cluster by the node that it is fastened to."""
    return content_id("NK", node)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines, of an endless one no more than tells that it is too long."""
    with path.open("rb") as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE + 1):
            number += 1
            yield number, line
            while not line.endswith(b"\n") and (line := lines.readline(LONGEST_LINE)):
                pass


def _read_edge(line: bytes, number: int) -> Edge | None:
    """Raises: UnreadableRow."""
    if len(line) > LONGEST_LINE:
        raise UnreadableRow(f"a line longer than {LONGEST_LINE:,} bytes")
    if not line.strip():
        return None
    try:
        row = msgspec.json.decode(line, type=list[str | float | None])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableRow(f"no JSON list of a judgement: {error}") from error
    if len(row) not in (6, 7):
        raise UnreadableRow(f"a judgement has 6 or 7 fields, here are {len(row)}")
    one, other, judgement, _, user, created_at = row[:6]
    value = _read_value(judgement)
    edge = Edge(
        line=number,
        one=_read_id(one),
        other=_read_id(other),
        value=value,
        user=_read_word(user),
        created_at=_read_word(created_at),
    )
    if edge.one == edge.other:
        raise UnreadableRow(f"{edge.one} is judged against itself")
    is_deleted = len(row) == 7 and row[6] is not None
    return None if value is JudgementValue.NO_JUDGEMENT or is_deleted else edge


def _read_value(judgement: str | float | None) -> JudgementValue:
    if judgement not in list(JudgementValue):
        raise UnreadableRow(f"{judgement!r} is none of {', '.join(JudgementValue)}")
    return JudgementValue(str(judgement))


def _read_id(node: str | float | None) -> str:
    if not isinstance(node, str) or not node.strip() or len(node) > LONGEST_ID or _CONTROL.search(node):
        raise UnreadableRow(f"{str(node)[:80]!r} is no id")
    return node


def _read_word(word: str | float | None) -> str | None:
    """Read who judged, or when: free words, which are only told."""
    if word is not None and (not isinstance(word, str) or len(word) > LONGEST_ID or _CONTROL.search(word)):
        raise UnreadableRow(f"{str(word)[:80]!r} names nobody and no time")
    return word or None


def _line(one: str, other: str, judgement: IdentityJudgement, *, user: str) -> str:
    source, target = sorted((one, other), key=lambda node: (_weight(node), node))
    row = [target, source, judgement.value.value, None, user, _time(judgement.decided_at)]
    return msgspec.json.encode(row).decode() + "\n"


def _time(moment: datetime) -> str:
    """Write a time as nomenklatura does, cut in the middle of its zone: its times are compared as text."""
    return sortable_time(moment)[:TIME]


def _weight(node: str) -> int:
    """Return the rank of an id in nomenklatura; from 1 on it may be canonical."""
    return 2 if is_wikidata_item(node) else int(node.startswith(LABEL))
