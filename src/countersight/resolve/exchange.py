"""Judgements taken from the resolver files of nomenklatura, and given to them."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from countersight.errors import BadJudgement, ConflictingJudgement
from countersight.model.clusters import Clusters, tell_judgement
from countersight.model.entity import JudgementValue
from countersight.model.failure import Failure, Stage, make_failure
from countersight.model.identity import IdentityJudgement, check_signature, judge_pair
from countersight.resolve.identities import WORDS, find_cautions, writing
from countersight.resolve.nodes import EntityLookup
from countersight.resolve.resolver_files import Edge, read_edges, write_edges
from countersight.store.base import Store

Append = Callable[[Edge], IdentityJudgement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of a file of judgements."""

    judged: tuple[IdentityJudgement, ...]
    """What was stored, or in a trial would have been."""
    standing: int
    """How many stood already."""
    passed_over: int
    """Lines that judge nothing, or of which a later one on the same pair counts."""
    failures: tuple[Failure, ...]
    """Lines that cannot be read, and judgements that contradict what stands or want confirming: none was stored."""


def import_judgements(
    store: Store,
    path: Path,
    *,
    by: str,
    now: datetime,
    entity: EntityLookup,
    confirmed: bool = False,
    trial: bool = False,
) -> Imported:
    """Take in the judgements of a resolver file that nothing contradicts, all in one transaction.

    Whoever imports stands behind them; the reason tells who judged in the file and when. Of several lines on one pair
    the last counts. A pair on which something else stands here is left as it is, and so is one that contradicts what
    stands or what came before it in the file: each becomes a failure. About a kilobyte is held of each judgement.

    Args:
        store: where the judgements go.
        path: the file.
        by: the name that stands behind the import.
        now: when it is done, with a time zone.
        entity: gives known organizations, for their names and owners.
        confirmed: whether subsidiaries may become their parents, and two items of Wikidata one.
        trial: whether nothing is to be stored.

    Raises:
        BadJudgement: nobody is named, or the file is another one: none of its lines can be read.
        OSError: the file cannot be read.
    """
    by, _ = check_signature(by, f"imported from {path.name}", now)
    edges, failures, passed_over = _gather_edges(path)
    if len(failures) > 1 and not edges:  # its lines would be kept as so many failures
        raise BadJudgement(f"{path} is no resolver file: of {len(failures):,} lines none can be read")
    judged, standing = [], 0
    with _appending(store, path, failures, by=by, now=now, entity=entity, trial=trial) as (clusters, append):
        for edge in edges:
            try:
                if _is_news(edge, clusters, entity, confirmed=confirmed):
                    judged.append(append(edge))
                    clusters.add(judged[-1])
                else:
                    standing += 1
            except (BadJudgement, ConflictingJudgement) as error:
                failures.append(make_failure(Stage.RESOLVE, f"{path.name}:{edge.line}", error))
    return Imported(judged=tuple(judged), standing=standing, passed_over=passed_over, failures=tuple(failures))


def export_judgements(clusters: Clusters, path: Path) -> int:
    """Write what stands to a resolver file, whole or not at all; return how many judgements that was.

    Raises:
        OSError: the file cannot be written.
    """
    building = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with building.open("w", encoding="utf-8", newline="\n") as lines:
            lines.writelines(write_edges(clusters))
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)
    return sum(not judgement.is_on_claims for judgement in clusters.standing())


def _gather_edges(path: Path) -> tuple[list[Edge], list[Failure], int]:
    """Return the judgements of a file, the last of each pair; what cannot be read; and how many lines judge nothing.

    Labels of clusters that were given away are put back to the node that they were fastened to: nomenklatura, when it
    tidies its table up, fastens the others of a cluster to the label, too.
    """
    read = list(read_edges(path))
    labels = {edge.one: edge.other for edge in read if isinstance(edge, Edge) and edge.is_label}
    failures = [one for one in read if isinstance(one, Failure)]
    edges: dict[tuple[str, str], Edge] = {}
    for edge in read:
        if isinstance(edge, Edge):
            one, other = sorted((labels.get(edge.one, edge.one), labels.get(edge.other, edge.other)))
            edges.pop((one, other), None)
            if one != other:
                edges[one, other] = replace(edge, one=one, other=other)
    return list(edges.values()), failures, len(read) - len(failures) - len(edges)


@contextmanager
def _appending(
    store: Store, path: Path, failures: list[Failure], *, by: str, now: datetime, entity: EntityLookup, trial: bool
) -> Iterator[tuple[Clusters, Append]]:
    """Give the clusters as they stand and what appends to the chain, or seems to; keep the failures at the end."""

    def made(edge: Edge) -> dict[str, Any]:
        judged = f"judged by {edge.user or 'nobody named'}" + (f" at {edge.created_at}" if edge.created_at else "")
        known = {node: found.name for node in (edge.one, edge.other) if (found := entity(node)) is not None}
        return {"by": by, "reason": f"imported from {path.name}, {judged}", "decided_at": now, "names": known}

    if trial:
        with store.view() as view:
            chain = list(view.identity_judgements())

        def suppose(edge: Edge) -> IdentityJudgement:
            chain.append(judge_pair(edge.one, edge.other, edge.value, after=chain[-1] if chain else None, **made(edge)))
            return chain[-1]

        yield Clusters(chain), suppose
        return
    with store.view() as view:
        before = [one.item for one in view.failures(stage=Stage.RESOLVE) if one.item.startswith(f"{path.name}:")]
    with writing(store) as (writer, clusters):
        for item in before:
            writer.clear_failure(Stage.RESOLVE, item)
        yield clusters, lambda edge: writer.judge_identity(edge.one, edge.other, edge.value, **made(edge))
        for failure in failures:
            writer.record_failure(failure)


def _is_news(edge: Edge, clusters: Clusters, entity: EntityLookup, *, confirmed: bool) -> bool:
    """Whether an edge says what does not stand yet.

    Raises:
        ConflictingJudgement: it contradicts what stands.
        BadJudgement: it has to be confirmed.
    """
    stands = clusters.judgement(edge.one, edge.other)
    if stands is not None and stands.value is edge.value:
        return False
    told = clusters.conflict(edge.one, edge.other, edge.value) or (tell_judgement(stands) if stands else None)
    if told is not None:
        raise ConflictingJudgement(f"{edge.one} {WORDS[edge.value]} {edge.other}", told)
    if edge.value is JudgementValue.POSITIVE and not confirmed:
        # Of the two alone: what follows through others of their clusters would be asked for again at every line.
        cautions = find_cautions(Clusters(), edge.one, edge.other, entity)
        if cautions:
            raise BadJudgement(f"{'; '.join(cautions)}: confirm if they are the same all the same")
    return True
