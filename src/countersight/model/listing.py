"""What an authority's list says of one organization: dated, with the exact row; and to whom it belongs by judgement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from countersight.errors import BrokenIdentity
from countersight.values.digests import content_id


class ListKind(StrEnum):
    """What sort of list it is: what being on it leads to, whatever the authority calls it."""

    SANCTIONS = "sanctions"
    EXPORT_CONTROL = "export_control"
    PROCUREMENT_BAN = "procurement_ban"
    DEBARMENT = "debarment"
    INVESTMENT_BAN = "investment_ban"
    WATCH_LIST = "watch_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDay:
    """A day as a list has it, with the words that it was read from: a year or a month stays one."""

    words: str
    label: str
    """What the list calls it: the name of the column or element."""
    first: date | None = None
    """The first day that the words leave open; none where they cannot be read, or can be read as two days."""
    last: date | None = None
    """The last day."""

    @property
    def precision(self) -> str:
        """`day`, `month`, `year` or `unknown`."""
        if self.first is None or self.last is None:
            return "unknown"
        spread = (self.last - self.first).days
        return "day" if spread == 0 else "month" if spread < 31 else "year"

    def __str__(self) -> str:
        """Write it as precisely as it is known, in ISO 8601; what cannot be read as its words."""
        if self.first is None:
            return self.words
        return self.first.isoformat()[: {"day": 10, "month": 7}.get(self.precision, 4)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """Where in which version of a list something stands."""

    file: str
    """The name of the file, without its folder."""
    sha256: str
    """Of that file."""
    address: str
    """Where the list's file says that it, or the entry, is published; empty where it does not."""
    imported_at: datetime
    """When this version was first imported."""
    where: str
    """`row 12`, `record 3`: counted from one in the file."""
    cells: tuple[tuple[str, str], ...]
    """Those columns or elements of the row on which the listing rests, each with the words in it, as written."""

    @property
    def quote(self) -> str:
        """The words of the row, each behind the name of its column."""
        return "; ".join(f"{column}: {words}" for column, words in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """That a list no longer has a row: no date of delisting, for the authority may have ended it long before."""

    version: str
    """Which version was the first without it, by the day that its file states, else by that of its import."""
    imported_at: datetime
    sha256: str
    """Of that version's file."""


DAYS = ("listed_on", "effective_from", "published_on", "updated_on", "expires_on", "delisted_on", "ends_on")
"""The fields with days: each only where the list states just that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One measure of one authority against one organization, as a list states it; empty is what it does not state."""

    id: str
    """Hash of list, entity, programme, basis and beginning: it stays when the list corrects other words."""
    list: str
    """What the imported list is called in the project."""
    entity_id: str
    """The organization's id in that list, as in the registry."""
    name: str
    """Its name in the list, as written."""
    numbers: tuple[str, ...]
    """Its numbers within the list, as written."""
    list_name: str
    """What the authority's list is called: one imported file may hold several."""
    kind: ListKind
    authority: str
    territory: str
    """The authority's: FollowTheMoney's code, `un` for the United Nations; empty where the list does not tell."""
    programmes: tuple[str, ...] = ()
    legal_basis: str = ""
    reason: str = ""
    """Why, in the list's words."""
    prohibits: tuple[str, ...] = ()
    """What it prohibits, in the list's own words or codes: nothing is concluded from them."""
    status: str = ""
    """What the list says of its state, in its words: `suspended`."""
    listed_on: ListedDay | None = None
    """When the authority put it on the list."""
    effective_from: ListedDay | None = None
    """When it takes effect."""
    published_on: ListedDay | None = None
    """When that was published."""
    updated_on: ListedDay | None = None
    """When the entry was last changed."""
    expires_on: ListedDay | None = None
    """The end that it was given from the outset, as an order of ten years is."""
    delisted_on: ListedDay | None = None
    """When it was ended: the list's own end of the listing."""
    ends_on: ListedDay | None = None
    """When it ends or ended, where the list does not say whether it expired or was lifted."""
    row: ListedRow
    first_seen: datetime
    """When a version with it was first imported; it may be far older."""
    gone_since: Gone | None = None
    """Set where later versions of the list no longer have it."""

    def __post_init__(self) -> None:
        told = {name: getattr(self, name) for name in IDENTIFYING}
        if self.id != (expected := listing_id(**told)):
            raise BrokenIdentity(f"listing {self.id} should be {expected}")


IDENTIFYING = ("list", "entity_id", "list_name", "programmes", "legal_basis", "listed_on", "effective_from",
               "published_on")  # fmt: skip
"""The fields that a listing's id is the hash of; of the days the first that is stated."""


def listing_id(
    *,
    list: str,  # noqa: A002 — the field is called so
    entity_id: str,
    list_name: str,
    programmes: tuple[str, ...],
    legal_basis: str,
    listed_on: ListedDay | None,
    effective_from: ListedDay | None,
    published_on: ListedDay | None,
) -> str:
    """Name a listing by what does not change when its list corrects words."""
    begun = str(listed_on or effective_from or published_on or "")
    return content_id("lst", list, entity_id, list_name, programmes, legal_basis, begun)


class State(StrEnum):
    """How a listing stands on a day, as far as its list tells."""

    LISTED = "listed"
    NOT_YET = "not yet"
    """Its list puts it on a later day."""
    NOT_EFFECTIVE = "listed, not yet in effect"
    EXPIRED = "expired"
    DELISTED = "delisted"
    OVER = "ended, expired or lifted"
    GONE = "no longer on the list"
    """Versions imported by that day no longer have it; no day of delisting is stated."""
    UNDATED = "listed, since when is not stated"


ENDED = frozenset({State.EXPIRED, State.DELISTED, State.OVER, State.GONE})
"""States in which it is over."""


def state_on(listing: Listing, day: date) -> State:
    """Tell how a listing stands on `day`. A month or year begins with its first day and ends with its last."""
    begun = listing.listed_on or listing.effective_from or listing.published_on
    if begun is not None and begun.first is not None and day < begun.first:
        return State.NOT_YET
    if _is_over(listing.delisted_on, day):
        return State.DELISTED
    if _is_over(listing.expires_on, day):
        return State.EXPIRED
    if _is_over(listing.ends_on, day):
        return State.OVER
    if listing.gone_since is not None and listing.gone_since.imported_at.date() <= day:
        return State.GONE
    effective = listing.effective_from
    if effective is not None and effective.first is not None and day < effective.first:
        return State.NOT_EFFECTIVE
    return State.LISTED if begun is not None and begun.first is not None else State.UNDATED


def _is_over(end: ListedDay | None, day: date) -> bool:
    return end is not None and end.last is not None and end.last <= day


class Basis(StrEnum):
    """Why a listing is shown with an organization."""

    IDENTIFIER = "identifier"
    """List and organization state one identifier."""
    JUDGEMENT = "judgement"
    """A named person judged the two to be the same."""
    ENTRY = "entry"
    """It is known here by this very entry; whether a claim means it stands with the claim."""
    CANDIDATE = "candidate"
    """Only the names are alike, or only a register's number with names unlike: nobody has judged it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedListing:
    """A listing with the organization that it is shown with, and why."""

    organization_id: str
    listing: Listing
    basis: Basis
    words: tuple[str, ...]
    """The identifier, who judged when and why, or what is alike."""
    probability: float | None = None
    """Of a candidate with a like name: that the organization is meant."""

    @property
    def is_judged(self) -> bool:
        """Whether it belongs to the organization by an identifier or a person's judgement."""
        return self.basis in (Basis.IDENTIFIER, Basis.JUDGEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A list that there is, and whether this project has searched it."""

    list_name: str
    authority: str
    territory: str
    kind: ListKind
    imported: tuple[str, ...] = ()
    """Names of the project's lists that hold it; none if it is not searched."""
    newest: datetime | None = None
    """When the newest of them was imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationListings:
    """All that the lists of a project say of one organization."""

    organization_id: str
    name: str
    as_of: date
    joined: tuple[JoinedListing, ...] = ()
    """Those that belong to it, by authority and then the newest first."""
    candidates: tuple[JoinedListing, ...] = ()
    """Those with a number of its own and an unlike name, then those with like names, the likeliest first."""
    coverage: tuple[Coverage, ...] = field(default_factory=tuple)

    @property
    def searched(self) -> tuple[Coverage, ...]:
        """The lists that were searched."""
        return tuple(one for one in self.coverage if one.imported)

    @property
    def not_searched(self) -> tuple[Coverage, ...]:
        """The lists that are known of, and not imported."""
        return tuple(one for one in self.coverage if not one.imported)

    @property
    def authorities(self) -> tuple[tuple[str, tuple[JoinedListing, ...]], ...]:
        """Those that belong to it, by authority."""
        return by_authority(self.joined)


def by_authority(joined: Iterable[JoinedListing]) -> tuple[tuple[str, tuple[JoinedListing, ...]], ...]:
    """Group listings by authority, those of each in order of their beginning, the newest first."""
    groups: dict[str, list[JoinedListing]] = {}
    for one in joined:
        groups.setdefault(one.listing.authority, []).append(one)
    return tuple((authority, tuple(sorted(groups[authority], key=_newest_first))) for authority in sorted(groups))


def _newest_first(one: JoinedListing) -> tuple[int, str]:
    listing = one.listing
    begun = next((day.first for day in (listing.listed_on, listing.effective_from, listing.published_on) if day), None)
    return (-begun.toordinal() if begun else 0, listing.id)
