"""Names of a user's own list held against the listings of a project: what each is by identifier, and what it may be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from countersight.model.clusters import Clusters, tell_judgement
from countersight.model.entity import Entity, JudgementValue
from countersight.model.identity import name_node
from countersight.model.listing import ENDED, Basis, Listing, State, state_on
from countersight.model.parties import fold_words, name_key
from countersight.resolve.listings.book import ListingBook
from countersight.resolve.listings.joining import look_further
from countersight.resolve.listings.likeness import LEAST, Likely, are_unlike, entries_of, weigh_listed
from countersight.resolve.listings.numbers import guess_numbers, tell_number, tells_its_scheme
from countersight.resolve.registry import Registry
from countersight.resolve.registry.records import names_of
from countersight.resolve.weighing import Weighed

MOST_HITS = 8
"""Entries of lists that are given for one name."""
KEPT = 256
"""Known organizations, those asked for last, of which it is remembered who on the lists may be one."""


class Outcome(StrEnum):
    """What came of screening one name."""

    MATCH = "match"
    """It is listed: by an identifier, or by what a person judged."""
    POSSIBLE = "possible"
    """A listed organization has a like name: a person has to look."""
    NONE = "none"
    """Nothing in the lists that were searched is like it."""
    NOT_SEARCHED = "not searched"
    """No list is imported, or the row has no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One row of a user's list."""

    where: str
    """`row 12`."""
    name: str
    territories: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Identifiers as written, whatever their scheme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A listed organization that a name is, or may be."""

    entity_id: str
    name: str
    """As the list has it."""
    territory: str | None
    alike: str = ""
    """That of its names which is most like the one asked for; empty where it was not found by a name."""
    basis: Basis
    probability: float | None
    """That it is meant; none where that is sure by an identifier or a judgement."""
    words: tuple[str, ...]
    """Why."""
    listings: tuple[Listing, ...]
    states: tuple[State, ...]
    """Of each listing, on the day of the screening."""

    @property
    def is_listed_now(self) -> bool:
        """Whether any of its listings was not over on that day."""
        return any(state not in ENDED and state is not State.NOT_YET for state in self.states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What came of one row."""

    wanted: Wanted
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    """Sure ones first, then the likeliest."""


class Screener:
    """Screens names one after the other; nothing of them is kept."""

    def __init__(
        self,
        *,
        registry: Registry,
        book: ListingBook,
        clusters: Clusters,
        as_of: date,
        least: float = LEAST,
    ) -> None:
        """`least` is the probability from which a like name is told of; `as_of` the day on which states are told."""
        self.registry, self.book, self.clusters = registry, book, clusters
        self.as_of, self.least = as_of, least
        self._further = lru_cache(maxsize=KEPT)(self._look_further)

    def screen(self, rows: Iterable[Wanted]) -> Iterator[Screened]:
        """Yield what comes of each row, in their order."""
        return map(self.screen_one, rows)

    def screen_one(self, wanted: Wanted) -> Screened:
        """Screen one row.

        Raises:
            BrokenRegistry: a file is damaged.
        """
        if not self.book.is_searched or not (wanted.name.strip() or wanted.numbers):
            return Screened(wanted=wanted, outcome=Outcome.NOT_SEARCHED)
        numbered = list(self._by_number(wanted))
        by_number = (hit for hit, is_sure in numbered if is_sure)
        sure = {hit.entity_id: hit for hit in (*by_number, *self._by_judgement(wanted))}
        doubtful = {hit.entity_id: hit for hit, _ in numbered if hit.entity_id not in sure}
        told = sure | doubtful
        likely = [hit for hit in self._by_name(wanted) if hit.entity_id not in told] if wanted.name.strip() else []
        hits = (*told.values(), *likely)[:MOST_HITS]
        outcome = Outcome.MATCH if sure else Outcome.POSSIBLE if hits else Outcome.NONE
        return Screened(wanted=wanted, outcome=outcome, hits=hits)

    def _by_number(self, wanted: Wanted) -> Iterator[tuple[Hit, bool]]:
        """Yield who has one of the numbers, and whether that is sure.

        It is not where the names are unlike and the number's form does not tell its scheme: the same digits may be one
        firm's registration number and another's number at an exchange.
        """
        holders = self.book.holders(guess_numbers(wanted.numbers, wanted.territories))
        for own, number in holders.items():
            unlike = tuple(self._unlike(wanted.name, own))
            words = (f"both state the {tell_number(number)}", *unlike)
            yield self._hit(own, Basis.IDENTIFIER, words), not unlike or tells_its_scheme(number)

    def _unlike(self, name: str, own: str) -> Iterator[str]:
        """Warn where an identifier joins two names of which none is like the other: one may be mistyped."""
        entity = self.registry.entity(own)
        if not name.strip() or entity is None:
            return
        if are_unlike([name], names_of(entity)):
            yield f"but “{name}” and “{entity.name}” are not alike: look whether the identifier is right"

    def _by_judgement(self, wanted: Wanted) -> Iterator[Hit]:
        """Yield what persons judged the name to be, within the territory told or anywhere."""
        folded = fold_words(wanted.name)
        nodes = [name_node(name_key(folded, code)) for code in (*wanted.territories, None)]
        for node in nodes:
            for member in self.clusters.members(node):
                if member == node:
                    continue
                words = tuple(f"{tell_judgement(link)}: {link.reason}" for link in self.clusters.explain(node, member))
                for own in self._entries(member):
                    yield self._hit(own, Basis.JUDGEMENT, words)

    def _by_name(self, wanted: Wanted) -> Iterator[Hit]:
        apart = {
            other
            for code in (*wanted.territories, None)
            for other in self.clusters.apart_from(name_node(name_key(fold_words(wanted.name), code)))
        }
        found, known = weigh_listed(
            self.registry, self.book, wanted.name, territories=wanted.territories, least=self.least,
            stands_for=self._judged_entries,
        )  # fmt: skip
        further = [one for known_one in known for one in self._bridge(known_one)]
        best: dict[str, Likely] = {}
        for likely in (*found, *further):
            if likely.probability < self.least or self.clusters.canonical(likely.entity.id) in apart:
                continue
            for own in likely.entries:
                if own not in best or best[own].probability < likely.probability:
                    best[own] = likely
        for own, likely in sorted(best.items(), key=lambda one: (-one[1].probability, one[0])):
            yield self._hit(own, Basis.CANDIDATE, likely.features, probability=likely.probability, alike=likely.name)

    def _bridge(self, known: Weighed) -> Iterator[Likely]:
        """Yield what a name may mean by way of an organization on no list that it likely means."""
        way = (
            f"“{known.name}” is a name of {known.entity.name} ({known.entity.id}), {known.probability:.0%} likely meant"
        )
        for likely in self._further(known.entity.id):
            if self.clusters.answer(known.entity.id, likely.entity.id) is not JudgementValue.NEGATIVE:
                yield replace(
                    likely, probability=known.probability * likely.probability, features=(way, *likely.features)
                )

    def _look_further(self, known_id: str) -> list[Likely]:
        known = self.registry.entity(known_id)
        return [] if known is None else look_further(known, self.registry, self.book, least=self.least)

    def _judged_entries(self, entity: Entity) -> tuple[str, ...]:
        """Return the entries that an organization was judged to be."""
        found: list[str] = []
        for member in self.clusters.members(entity.id):
            if member == entity.id:
                continue
            found += self._entries(member)
        return tuple(own for own in found if self.clusters.answer(entity.id, own) is not JudgementValue.NEGATIVE)

    def _entries(self, node: str) -> Sequence[str]:
        known = self.registry.entity(node)
        if known is not None:
            return entries_of(known, self.book, self.registry.entity)
        return (node,) if self.book.has(node) else ()

    def _hit(
        self, own: str, basis: Basis, words: tuple[str, ...], *, probability: float | None = None, alike: str = ""
    ) -> Hit:
        listings = self.book.of(own)
        entity = self.registry.entity(own)
        return Hit(
            entity_id=own,
            name=listings[0].name if listings else own,
            territory=entity.territory if entity else None,
            alike=alike,
            basis=basis,
            probability=probability,
            words=words,
            listings=listings,
            states=tuple(state_on(listing, self.as_of) for listing in listings),
        )
