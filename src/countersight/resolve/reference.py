"""Resolves names by rules against the reference of organizations that Countersight maintains."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from countersight.model.entity import JudgementValue
from countersight.resolve.base import Answer
from countersight.resolve.descriptions import only_describes, only_places, tells_of_another
from countersight.values.names import fold_name, fold_spelling
from countersight.values.organizations import (
    Organization,
    OrganizationMention,
    Via,
    find_organizations,
    is_acronym,
    organization,
    organizations,
    reference_digest,
)
from countersight.values.territories import RULES as RULE_OF_FORM
from countersight.values.territories import find_territories, territory_name

RULES = "1"
"""Version of the rules below; raised with every change that can alter an answer."""

KEPT = "no organization in the reference has this name; it is kept as itself"

_IN_PARENTHESES = re.compile(r"^(?P<outer>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]$")


class _Candidate(NamedTuple):
    organization: Organization
    alias: str
    via: Via


class ReferenceResolver:
    """Matches spellings first, then names without legal forms, then names inside longer ones; never by likeness."""

    name = "reference"

    def __init__(self) -> None:
        self.version = resolver_version()

    def resolve(
        self, name: str, *, territories: Sequence[str], context: str, role: str = "", companions: Sequence[str] = ()
    ) -> Answer:
        """As the protocol says; neither role nor companions decide here."""
        spelt, folded = _index()
        for key, index, how in (
            (fold_spelling(name), spelt, "is a name of"),
            (fold_name(name), folded, "without its legal form is a name of"),
        ):
            found = [one for one in index.get(key, ()) if _as_written(name, one)]
            if key and found:
                return _choose(name, found, how, territories, context)
        return self._in_parentheses(name, territories, context) or _territory(name) or _within(name, territories)

    def _in_parentheses(self, name: str, territories: Sequence[str], context: str) -> Answer | None:
        """Judge `Name (NAME)` by both names: neither may contradict the other."""
        parts = _IN_PARENTHESES.match(name)
        if parts is None:
            return None
        outer, inner = (self.resolve(part, territories=territories, context=context) for part in parts.groups())
        if outer.value is inner.value is JudgementValue.POSITIVE and outer.entity_id != inner.entity_id:
            return _unsure(f"“{name}” puts together {_list_names((outer.entity_id, inner.entity_id))}")
        if outer.value is JudgementValue.POSITIVE:
            return outer
        unknown = outer.value is JudgementValue.NO_JUDGEMENT and _may_be(parts["outer"], inner.entity_id)
        return inner if unknown and inner.value is JudgementValue.POSITIVE else None


def resolver_version() -> str:
    """Return the version of the rules with the digest of the reference."""
    return f"{RULES}+{reference_digest()[:12]}"


@cache
def _index() -> tuple[Mapping[str, tuple[_Candidate, ...]], Mapping[str, tuple[_Candidate, ...]]]:
    """Map folded spellings, with and without legal forms, to those who have them."""
    spelt: dict[str, dict[str, _Candidate]] = {}
    folded: dict[str, dict[str, _Candidate]] = {}
    for entry in organizations():
        for alias, via in entry.names():
            spelt.setdefault(fold_spelling(alias), {}).setdefault(entry.id, _Candidate(entry, alias, via))
            if not is_acronym(alias):
                folded.setdefault(fold_name(alias), {}).setdefault(entry.id, _Candidate(entry, alias, via))
    return _freeze(spelt), _freeze(folded)


def _freeze(index: Mapping[str, Mapping[str, _Candidate]]) -> dict[str, tuple[_Candidate, ...]]:
    return {key: tuple(candidates.values()) for key, candidates in index.items()}


def _as_written(name: str, one: _Candidate) -> bool:
    """Whether capitals stand where they tell: in acronyms, and in names that are also ordinary words."""
    if is_acronym(one.alias):
        plain = one.alias.replace(".", "")
        return plain in re.split(r"[^\w&-]+", name.replace(".", ""))
    return one.alias not in one.organization.common_words or one.alias in name


def _choose(name: str, found: Sequence[_Candidate], how: str, territories: Sequence[str], context: str) -> Answer:
    """Choose among organizations that have the name, by where the claim places the party."""
    fitting = [one for one in found if _fits(one.organization, territories)]
    if not fitting:
        return _misplaced(name, found, how, territories)
    if len(fitting) > 1:
        near = {mention.code for mention in find_territories(context)}
        nearer = [one for one in fitting if one.organization.territory in near]
        fitting = nearer if len(nearer) == 1 else fitting
    if len(fitting) > 1:
        return _unsure(f"“{name}” {how} more than one organization: {_list(fitting)}")
    return _accept(name, fitting[0], how, territories, context)


def _accept(name: str, one: _Candidate, how: str, territories: Sequence[str], context: str) -> Answer:
    entry = one.organization
    placed = _support(entry, territories, context)
    if one.alias in entry.common_words and placed is None:
        return Answer(
            value=JudgementValue.UNSURE,
            entity_id=entry.id,
            basis=f"“{name}” {how} {entry.name}, but others are called so too, and the claim does not say where it is",
        )
    if one.via is Via.PRODUCT:
        how = "is a product that stands for its vendor,"
    elif one.via is Via.LISTING:
        how = "is a list that stands for the authority that keeps it,"
    same = fold_spelling(name) == fold_spelling(entry.name)
    reason = f"“{name}” stands so in the reference" if same else f"“{name}” {how} {entry.name}"
    return Answer(value=JudgementValue.POSITIVE, entity_id=entry.id, basis=f"{reason}, {placed}" if placed else reason)


def _support(entry: Organization, territories: Sequence[str], context: str) -> str | None:
    """Say, in words, what in the claim places the organization where it is."""
    if entry.territory is None:
        return None
    where = territory_name(entry.territory)
    if entry.territory in territories:
        return f"and the claim places it in {where}"
    if any(mention.code == entry.territory for mention in find_territories(context)):
        return f"and the words around it name {where}"
    return None


def _fits(entry: Organization, territories: Sequence[str]) -> bool:
    return not territories or entry.territory is None or entry.territory[:2] in {code[:2] for code in territories}


def _may_be(name: str, entity_id: str | None) -> bool:
    """Whether a name that is not known may be another one of the organization: it names no other territory."""
    entry = organization(entity_id) if entity_id else None
    return entry is not None and all(_fits(entry, [mention.code]) for mention in find_territories(name))


def _misplaced(name: str, found: Sequence[_Candidate], how: str, territories: Sequence[str]) -> Answer:
    where = " and ".join(territory_name(code) for code in territories)
    reason = f"“{name}” {how} {_list(found)}, but the claim places the party in {where}"
    return Answer(
        value=JudgementValue.UNSURE, entity_id=found[0].organization.id if len(found) == 1 else None, basis=reason
    )


def _territory(name: str) -> Answer | None:
    """Judge a name that is a territory's and no organization's; of a capital, say for what it stands."""
    mentions = find_territories(name)
    if len(mentions) != 1 or fold_spelling(mentions[0].name) != fold_spelling(name).removeprefix("the "):
        return None
    where = territory_name(mentions[0].code)
    rule = RULE_OF_FORM.get(mentions[0].form)
    stands = f"stands for {where} by the rule “{rule}”" if rule else f"names {where}"
    return Answer(value=JudgementValue.NO_JUDGEMENT, basis=f"“{name}” {stands}, not an organization")


def _within(name: str, territories: Sequence[str]) -> Answer:
    """Judge a name that holds a known one among other words."""
    inside = find_organizations(name)
    if not inside:
        return Answer(value=JudgementValue.NO_JUDGEMENT, basis=KEPT)
    known = {mention.entity_id for mention in inside}
    first = inside[0]
    if len(known) > 1 or first.entity_id is None:
        return _unsure(f"“{name}” holds names of more than one organization: {_list_names(known)}")
    entry = organization(first.entity_id)
    assert entry is not None  # noqa: S101  found in the same reference
    if first.via is not Via.NAME:
        return _unsure(f"“{name}” holds the name of what {entry.name} makes or keeps, and more words", entry)
    return _with_words_around(name, first, entry, territories)


def _with_words_around(
    name: str, mention: OrganizationMention, entry: Organization, territories: Sequence[str]
) -> Answer:
    before, after = name[: mention.start], name[mention.end :]
    if tells_of_another(before, after):
        return Answer(
            value=JudgementValue.NEGATIVE,
            entity_id=entry.id,
            basis=f"“{name}” tells of somebody connected with {entry.name}, not of {entry.name} itself",
        )
    described = only_describes(before, entry.territory) and only_places(_without_form(after), entry.territory)
    if described and _fits(entry, territories):
        return Answer(
            value=JudgementValue.POSITIVE,
            entity_id=entry.id,
            basis=f"“{name}” is a name of {entry.name} with plain words of description",
        )
    return _unsure(
        f"“{name}” holds a name of {entry.name} and more words: it may be a branch or another company", entry
    )


def _without_form(after: str) -> str:
    """Drop a legal form that stands alone after a name."""
    return "" if fold_name(f"x {after}") == "x" else after


def _unsure(basis: str, entry: Organization | None = None) -> Answer:
    return Answer(value=JudgementValue.UNSURE, basis=basis, entity_id=entry.id if entry else None)


def _list(candidates: Iterable[_Candidate]) -> str:
    return _list_names({candidate.organization.id for candidate in candidates})


def _list_names(ids: Iterable[str | None]) -> str:
    known = [entry for entity_id in sorted(filter(None, ids)) if (entry := organization(entity_id)) is not None]
    return "; ".join(
        f"{entry.name} ({territory_name(entry.territory)})" if entry.territory else entry.name for entry in known
    )
