"""What maps, timelines, flows and small multiples are drawn of, counted from the columns."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from countersight.catalog.columns import Facet, Flags, Places
from countersight.catalog.counting import documents_naming
from countersight.catalog.marks import FlowLink, FlowNode, Marks, PairMark, TerritoryMark, TimelineMark, YearMark
from countersight.catalog.ordering import cut_page, make_keys
from countersight.catalog.parties import TERRITORY_ALONE
from countersight.catalog.query import Order, Query, What
from countersight.catalog.reading import Reading
from countersight.catalog.rows import FindingRow
from countersight.catalog.visible import Visible

MOST_TIMELINE = 400
MOST_LINKS = 150
MOST_PAIRS = 2_000
LINK_EXAMPLES = 10
ROLES = ("supplier", "recipient", "place")


class _Pairs(NamedTuple):
    """Two values of one row, for every two that it has."""

    rows: Places
    left: Places
    right: Places


class _Group(NamedTuple):
    """Two values that rows have together, and how many do."""

    left: int
    right: int
    findings: int
    several: int
    contested: int


def make_marks(reading: Reading, query: Query) -> Marks:
    """Count the findings of a query for every drawing at once."""
    visible, mask = reading.visible, reading.chosen(What.FINDINGS, query)
    years, kinds = visible.facet(What.FINDINGS, "year"), visible.facet(What.FINDINGS, "kind")
    technologies = visible.facet(What.FINDINGS, "technology")
    timeline, dated = _timeline(reading, mask)
    pairs, more_pairs = _pairs(visible, mask)
    nodes, links, more_links = _flow(reading, mask)
    touched = np.zeros(len(mask), np.bool_)
    touched[years.rows] = True
    return Marks(
        findings=int(mask.sum()),
        territories=_territories(visible, mask),
        pairs=pairs,
        more_pairs=more_pairs,
        years=_years(visible, _join(years, kinds, mask), years, kinds),
        undated=int((mask & ~touched).sum()),
        timeline=timeline,
        more_timeline=dated - len(timeline),
        nodes=nodes,
        links=links,
        more_links=more_links,
        technologies=_by_technology(visible, mask, years, technologies),
    )


def _territories(visible: Visible, mask: Flags) -> tuple[TerritoryMark, ...]:
    read, _ = documents_naming(visible)
    counts: dict[str, Counter[str]] = {role: Counter() for role in (*ROLES, "")}
    for role, counted in counts.items():
        facet = visible.facet(What.FINDINGS, f"territory/{role}" if role else "territory")
        of_role = facet.count(mask)
        counted.update({facet.values[code]: int(of_role[code]) for code in np.flatnonzero(of_role).tolist()})
    return tuple(
        TerritoryMark(
            code=code,
            as_supplier=counts["supplier"][code],
            as_recipient=counts["recipient"][code],
            as_place=counts["place"][code],
            findings=counts[""][code],
            documents=read.get(code, 0),
        )
        for code in sorted({*counts[""], *read})
    )


def _pairs(visible: Visible, mask: Flags) -> tuple[tuple[PairMark, ...], int]:
    supplier = visible.facet(What.FINDINGS, "territory/supplier")
    recipient = visible.facet(What.FINDINGS, "territory/recipient")
    joined = _join(supplier, recipient, mask)
    groups, whole = _count(visible, joined, most=MOST_PAIRS)
    marks = [
        PairMark(
            supplier=supplier.values[group.left],
            recipient=recipient.values[group.right],
            findings=group.findings,
            several_origins=group.several,
            contested=group.contested,
        )
        for group in groups
    ]
    marks.sort(key=lambda mark: (-mark.findings, mark.supplier, mark.recipient))
    return tuple(marks), whole - len(marks)


def _years(visible: Visible, joined: _Pairs, years: Facet, kinds: Facet) -> tuple[YearMark, ...]:
    found: dict[int, dict[str, int]] = {}
    for group in _count(visible, joined)[0]:
        found.setdefault(int(years.values[group.left]), {})[kinds.values[group.right]] = group.findings
    return tuple(
        YearMark(year=year, findings=sum(of_kind.values()), kinds=dict(sorted(of_kind.items())))
        for year, of_kind in sorted(found.items())
    )


def _by_technology(visible: Visible, mask: Flags, years: Facet, technologies: Facet) -> dict[str, tuple[YearMark, ...]]:
    found: dict[str, list[YearMark]] = {}
    for group in _count(visible, _join(technologies, years, mask))[0]:
        mark = YearMark(year=int(years.values[group.right]), findings=group.findings)
        found.setdefault(technologies.values[group.left], []).append(mark)
    return {label: tuple(sorted(marks, key=lambda mark: mark.year)) for label, marks in sorted(found.items())}


def _timeline(reading: Reading, mask: Flags) -> tuple[tuple[TimelineMark, ...], int]:
    """Return the best supported findings with a time, in order of time, and how many have one."""
    table = reading.visible.table(What.FINDINGS)
    dated = mask & ~np.isnan(table.numbers.get("start", np.full(table.size, np.nan)))
    keys = make_keys(What.FINDINGS, table, Order.ORIGINS, reading.visible.claims_per_document)
    numbers = cut_page(table, dated, keys, None, MOST_TIMELINE).numbers
    rows: list[FindingRow] = list(reading.rows(What.FINDINGS, numbers).values())
    marks = [
        TimelineMark(
            finding_id=row.id,
            label=" → ".join(party.name for party in (row.supplier, row.recipient) if party),
            parties=tuple((party.id, party.name) for party in (row.supplier, row.recipient) if party),
            start=row.start,
            end=row.end,
            kind=row.kind,
            support=row.support,
            statuses=row.statuses,
            technologies=row.technologies,
            supplier_territories=row.supplier.territories if row.supplier else (),
            recipient_territories=row.recipient.territories if row.recipient else (),
        )
        for row in rows
    ]
    marks.sort(key=lambda mark: (mark.start or mark.end, mark.end or mark.start, mark.finding_id))
    return tuple(marks), int(dated.sum())


def _flow(reading: Reading, mask: Flags) -> tuple[tuple[FlowNode, ...], tuple[FlowLink, ...], int]:
    """Return who supplies whom. Whoever receives and supplies stands between; a territory alone stands on each side."""
    visible = reading.visible
    suppliers, recipients = (visible.facet(What.FINDINGS, f"party/{role}") for role in ROLES[:2])
    joined = _join(suppliers, recipients, mask)
    groups, whole = _count(visible, joined, most=MOST_LINKS)
    chosen = [
        (_node(suppliers.values[group.left], "supplier"), _node(recipients.values[group.right], "recipient"), group)
        for group in groups
    ]
    chosen.sort(key=lambda one: (-one[2].findings, *one[:2]))
    examples = [_examples(visible, joined, group) for _, _, group in chosen]
    ids = reading.ids(What.FINDINGS, {number for several in examples for number in several})
    links = tuple(
        FlowLink(
            source=source,
            target=target,
            findings=group.findings,
            several_origins=group.several,
            contested=group.contested,
            finding_ids=tuple(ids[number] for number in best if number in ids),
        )
        for (source, target, group), best in zip(chosen, examples, strict=True)
    )
    sources, targets = {source for source, _, _ in chosen}, {target for _, target, _ in chosen}
    weights: Counter[str] = Counter()
    for source, target, group in chosen:
        weights[source] += group.findings
        weights[target] += group.findings if target != source else 0
    nodes = tuple(
        FlowNode(
            id=name,
            label=party.name,
            layer=(name in targets) + (name in targets and name not in sources),
            findings=count,
            territories=party.territories,
        )
        for name, count in sorted(weights.items(), key=lambda one: (-one[1], one[0]))
        if (party := visible.snapshot.parties[name.partition(":")[2] if _has_role(name) else name])
    )
    return nodes, links, whole - len(chosen)


def _node(party_id: str, role: str) -> str:
    """Name a node as `Query.parties` takes it."""
    return f"{role}:{party_id}" if party_id.startswith(TERRITORY_ALONE) else party_id


def _has_role(name: str) -> bool:
    return name.partition(":")[0] in ROLES


def _examples(visible: Visible, pairs: _Pairs, group: _Group) -> list[int]:
    """Return the numbers of the best supported findings of a group."""
    rows = pairs.rows[(pairs.left == group.left) & (pairs.right == group.right)]
    table = visible.table(What.FINDINGS)
    order = np.lexsort((table.ids[rows], -table.numbers["origins"][rows]))[:LINK_EXAMPLES]
    return [int(number) for number in rows[order]]


def _join(left: Facet, right: Facet, mask: Flags) -> _Pairs:
    """Put together every two values that a row of the mask has in two facets."""
    kept = np.flatnonzero(mask[left.rows])
    rows, codes = left.rows[kept], left.of[kept]
    there = np.flatnonzero(mask[right.rows])
    order = there[np.argsort(right.rows[there], kind="stable")]
    others = right.rows[order]
    start, end = np.searchsorted(others, rows, "left"), np.searchsorted(others, rows, "right")
    many = end - start
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return _Pairs(np.repeat(rows, many), np.repeat(codes, many), right.of[order][np.repeat(start, many) + within])


def _count(visible: Visible, pairs: _Pairs, *, most: int | None = None) -> tuple[list[_Group], int]:
    """Count the findings of every two values that any has, the most frequent first, and all such twos."""
    if not len(pairs.rows):
        return [], 0
    table = visible.table(What.FINDINGS)
    width = int(pairs.right.max()) + 1
    keys, group_of = np.unique(pairs.left.astype(np.int64) * width + pairs.right, return_inverse=True)
    counts = np.bincount(group_of)
    several = np.bincount(group_of, weights=table.numbers["origins"][pairs.rows] > 1)
    contested = np.bincount(group_of, weights=table.numbers["contested"][pairs.rows] > 0)
    order = np.lexsort((keys, -counts))[:most]
    columns = (keys // width, keys % width, counts, several.astype(np.int64), contested.astype(np.int64))
    groups = [_Group(*values) for values in zip(*(column[order].tolist() for column in columns), strict=True)]
    return groups, len(keys)
