"""Judgements of named persons on who is the same as whom: recorded once nothing contradicts them, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from countersight.errors import BadJudgement, ConflictingJudgement
from countersight.model.clusters import Clusters, tell_judgement
from countersight.model.entity import JudgementValue
from countersight.model.identity import IdentityJudgement, check_signature, is_wikidata_item
from countersight.resolve.nodes import EntityLookup, Node
from countersight.store.base import Store, Writer
from countersight.values.organizations import organization

WORDS = {
    JudgementValue.POSITIVE: "is the same as",
    JudgementValue.NEGATIVE: "is not the same as",
    JudgementValue.UNSURE: "may be the same as",
}
"""What a judgement says, between two names."""


def record_judgement(
    store: Store,
    one: Node,
    other: Node,
    value: JudgementValue,
    *,
    by: str,
    reason: str,
    now: datetime,
    entity: EntityLookup,
    confirmed: bool = False,
) -> IdentityJudgement:
    """Append a judgement to the chain, unless it contradicts what stands.

    The same judgement of the same person that stands already is returned as it is.

    Args:
        store: where the judgement goes.
        one: a node, as `Nodes.find_pair` gives it.
        other: another one.
        value: positive, negative or unsure; `undo_judgement` takes back.
        by: the name that stands behind it.
        reason: in that person's words.
        now: when it was judged, with a time zone.
        entity: gives known organizations, to warn before a subsidiary is made its parent.
        confirmed: whether the person has seen the warnings of `find_cautions`.

    Raises:
        BadJudgement: nobody is named, there is no reason, the nodes are one, or a warning was not confirmed.
        ConflictingJudgement: it contradicts judgements that stand; they are named with who said them and when.
    """
    by, reason = check_signature(by, reason, now)
    if value not in WORDS:
        raise BadJudgement(f"{value} is no judgement to record")
    if one.id == other.id:
        raise BadJudgement(f"{one.name} ({one.id}) is one thing: there are no two to judge")
    with writing(store) as (writer, clusters):
        check_conflict(clusters, one, other, value)
        if value is JudgementValue.POSITIVE and not confirmed:
            cautions = find_cautions(clusters, one.id, other.id, entity)
            if cautions:
                raise BadJudgement(f"{'; '.join(cautions)}: confirm if they are the same all the same")
        standing = clusters.judgement(one.id, other.id)
        if standing is not None and (standing.value, standing.by) == (value, by):
            return standing
        names = {one.id: one.name, other.id: other.name}
        return writer.judge_identity(one.id, other.id, value, by, reason, decided_at=now, names=names)


def undo_judgement(store: Store, one: Node, other: Node, *, by: str, reason: str, now: datetime) -> IdentityJudgement:
    """Take back what stands on a pair; the judgement and its taking back both stay on record.

    Raises:
        BadJudgement: nobody is named, there is no reason, or nothing stands on just this pair.
    """
    by, reason = check_signature(by, reason, now)
    with writing(store) as (writer, clusters):
        if clusters.judgement(one.id, other.id) is None:
            chain = "; ".join(map(tell_judgement, clusters.explain(one.id, other.id)))
            follows = f"; what follows for them follows from: {chain}" if chain else ""
            raise BadJudgement(f"no judgement stands on just {one.name} and {other.name}{follows}")
        names = {one.id: one.name, other.id: other.name}
        value = JudgementValue.NO_JUDGEMENT
        return writer.judge_identity(one.id, other.id, value, by, reason, decided_at=now, names=names)


def find_cautions(clusters: Clusters, one: str, other: str, entity: EntityLookup) -> list[str]:
    """Say in words what speaks against two being the same without contradicting it.

    That one owns the other, that they are two items of Wikidata, or two organizations that Countersight maintains: a
    name that was judged the same as one of these brings it along when it is judged the same as another.
    """
    left, right = clusters.members(one), clusters.members(other)
    cautions = [
        f"{_name(part, entity)} belongs to {_name(whole, entity)}, and a subsidiary is not its parent"
        for parts, wholes in ((left, right), (right, left))
        for part in parts
        for whole in sorted(_owners(part, entity) & {*wholes})
    ]
    items = [next(filter(is_wikidata_item, side), None) for side in (left, right)]
    if None not in items and items[0] != items[1]:
        cautions.append(f"Wikidata keeps {' and '.join(_name(str(item), entity) for item in items)} apart")
    known = [next(filter(organization, side), None) for side in (left, right)]
    if not cautions and None not in known and known[0] != known[1]:
        cautions.append(f"they are two here: {' and '.join(_name(str(node), entity) for node in known)}")
    return cautions


def check_conflict(clusters: Clusters, one: Node, other: Node, value: JudgementValue) -> None:
    """Raises: ConflictingJudgement."""
    chain = clusters.conflict(one.id, other.id, value)
    if chain is not None:
        raise ConflictingJudgement(f"“{one.name}” {WORDS[value]} “{other.name}”", chain)


@contextmanager
def writing(store: Store) -> Iterator[tuple[Writer, Clusters]]:
    """Open a transaction with the clusters as they stand in it.

    The view is opened within it: nobody else writes meanwhile, so that what was checked still holds when it is stored.
    """
    with store.writer() as writer, store.view() as view:
        yield writer, Clusters(view.identity_judgements())


def _owners(node: str, entity: EntityLookup) -> set[str]:
    owners: set[str] = set()
    known = entity(node)
    while known is not None and known.parent is not None and known.parent not in owners:
        owners.add(known.parent)
        known = entity(known.parent)
    return owners


def _name(node: str, entity: EntityLookup) -> str:
    known = entity(node)
    return f"{known.name} ({node})" if known else node
