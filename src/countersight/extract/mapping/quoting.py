"""Chooses the lines of a row that carry a claim: the fewest that hold the words of its slots."""

import re
from collections.abc import Iterable, Iterator, Sequence

from countersight.extract.mapping.rows import Cell, Row
from countersight.model.evidence import Evidence, Mention, evidence_at
from countersight.model.text import DocumentText

LONGEST_LINE = 500
"""Code points of a cell that is quoted whole; of a longer one, the sentences with the words."""

_SENTENCE_END = re.compile(r"(?<=[.!?;。！？])\s+|\n")

Piece = tuple[int, int]


def quote_row(
    text: DocumentText, row: Row, mentions: Sequence[Mention], columns: Iterable[str]
) -> tuple[Evidence, ...]:
    """Quote the lines that hold `mentions`, and those of `columns` that are filled; first what holds most of them.

    Lines right below one another are one quote; what stands between others is left out: it is not about the claim, and
    in some tables about people.
    """
    pieces = sorted({*_pieces(row, mentions), *(piece for column in columns for piece in _whole(row, column))})
    joined = _join(pieces)
    joined.sort(key=lambda piece: -sum(piece[0] <= mention.start and mention.end <= piece[1] for mention in mentions))
    return tuple(evidence_at(text, start, end) for start, end in [*joined[:1], *sorted(joined[1:])])


def _pieces(row: Row, mentions: Iterable[Mention]) -> Iterator[Piece]:
    for mention in mentions:
        for cell in row.cells:
            if cell.line <= mention.start and mention.end <= cell.end:
                yield _piece(cell, mention)


def _piece(cell: Cell, mention: Mention) -> Piece:
    if cell.end - cell.line <= LONGEST_LINE or mention.start < cell.start:
        return cell.line, (cell.end if cell.end - cell.line <= LONGEST_LINE else mention.end)
    start, end = cell.start, cell.end
    for match in _SENTENCE_END.finditer(cell.words):
        place = cell.start + match.start()
        if place <= mention.start:
            start = cell.start + match.end()
        elif place >= mention.end:
            end = place
            break
    return min(start, mention.start), end


def _whole(row: Row, column: str) -> Iterator[Piece]:
    for cell in row.of(column):
        yield cell.line, cell.end


def _join(pieces: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for start, end in pieces:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
