"""Every source that the claims met, with what is thought of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from countersight.corroborate.grading.classes import SourceClass, classify_source
from countersight.corroborate.grading.standings import Standings
from countersight.corroborate.grading.testimonies import Testimony


@dataclass(frozen=True, slots=True, kw_only=True)
class MetSource:
    """A publisher, agency or speaker of claims."""

    source: str
    """Its key."""
    source_class: SourceClass
    documents: int
    claims: int
    letter: str
    """`A` to `F`."""
    basis: str
    by: str | None
    """The person who assessed it; none where what is declared of it, or its class, gives the letter."""
    declared_in: str | None
    """The file of the project that declares this letter."""
    checked: int
    """How many findings that reviewers decided on it has spoken of."""
    right: int
    """In how many of them it was right."""
    accuracy: float
    """What its word counts: the prior of its letter, from twenty checked findings on with what they teach."""
    is_learnt: bool
    """Whether its record has a part in the accuracy."""


def list_sources(testimonies: Iterable[Testimony], standings: Standings) -> list[MetSource]:
    """Return every source of the testimonies, those with the most claims first.

    A speaker whose stake differs from claim to claim is listed by its own class, not by that of a party.
    """
    claims: dict[str, int] = defaultdict(int)
    documents: dict[str, set[str]] = defaultdict(set)
    classes: dict[str, set[SourceClass]] = defaultdict(set)
    for one in testimonies:
        for source in one.sources:
            claims[source] += 1
            documents[source].add(one.document_id)
            classes[source].add(_class_in(source, one))
    met = (
        _met(source, _one_class(source, classes[source]), len(documents[source]), claims[source], standings)
        for source in claims
    )
    return sorted(met, key=lambda one: (-one.claims, one.source))


def _class_in(source: str, testimony: Testimony) -> SourceClass:
    if source == testimony.speaker:
        return testimony.speaker_class
    return testimony.publisher_class if source == testimony.publisher else classify_source(source)


def _one_class(source: str, met: set[SourceClass]) -> SourceClass:
    return next(iter(met)) if len(met) == 1 else classify_source(source)


def _met(source: str, source_class: SourceClass, documents: int, claims: int, standings: Standings) -> MetSource:
    standing = standings.of(source, source_class)
    return MetSource(
        source=source,
        source_class=source_class,
        documents=documents,
        claims=claims,
        letter=standing.letter.value,
        basis=standing.basis,
        by=standing.by,
        declared_in=standing.declared_in,
        checked=standing.record.checked,
        right=standing.record.right,
        accuracy=standing.accuracy.mean,
        is_learnt=standing.record.teaches,
    )
