"""What changed from one version of a claim or finding to the next: slot by slot, by whom, and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from countersight.model.claim import Claim
from countersight.model.decision import Decision
from countersight.model.finding import Finding, FindingParty
from countersight.web.evidence.cards import SlotRow, slot_rows
from countersight.web.language import Language


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that two versions tell differently; what one of them does not tell is empty."""

    name: str
    """What it is, in the language of the page."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    are_claims: bool = False
    """Whether these are ids of claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one version to the next."""

    at: datetime
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...] = ()
    """What persons decided that led to it, as far as the visitor may see it."""
    before: str | None = None
    """The claim that an edit put another in place of."""
    after: str | None = None


def compare_claims(old: Claim, new: Claim, language: Language) -> tuple[Change, ...]:
    """Tell what two claims say differently, in the order in which slots are read."""
    say = language.say
    told = [_by_slot(slot_rows(one, language), language) for one in (old, new)]
    pairs = [
        (say(_("kind")), (language.word(old.kind),), (language.word(new.kind),)),
        (language.word("status"), (language.word(old.status),), (language.word(new.status),)),
        *((name, told[0].get(name, ()), told[1].get(name, ())) for name in dict.fromkeys([*told[0], *told[1]])),
        (say(_("words that carry it")), _quotes(old), _quotes(new)),
        (say(_("confidence")), (language.percent(old.confidence),), (language.percent(new.confidence),)),
        (say(_("read by")), (old.extractor,), (new.extractor,)),
    ]
    return _differing(pairs)


def compare_findings(old: Finding, new: Finding, language: Language) -> tuple[Change, ...]:
    """Tell what two versions of a finding say differently, and which claims joined or left it."""
    tellers: list[tuple[str, Callable[[Finding], Sequence[str]]]] = [
        (_("kind"), lambda one: (language.word(one.kind),)),
        (_("supplier"), lambda one: _party(one.supplier, language)),
        (_("recipient"), lambda one: _party(one.recipient, language)),
        (_("technology"), lambda one: tuple(map(language.label, one.technology))),
        (_("status"), lambda one: tuple(map(language.word, one.statuses))),
        (_("time"), lambda one: tuple(filter(None, (one.start, one.end)))),
        (_("independent origins"), lambda one: (language.number(len(one.origins)),)),
        (_("grade"), lambda one: _grade(one, language)),
        (_("what cannot all hold"), lambda one: (language.number(len(one.contradictions)),)),
    ]
    pairs = [(language.say(name), tuple(tell(old)), tuple(tell(new))) for name, tell in tellers]
    left, joined = (
        tuple(sorted({*one.claim_ids} - {*other.claim_ids})) for one, other in ((old, new), (new, old))
    )  # fmt: skip
    claims = Change(name=language.say(_("claims")), before=left, after=joined, are_claims=True)
    return (*_differing(pairs), *([claims] if left or joined else []))


def decided_between(decisions: Iterable[Decision], start: datetime, end: datetime) -> tuple[Decision, ...]:
    """Return the decisions after one time, up to another."""
    return tuple(one for one in decisions if start < one.decided_at <= end)


def _differing(pairs: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> tuple[Change, ...]:
    return tuple(
        Change(name=name, before=tuple(old), after=tuple(new)) for name, old, new in pairs if tuple(old) != tuple(new)
    )


def _by_slot(rows: Iterable[SlotRow], language: Language) -> dict[str, tuple[str, ...]]:
    told: dict[str, list[str]] = {}
    for row in rows:
        name = language.word(row.slot)
        if row.is_territory:
            name = language.say(_("%(party)s’s territory")) % {"party": name}
        told.setdefault(name, []).append(" · ".join(filter(None, (row.words and f"“{row.words}”", row.value))))
    return {name: tuple(filter(None, values)) for name, values in told.items()}


def _quotes(claim: Claim) -> tuple[str, ...]:
    return tuple(f"“{one.quote}”" for one in claim.evidence)


def _party(party: FindingParty | None, language: Language) -> tuple[str, ...]:
    if party is None:
        return ()
    return tuple(filter(None, (party.name, language.listed(map(language.territory, party.territories)))))


def _grade(finding: Finding, language: Language) -> tuple[str, ...]:
    grade = finding.grade
    if grade is None:
        return ()
    low, high = language.percent(grade.low), language.percent(grade.high)
    return (f"{grade.reliability}{grade.credibility}", f"{language.percent(grade.probability)} ({low}–{high})")
