"""Which listed organizations a name may mean: never more than candidates, which a person judges."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from countersight.model.entity import Entity
from countersight.resolve.comparison import prepare_name, score_names
from countersight.resolve.listings.book import ListingBook
from countersight.resolve.listings.numbers import is_of_register, numbers_of, tell_number
from countersight.resolve.nodes import EntityLookup
from countersight.resolve.registry import Registry
from countersight.resolve.registry.records import names_of
from countersight.resolve.weighing import Weighed, weigh_alone

LEAST = 0.7
"""Probability from which a name is shown beside a listing."""
OF_CLAIMS, OF_ROWS = "the claim places it", "it is said to be"
"""What is told of a claim is told of a row here."""
WORTH_TELLING = 0.1
"""Probability from which another organization is told of as a rival."""
FAINT = 0.02
"""Probability below which another organization speaks against nobody."""
UNLIKE = 0.1
"""Probability below which two names are told to be unlike."""
MOST_NAMES = 6
"""Names of each by which it is told whether two may be one."""
CERTAIN = 1.0 - 1e-9
"""No likeness of names is more probable than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A listed organization that a name may mean."""

    entity: Entity
    """As the registry has it: entries of one item or LEI are one."""
    entries: tuple[str, ...]
    """Ids of its entries in lists."""
    name: str
    """That of its names which is most like the one looked for."""
    probability: float
    features: tuple[str, ...]


def find_likely(
    registry: Registry,
    book: ListingBook,
    name: str,
    *,
    territories: Sequence[str] = (),
    least: float = LEAST,
    but: Collection[str] = (),
    stands_for: Callable[[Entity], tuple[str, ...]] = lambda entity: (),
) -> list[Likely]:
    """Return the listed organizations that a name may mean, the likeliest first.

    Lists repeat organizations, so that one entry never speaks against another. An organization that is on no list does:
    a name that surely means it hardly means somebody listed.

    Args:
        registry: every known organization.
        book: the listings.
        name: as written.
        territories: codes of where its organization is said to be.
        least: the probability from which one is returned.
        but: ids of organizations that are not looked for, since it is known that they are meant.
        stands_for: gives further entries of lists that an organization was judged to be.
    """
    return weigh_listed(registry, book, name, territories=territories, least=least, but=but, stands_for=stands_for)[0]


def weigh_listed(
    registry: Registry,
    book: ListingBook,
    name: str,
    *,
    territories: Sequence[str] = (),
    least: float = LEAST,
    but: Collection[str] = (),
    stands_for: Callable[[Entity], tuple[str, ...]] = lambda entity: (),
) -> tuple[list[Likely], list[Weighed]]:
    """Return what `find_likely` does, and the organizations on no list that the name is as likely to mean."""
    weighed = [
        one for one in weigh_alone(registry, name, territories=territories, least=FAINT) if one.entity.id not in but
    ]
    entries = {
        one.entity.id: (*entries_of(one.entity, book, registry.entity), *stands_for(one.entity)) for one in weighed
    }
    others = [one for one in weighed if not entries[one.entity.id]]
    found = [
        _rival(one, others, tuple(dict.fromkeys(entries[one.entity.id]))) for one in weighed if entries[one.entity.id]
    ]
    likely = [one for one in found if one.probability >= least]
    likely.sort(key=lambda one: (-one.probability, one.entity.id))
    return likely, [one for one in others if one.probability >= least]


def entries_of(entity: Entity, book: ListingBook, lookup: EntityLookup) -> tuple[str, ...]:
    """Return the ids of the listed entries that an organization is by itself: by its id, or by a number of its own."""
    sure = [own for own, shared in sharing_numbers(entity, book, lookup).items() if not shared.doubt]
    return tuple(sorted({*([entity.id] if book.has(entity.id) else []), *sure}))


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """A number that an organization and an entry of a list both state."""

    number: str
    doubt: str = ""
    """Why it does not tell that the two are one; empty where it does."""

    @property
    def words(self) -> str:
        """What is shared, for a person to read."""
        return f"both state the {tell_number(self.number)}"


def sharing_numbers(entity: Entity, book: ListingBook, lookup: EntityLookup) -> dict[str, SharedNumber]:
    """Return the entries of lists that state a number of an organization, by their ids.

    A number of a register joins only names that are not unlike: a territory may have many registers, of courts, states
    or branches, each counting for itself, and nothing in the number tells which gave it.
    """
    numbers = sorted(numbers_of(entity), key=is_of_register)  # what is given once in the world counts first
    return {
        own: SharedNumber(number, _doubt(entity, own, book, lookup) if is_of_register(number) else "")
        for own, number in book.holders(numbers).items()
    }


def _doubt(entity: Entity, own: str, book: ListingBook, lookup: EntityLookup) -> str:
    if own == entity.id:
        return ""
    listed = lookup(own)
    names = names_of(listed) if listed else tuple(dict.fromkeys(one.name for one in book.of(own)))
    if not names or not are_unlike(names_of(entity), names):
        return ""
    return (
        f"but “{entity.name}” and “{names[0]}” are not alike, and registers of one territory may give a number twice: "
        "look whether they are one"
    )


def are_unlike(names: Iterable[str], others: Iterable[str]) -> bool:
    """Whether none of some names is like any of others: one of them may be mistyped, or another's."""
    known = [prepare_name(other) for other in others]
    return all(score_names(form, other) < UNLIKE for form in map(prepare_name, names) for other in known)


def _rival(one: Weighed, others: Sequence[Weighed], entries: tuple[str, ...]) -> Likely:
    rivals = [other for other in others if other.probability >= FAINT and not _may_be_one(one.entity, other.entity)]
    odds = _odds(one.probability)
    probability = odds / (1.0 + odds + sum(_odds(rival.probability) for rival in rivals))
    features = tuple(words.replace(OF_CLAIMS, OF_ROWS) for words in (*one.features, *_told(rivals)))
    return Likely(entity=one.entity, entries=entries, name=one.name, probability=probability, features=features)


def _told(rivals: Sequence[Weighed]) -> Iterator[str]:
    strongest = max(rivals, key=lambda rival: (rival.probability, rival.entity.id), default=None)
    if strongest is not None and strongest.probability >= WORTH_TELLING:
        yield f"{strongest.entity.name}, on no list, would be {strongest.probability:.0%} likely by itself"


def _may_be_one(one: Entity, other: Entity) -> bool:
    """Whether an organization on no list may be the listed one, only that nobody has judged it: no rival then."""
    if one.territory and other.territory and one.territory[:2] != other.territory[:2]:
        return False
    listed = [prepare_name(name) for name in _names(one)]
    return any(
        score_names(form, known) >= LEAST for name in _names(other) for form in [prepare_name(name)] for known in listed
    )


def _names(entity: Entity) -> list[str]:
    return [entity.name, *entity.aliases, *entity.former_names][:MOST_NAMES]


def _odds(probability: float) -> float:
    kept = min(probability, CERTAIN)
    return kept / (1.0 - kept)
