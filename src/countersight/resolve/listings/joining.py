"""What the lists say of one organization: by identifier and by judgement, and apart from those by names alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

from countersight.model.clusters import Clusters, tell_judgement
from countersight.model.entity import Entity, JudgementValue
from countersight.model.identity import is_wikidata_item
from countersight.model.listing import Basis, JoinedListing, OrganizationListings, by_authority
from countersight.resolve.entities import known_entities
from countersight.resolve.listings.book import ListingBook
from countersight.resolve.listings.likeness import LEAST, Likely, SharedNumber, find_likely, sharing_numbers
from countersight.resolve.listings.numbers import tell_number
from countersight.resolve.nodes import EntityLookup
from countersight.resolve.registry import Registry
from countersight.store.base import View

MOST_NAMES = 12
"""Names of one organization that candidates are looked for by, its main names first."""
FEW_NAMES = 4
"""Names of an organization that another name is taken for, by which candidates are looked for further."""
MOST_CANDIDATES = 20
"""Entries that are shown as candidates."""


def find_listings(
    organization_id: str,
    *,
    name: str = "",
    territories: Sequence[str] = (),
    clusters: Clusters,
    entity: EntityLookup,
    book: ListingBook,
    registry: Registry | None,
    as_of: date,
    least: float = LEAST,
) -> OrganizationListings:
    """Return all listings of an organization, and those of others whose names are like its own.

    Args:
        organization_id: any node: an organization, or a name that stands in claims.
        name: what it is called, where it is no known organization.
        territories: where it is, where no entry of it tells.
        clusters: who is the same as whom, as persons judged.
        entity: gives known organizations.
        book: the listings.
        registry: every known organization, to look for candidates in; none leaves these out.
        as_of: the day as of which states are told; it leaves nothing out.
        least: the probability from which a candidate is shown.
    """
    joined = tuple(joined_listings(organization_id, clusters=clusters, entity=entity, book=book))
    known = [found for node in clusters.members(organization_id) if (found := entity(node)) is not None]
    candidates = tuple(_doubtful(organization_id, joined, clusters, entity, book))
    if registry is not None:
        names = _names(known, name)
        where = [one.territory for one in known if one.territory] or list(territories)
        candidates += tuple(
            _candidates(organization_id, names, where, (*joined, *candidates), clusters=clusters, book=book,
                        registry=registry, least=least)
        )  # fmt: skip
    return OrganizationListings(
        organization_id=organization_id,
        name=known[0].name if known else name,
        as_of=as_of,
        joined=tuple(one for _, group in by_authority(joined) for one in group),
        candidates=candidates,
        coverage=book.coverage,
    )


def joined_listings(
    organization_id: str, *, clusters: Clusters, entity: EntityLookup, book: ListingBook
) -> Iterator[JoinedListing]:
    """Yield the listings that belong to an organization, each once: never by a name."""
    for own, (basis, words) in _entries(organization_id, clusters, entity, book).items():
        for listing in book.of(own):
            yield JoinedListing(organization_id=organization_id, listing=listing, basis=basis, words=words)


def listing_lookup(
    view: View, *, entity: EntityLookup, book: ListingBook
) -> Callable[[str], tuple[JoinedListing, ...]]:
    """Return what gives the listings that belong to an organization, by its id, as the view's judgements have it."""
    clusters = Clusters(view.identity_judgements())
    known = {one.id: one for one in known_entities()}

    def lookup(node: str) -> Entity | None:
        return known.get(node) or entity(node)

    return lambda own: tuple(joined_listings(own, clusters=clusters, entity=lookup, book=book))


def _entries(
    organization_id: str, clusters: Clusters, entity: EntityLookup, book: ListingBook
) -> dict[str, tuple[Basis, tuple[str, ...]]]:
    """Return the entries of lists that are the organization, each with why."""
    found: dict[str, tuple[Basis, tuple[str, ...]]] = {}
    for node in clusters.members(organization_id):
        if book.has(node):
            found[node] = _own(node) if node == organization_id else _judged(organization_id, node, clusters)
        for own, shared in _sharing(node, entity, book):
            if not shared.doubt and own not in found and _may_be(organization_id, own, clusters):
                found[own] = _by_number(organization_id, node, shared.number, clusters)
    return found


def _sharing(node: str, entity: EntityLookup, book: ListingBook) -> Iterator[tuple[str, SharedNumber]]:
    known = entity(node)
    if known is not None:
        yield from sharing_numbers(known, book, entity).items()


def _may_be(organization_id: str, own: str, clusters: Clusters) -> bool:
    return clusters.answer(organization_id, own) is not JudgementValue.NEGATIVE


def _doubtful(
    organization_id: str, joined: Sequence[JoinedListing], clusters: Clusters, entity: EntityLookup, book: ListingBook
) -> Iterator[JoinedListing]:
    """Yield the listings of entries that state a number of the organization under a name unlike its own."""
    settled = {*clusters.members(organization_id), *(one.listing.entity_id for one in joined)}
    for node in clusters.members(organization_id):
        for own, shared in _sharing(node, entity, book):
            if shared.doubt and own not in settled and _may_be(organization_id, own, clusters):
                settled.add(own)
                for listing in book.of(own):
                    yield JoinedListing(organization_id=organization_id, listing=listing, basis=Basis.CANDIDATE,
                                        words=(shared.words, shared.doubt))  # fmt: skip


def _own(node: str) -> tuple[Basis, tuple[str, ...]]:
    if is_wikidata_item(node):
        return Basis.IDENTIFIER, (f"the list states the Wikidata item {node}",)
    if node.startswith("lei-"):
        return Basis.IDENTIFIER, (f"the list states the LEI {node.removeprefix('lei-')}",)
    return Basis.ENTRY, (f"it is known by this list's own entry {node}",)


def _judged(one: str, other: str, clusters: Clusters) -> tuple[Basis, tuple[str, ...]]:
    chain = clusters.explain(one, other)
    return Basis.JUDGEMENT, tuple(f"{tell_judgement(link)}: {link.reason}" for link in chain)


def _by_number(organization_id: str, node: str, number: str, clusters: Clusters) -> tuple[Basis, tuple[str, ...]]:
    words = f"both state the {tell_number(number)}"
    if node == organization_id:
        return Basis.IDENTIFIER, (words,)
    return Basis.JUDGEMENT, (
        f"{node} states the same {tell_number(number)}",
        *_judged(organization_id, node, clusters)[1],
    )


def _names(known: Iterable[Entity], name: str) -> list[str]:
    """Return the names to look for: main names, then others, weak ones left out, for they tell nobody from others."""
    found = list(known)
    mains = [one.name for one in found] or [name]
    others = [other for one in found for other in (*one.aliases, *one.former_names)]
    return [one for one in dict.fromkeys([*mains, *others]) if one][:MOST_NAMES]


def look_further(
    known: Entity, registry: Registry, book: ListingBook, *, but: Collection[str] = (), least: float = LEAST
) -> list[Likely]:
    """Return the listed organizations whose names are like those of a known organization, the likeliest first.

    A short name leads nowhere by itself: "Orbex" is little like "ORBEX DIGITAL TECHNOLOGY CO., LTD.", but a known
    organization may have both names.
    """
    where = [known.territory] if known.territory else []
    best: dict[str, Likely] = {}
    for name in _names([known], "")[:FEW_NAMES]:
        for likely in find_likely(registry, book, name, territories=where, least=least, but={known.id, *but}):
            held = best.setdefault(likely.entity.id, likely)
            if held.probability < likely.probability:
                best[likely.entity.id] = likely
    return sorted(best.values(), key=lambda one: (-one.probability, one.entity.id))


def _candidates(
    organization_id: str,
    names: Sequence[str],
    territories: Sequence[str],
    joined: Sequence[JoinedListing],
    *,
    clusters: Clusters,
    book: ListingBook,
    registry: Registry,
    least: float,
) -> Iterator[JoinedListing]:
    """Yield the listings of entries whose names are like one of `names`, but for those that were judged upon."""
    settled = {*clusters.members(organization_id), *(one.listing.entity_id for one in joined)}
    best: dict[str, Likely] = {}
    for name in names:
        for likely in find_likely(registry, book, name, territories=territories, least=least, but=settled):
            for own in likely.entries:
                if own in settled or not _may_be(organization_id, own, clusters):
                    continue
                if own not in best or best[own].probability < likely.probability:
                    best[own] = likely
    likeliest = sorted(best.items(), key=lambda one: (-one[1].probability, one[0]))
    for own, likely in likeliest[:MOST_CANDIDATES]:
        for listing in book.of(own):
            yield JoinedListing(
                organization_id=organization_id, listing=listing, basis=Basis.CANDIDATE, words=likely.features,
                probability=likely.probability,
            )  # fmt: skip
