"""What a reader asks the catalog for: words and filters, the same in an address, a form, a feed and a saved search."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Protocol, Self

from countersight.errors import UsageError
from countersight.model.claim import Kind, Status

LONGEST_WORDS = 400
"""Code points of a search that are looked at; nobody types more, and more would only cost time."""
MOST_VALUES = 200
"""Values of one filter."""


class What(StrEnum):
    """The three lists of the catalog."""

    FINDINGS = "findings"
    CLAIMS = "claims"
    DOCUMENTS = "documents"


class ReviewState(StrEnum):
    """What reviewers have said of a claim or finding, with what they decided before it changed."""

    ACCEPTED = "accepted"
    UNSURE = "unsure"
    UNREVIEWED = "unreviewed"
    REJECTED = "rejected"
    SET_ASIDE = "set_aside"
    """Another claim stands for it: it was edited, says just what was decided before, or waits to be settled."""


class Order(StrEnum):
    """The orders of a list; equal rows follow one another by id."""

    RELEVANCE = "relevance"
    """How well the words fit (BM25); without words, as `origins` for findings, else as `newest`."""
    NEWEST = "newest"
    """By when it happened, the last day first; of claims and documents, by when they were published."""
    OLDEST = "oldest"
    ORIGINS = "origins"
    """Most independent origins first; of claims and documents, most claims beside them."""
    PROBABILITY = "probability"
    """Most probable first; of claims, the surest reading first. Without a grade comes last."""
    UNCERTAIN = "uncertain"
    """Nearest to one half first: what a reviewer's word changes most."""
    RECORDED = "recorded"
    """By since when the project holds it to be as it is, the last first."""
    NAME = "name"
    """By the supplier's name, or the recipient's where there is none; of documents, by title."""

    @classmethod
    def named(cls, name: str | None) -> Self | None:
        """Return an order by its name; without one, none.

        Raises:
            UsageError: there is none of this name.
        """
        if name and name not in list(cls):
            raise UsageError(f"there is no order {name[:20]!r}; there are {', '.join(cls)}")
        return cls(name) if name else None


class MultiDict(Protocol):
    """Query parameters that may repeat, such as Starlette's."""

    def multi_items(self) -> Iterable[tuple[str, str]]:
        """Yield every parameter in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Words and filters. Values of one filter are alternatives, in each role that they name; all filters must hold.

    Without `reviews`, what reviewers rejected is left out, and claims in whose place others stand; ask for `rejected`
    or `set_aside` to see them.
    """

    words: str = ""
    """As typed: "phrases in quotation marks", -without."""
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    """Of a finding, any among its claims."""
    territories: tuple[str, ...] = ()
    """Codes, as supplier, recipient or place; in one role alone with `supplier:`, `recipient:`, `place:` before."""
    parties: tuple[str, ...] = ()
    """Ids of parties (`PartyRef.id`), in either role, or in one with `supplier:` or `recipient:` before it."""
    technologies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Keys of publishers (`model.source.publisher_key`)."""
    languages: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    """Of findings and claims, years that their time touches; of documents, the year of publication."""
    reviews: tuple[str, ...] = ()
    least_origins: int = 0
    only_contested: bool = False
    """Findings whose claims contradict one another or deny, and the claims and documents behind them."""
    document: str | None = None
    """Id of the one document to stay with."""

    def __post_init__(self) -> None:
        if not isinstance(self.words, str) or self.least_origins < 0:
            raise UsageError("no such search")
        for name, known in (("kinds", Kind), ("statuses", Status), ("reviews", ReviewState)):
            for value in getattr(self, name):
                if value not in list(known):
                    raise UsageError(f"there are no {name} {value!r}; there are {', '.join(known)}")
        for name in LISTED:
            values = tuple(dict.fromkeys(getattr(self, name)))
            if len(values) > MOST_VALUES:
                raise UsageError(f"more than {MOST_VALUES} {name} cannot be asked for at once")
            object.__setattr__(self, name, values)
        object.__setattr__(self, "words", " ".join(self.words.split())[:LONGEST_WORDS])

    @classmethod
    def from_params(cls, params: MultiDict | Iterable[tuple[str, str]]) -> Self:
        """Read a query from the parameters of an address; those that are no part of a query are left alone.

        Raises:
            UsageError: a parameter has a value that it cannot have.
        """
        pairs = params.multi_items() if hasattr(params, "multi_items") else params
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            if value.strip():
                given.setdefault(name, []).append(value.strip())
        slots: dict[str, Any] = {PARAMS[name]: tuple(given[name]) for name in PARAMS if name in given}
        for name in {"words", "document"} & slots.keys():
            slots[name] = slots[name][-1]
        if "years" in slots:
            slots["years"] = tuple(_number("year", year) for year in slots["years"])
        if "least_origins" in slots:
            slots["least_origins"] = _number("origins", slots["least_origins"][-1])
        if "only_contested" in slots:
            slots["only_contested"] = _number("contested", slots["only_contested"][-1]) > 0
        return cls(**slots)

    def to_params(self) -> list[tuple[str, str]]:
        """Write the query as parameters of an address, always in the same order; `from_params` reads it back."""
        pairs: list[tuple[str, str]] = []
        for param, name in PARAMS.items():
            value = getattr(self, name)
            values = value if isinstance(value, tuple) else (value,) if value else ()
            pairs += [(param, "1" if one is True else str(one)) for one in values]
        return pairs

    def without(self, filter_name: str) -> Self:
        """Return the query with one filter lifted, by the name of its facet (`kind`, `year`) or of its field."""
        name = PARAMS.get(filter_name, filter_name)
        kept: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self) if field.name != name}
        return type(self)(**kept)

    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return not self.to_params()


PARAMS = {
    "q": "words", "kind": "kinds", "status": "statuses", "territory": "territories", "party": "parties",
    "technology": "technologies", "source": "sources", "language": "languages", "year": "years", "review": "reviews",
    "origins": "least_origins", "contested": "only_contested", "document": "document",
}  # fmt: skip
"""The parameters of an address, which are also the names of the facets, and the field that each one sets."""
LISTED = (
    "kinds", "statuses", "territories", "parties", "technologies", "sources", "languages", "years", "reviews",
)  # fmt: skip

EVERYTHING = Query()


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise UsageError(f"{name}: {value[:20]!r} is no whole number")
    return int(value)
