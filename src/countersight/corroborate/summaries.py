"""What the claims of a group say together: its parties, its time, and in words why they were put together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.groups import Group
from countersight.model.claim import Kind
from countersight.model.finding import FindingParty, Origin


def asserting(members: Sequence[Assertion]) -> Sequence[Assertion]:
    """Leave denials out, as they need not fit the time and figures of what they deny; all of them, if nothing else."""
    return [member for member in members if not member.is_denied] or members


def most_told_kind(members: Sequence[Assertion]) -> Kind:
    """Return the kind that most claims tell; of several, the one that comes first in `Kind`."""
    counts = Counter(member.kind for member in asserting(members))
    return max(Kind, key=lambda kind: counts[kind])


def merge_parties(parties: Sequence[FindingParty | None]) -> FindingParty | None:
    """Take who most claims name, a resolved organization first, and the territories that most tell; if most tell
    none, those that half of them do.

    One claim may name the agency and another only its country: the agency it is, and the country is its territory.
    """
    told = [party for party in parties if party is not None]
    if not told:
        return None
    keys = Counter(party.key for party in told)
    chosen = max(told, key=lambda party: (party.entity_id is not None, _is_named(party), keys[party.key], party.key))
    names = [party.name for party in told if party.name and party.key == chosen.key]
    territories = _common_territories(told)
    stated = ",".join(territories)
    key = chosen.key
    return FindingParty(
        key=f"{key}|{stated}"
        if stated and _is_named(chosen) and not chosen.entity_id
        else stated or key
        if not chosen.entity_id
        else key,
        name=max(names, key=lambda name: (names.count(name), len(name), name), default=None),
        entity_id=chosen.entity_id,
        territories=territories,
    )


def span_days(members: Sequence[Assertion]) -> tuple[str | None, str | None]:
    """Return the first and the last day that claims tell, in ISO's form; none where no claim tells one."""
    days = [member.days for member in asserting(members) if member.days]
    start = min((first for first, _ in days if first > date.min), default=None)
    end = max((last for _, last in days if last < date.max), default=None)
    return start.isoformat() if start else None, end.isoformat() if end else None


def explain_group(group: Group, counted: Sequence[Assertion], origins: Sequence[Origin]) -> Iterator[str]:
    """Say why claims were put together, and how their origins were counted; `counted` are those not rejected."""
    members = group.members
    if group.is_judged:
        yield from _explain_judged(group)
    elif len(members) > 1:
        yield f"{len(members)} claims alike enough in {_list_common(members)}; nothing that they tell keeps them apart"
    if len(members) > 1:
        yield from _explain_kinds(members)
        yield from _explain_recipients(members)
        yield from _explain_slots(asserting(members))
    if group.rivals and not group.is_judged:
        yield f"kept by itself: it fitted {group.rivals} other findings equally well"
    deniers = {member.speaker or "" for member in counted if member.is_denied}
    if deniers:
        yield f"denied by {', '.join(sorted(filter(None, deniers)))}" if any(deniers) else "denied, by whom is not told"
    if len(counted) < len(members):
        out = len(members) - len(counted)
        verbs = ("was", "does") if out == 1 else ("were", "do")
        yield f"{out} of its {len(members)} claims {verbs[0]} rejected by a reviewer and {verbs[1]} not count"
    yield _count_origins(counted or members, origins)


def _explain_judged(group: Group) -> Iterator[str]:
    yield f"{len(group.members)} claims, of which a reviewer put together what is of one deal"
    if group.bridged:
        yield f"by what they tell alone these would be kept apart: {', '.join(group.bridged)}"


def _is_named(party: FindingParty) -> bool:
    return bool(party.name) and party.key != ",".join(party.territories)


def _common_territories(told: Sequence[FindingParty]) -> tuple[str, ...]:
    placed = [party for party in told if party.territories]
    counts = Counter(code for party in placed for code in party.territories)
    most = {code for code, count in counts.items() if 2 * count > len(placed)}
    return tuple(sorted(most or {code for code, count in counts.items() if 2 * count == len(placed)}))


def _list_common(members: Sequence[Assertion]) -> str:
    suppliers = {member.supplier.key for member in members if member.supplier}
    territories = [member.territories for member in members if member.territories]
    common = frozenset.intersection(*territories) if territories else frozenset()
    labels = frozenset.intersection(*(member.technology for member in members))
    told = {
        "kind": len({member.kind for member in members}) == 1,
        "supplier": len(suppliers) == 1 and all(member.supplier for member in members),
        "territory": bool(common),
        "technology": bool(labels),
    }
    names = [name for name, is_common in told.items() if is_common]
    return ", ".join([*names, "words" if names else "words alone"])


def _explain_kinds(members: Sequence[Assertion]) -> Iterator[str]:
    kinds = sorted({member.kind.value for member in members})
    if len(kinds) > 1:
        yield f"told as {' and as '.join(kinds)}: different words for one thing"


def _explain_recipients(members: Sequence[Assertion]) -> Iterator[str]:
    named = sum(bool(member.recipient and _is_named(member.recipient)) for member in members)
    if 0 < named < len(members):
        yield f"{named} of {len(members)} name the recipient, the others at most its territory"
    placed = sum(bool(member.place) for member in members)
    if 0 < placed < len(members):
        yield f"{placed} of {len(members)} tell the place within it"


def _explain_slots(members: Sequence[Assertion]) -> Iterator[str]:
    labels = {member.technology for member in members}
    if len(labels) > 1:
        yield f"technologies told: {', '.join(sorted(frozenset().union(*labels)))}"
    dated = sum(member.days is not None for member in members)
    if dated > 1:
        yield "times overlap"
    if 0 < dated < len(members):
        yield f"{dated} of {len(members)} tell a time"
    figures = list(dict.fromkeys(member.figure.words for member in members if member.figure))
    if len(figures) > 1:
        yield f"figures told: {'; '.join(figures)}"
    if len({member.is_planned for member in members}) > 1:
        yield "told both as a plan and otherwise, with times and figures that fit"


def _count_origins(members: Sequence[Assertion], origins: Sequence[Origin]) -> str:
    documents = len({member.document_id for member in members})
    if len(origins) == 1:
        alike = f"one origin: {documents} documents that copy one another or rest on one word"
        return "one origin: one document" if documents == 1 else alike
    return f"{len(origins)} independent origins among {documents} documents"
