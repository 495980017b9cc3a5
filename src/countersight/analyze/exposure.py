"""How many acquisitions of each technology a release shows, for each receiving territory and each supplier."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from countersight.analyze.counting import count_interval
from countersight.analyze.figure import Figure
from countersight.analyze.released import Weighed, read_findings
from countersight.model.claim import Kind

ACQUISITIONS = frozenset({Kind.SUPPLY, Kind.DEPLOYMENT, Kind.PROCUREMENT, Kind.TRAINING})
"""Kinds of finding by which a recipient has, or gets, a technology or the skill to use it."""
LEVEL = 0.9
NOT_TOLD = "not told"
METHOD = (
    "Expected number of acquisitions (supply, deployment, procurement, training; not merely planned, denied or called "
    "off) that a careful reader would accept as extracted: the sum of the findings' probabilities, with the exact "
    "Poisson binomial interval. A finding's probability is 1 less the product, over its independent origins, of 1 less "
    "the confidence of the surest claim there; what a reviewer accepted counts as 1. It tells how sure the extraction "
    "is, not how true the sources are."
)

Cell = tuple[str, str, str | None]
"""What a figure is about: recipient or supplier, which one, and the technology or none for all."""


def analyze_exposure(folder: Path) -> list[Figure]:
    """Count the acquisitions that a release shows, with 90% intervals, in order of subject and technology.

    All technologies together come first, then each by itself. What has no figure was not found in these documents: a
    release does not tell what nobody searched or published, so that never means that there is none.

    Args:
        folder: a release, with `claims.ndjson` and `findings.ndjson`.

    Raises:
        NotFound: the folder holds no release.
        BrokenProvenance: a line is not such a record.
    """
    cells: dict[Cell, list[Weighed]] = defaultdict(list)
    for weighed in read_findings(folder):
        if weighed.finding.kind in ACQUISITIONS:
            for cell in _cells(weighed):
                cells[cell].append(weighed)
    return [
        _make_figure(cell, cells[cell]) for cell in sorted(cells, key=lambda cell: (cell[0], cell[1], cell[2] or ""))
    ]


def _cells(weighed: Weighed) -> Iterator[Cell]:
    """Yield every figure that a finding counts for: a list of territories or technologies counts in each."""
    finding = weighed.finding
    territories: Iterable[str] = finding.recipient.territories if finding.recipient else ()
    subjects = [("recipient", territory) for territory in territories or (NOT_TOLD,)]
    subjects.append(("supplier", finding.supplier.key if finding.supplier else NOT_TOLD))
    for about, subject in subjects:
        for technology in (None, *finding.technology):
            yield about, subject, technology


def _make_figure(cell: Cell, findings: list[Weighed]) -> Figure:
    about, subject, technology = cell
    probabilities = [weighed.probability for weighed in findings]
    low, high = count_interval(probabilities, LEVEL)
    return Figure(
        about=about,
        subject=subject,
        name=_name_supplier(findings) if about == "supplier" else subject,
        technology=technology,
        value=sum(probabilities),
        low=low,
        high=high,
        level=LEVEL,
        unit="findings",
        origins=len(frozenset().union(*(weighed.origin_ids for weighed in findings))),
        finding_ids=tuple(sorted(weighed.finding.id for weighed in findings)),
        method=METHOD,
    )


def _name_supplier(findings: list[Weighed]) -> str:
    suppliers = [weighed.finding.supplier for weighed in findings]
    names = [supplier.name or supplier.key for supplier in suppliers if supplier]
    return max(names, key=lambda name: (names.count(name), len(name), name), default=NOT_TOLD)
