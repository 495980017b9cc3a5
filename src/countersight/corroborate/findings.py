"""The corroborate stage: claims become findings, each with the independent origins that it rests on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from countersight.corroborate.assertions import Assertion, index_judgements, reduce_claim
from countersight.corroborate.groups import Group, group_assertions
from countersight.corroborate.origins import Origins, find_origins
from countersight.model.claim import Claim, Status
from countersight.model.entity import Judgement
from countersight.model.finding import Finding, FindingParty, Origin, finding_id
from countersight.model.text import DocumentText

VERSION = "2"


def corroborator_version() -> str:
    """Return the name and version that the findings of this code are made by."""
    return f"corroborator@{VERSION}"


def corroborate_claims(
    claims: Iterable[Claim],
    *,
    texts: Callable[[str], DocumentText],
    judgements: Iterable[Judgement] = (),
) -> list[Finding]:
    """Group claims into findings and count the independent origins of each; the order of the claims does not matter.

    Args:
        claims: all claims there are. A few hundred bytes of each are held.
        texts: gives a document text by its id, such as `View.text`. Only texts that carry claims are asked for, each
            once, and some kilobytes of hashes are held of each.
        judgements: who is meant by the parties' names.

    Returns:
        Findings in order of id. Every claim is in exactly one.
    """
    answers = index_judgements(judgements)
    assertions = [reduce_claim(claim, answers) for claim in claims]
    text_of: dict[str, str] = {}
    for assertion in assertions:
        text_of[assertion.document_id] = min(assertion.text_id, text_of.get(assertion.document_id, assertion.text_id))
    origins = find_origins(text_of, texts)
    findings = (_make_finding(group, origins) for group in group_assertions(assertions))
    return sorted(findings, key=lambda finding: finding.id)


def _make_finding(group: Group, origins: Origins) -> Finding:
    members = sorted(group.members, key=lambda member: member.claim_id)
    claim_ids = tuple(member.claim_id for member in members)
    found = origins.of(member.document_id for member in members)
    days = [member.days for member in _asserting(members) if member.days]
    start = min((first for first, _ in days if first > date.min), default=None)
    end = max((last for _, last in days if last < date.max), default=None)
    return Finding(
        id=finding_id(claim_ids),
        kind=members[0].kind,
        supplier=_merge([member.supplier for member in members]),
        recipient=_merge([member.recipient for member in members]),
        technology=tuple(sorted(group.technology)),
        start=start.isoformat() if start else None,
        end=end.isoformat() if end else None,
        statuses=tuple(status for status in Status if any(member.status is status for member in members)),
        claim_ids=claim_ids,
        origins=found,
        reasons=tuple(_give_reasons(group, members, found)),
    )


def _asserting(members: Sequence[Assertion]) -> Sequence[Assertion]:
    """Leave denials out, as they need not fit the time and figures of what they deny; all of them, if nothing else."""
    return [member for member in members if not member.is_denied] or members


def _merge(parties: Sequence[FindingParty | None]) -> FindingParty | None:
    """Take the name that most claims write, the longest of those, and every territory that one of them tells."""
    told = [party for party in parties if party is not None]
    if not told:
        return None
    names = [party.name for party in told if party.name]
    territories = tuple(sorted({code for party in told for code in party.territories}))
    stated = ",".join(territories)
    key = told[0].key
    return FindingParty(
        key=f"{key}|{stated}" if stated and key != stated and not told[0].entity_id else key,
        name=max(names, key=lambda name: (names.count(name), len(name), name), default=None),
        entity_id=told[0].entity_id,
        territories=territories,
    )


def _give_reasons(group: Group, members: Sequence[Assertion], origins: Sequence[Origin]) -> Iterator[str]:
    if len(members) > 1:
        alike = "kind and parties" if members[0].supplier or members[0].recipient else "kind and words, no party told"
        yield f"{len(members)} claims of the same {alike}; nothing that they tell keeps them apart"
        yield from _explain_slots(_asserting(members))
    if group.rivals:
        yield f"kept by itself: it fitted {group.rivals} other findings equally well"
    deniers = {member.speaker or "" for member in members if member.is_denied}
    if deniers:
        yield f"denied by {', '.join(sorted(filter(None, deniers)))}" if any(deniers) else "denied, by whom is not told"
    yield _count_origins(members, origins)


def _explain_slots(members: Sequence[Assertion]) -> Iterator[str]:
    labels = {member.technology for member in members}
    if len(labels) > 1:
        yield f"technologies fit: {', '.join(sorted(frozenset().union(*labels)))}"
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
        return (
            "one origin: one document" if documents == 1 else f"one origin: {documents} documents that copy one another"
        )
    return f"{len(origins)} independent origins among {documents} documents"
