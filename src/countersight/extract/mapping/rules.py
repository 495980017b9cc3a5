"""What a mapping says: by what its table is known, and which column is what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from countersight.model.claim import Kind, Status

CODE = "2"
"""Raised with every change of this folder by which the same mapping makes other claims of the same text."""
DEFAULT_CONFIDENCE = 0.95
"""Of a claim that a mapping makes, unless it says otherwise: rows are plain, and a mapping was read by its author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Which words of a row are meant, and what they stand for."""

    columns: tuple[str, ...]
    """Every filled cell of these columns counts."""
    split: tuple[str, ...] = ()
    """What parts the items of a cell."""
    drop: tuple[str, ...] = ()
    """Words before an item that are no part of it: the `and` of a list."""
    pattern: re.Pattern[str] | None = None
    """Finds what is meant in an item: its group `it`, or all that it matches."""
    values: Mapping[str, str] | None = None
    """What the words stand for, by the words folded."""
    ignore: frozenset[str] = frozenset()
    ignore_matching: re.Pattern[str] | None = None
    """Of words that say nothing for the slot, what they look like: found anywhere in them."""
    """Folded words that say nothing: `n/a`."""
    otherwise: str | None = None
    """What all other words stand for."""
    is_first: bool = False
    """Whether only the first filled cell counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """What holds for every row, with the reason why."""

    value: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRule:
    """Who supplies or receives."""

    name: Pick | None = None
    stands_for: str = ""
    """Why the words mean the party though they are not its name: a product for its maker."""
    territory: Pick | Constant | None = None
    is_within: bool = False
    """Whether a territory counts that is named anywhere within the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyRule:
    """What it is about: words that stand for a label, columns that are one, or words of the dictionary."""

    pick: Pick | None = None
    because: str = ""
    """Why the words stand for the label, where they do not state it."""
    headers: Mapping[str, str] | None = None
    """Labels by column: a cell that says yes states what its column is called."""
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    words: Pick | None = None
    """Where words of the dictionary of technologies are looked for."""
    ambiguous: frozenset[str] = frozenset()
    """Labels whose ambiguous words count too."""
    excepted: frozenset[str] = frozenset()
    """Folded words of the dictionary that mean something else in this table."""
    but_not: re.Pattern[str] | None = None
    """Words by which a cell is of another trade."""
    purchase: Pick | None = None
    """What was bought: read as the titles of procurement are, by which sewers and diseases are of another trade."""
    buyer: str = ""
    """Column of who bought it: a body of security means by an unclear word what another does not."""
    constant: Constant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityRule:
    """How much, of what."""

    value: Pick
    unit: Pick | Constant
    decimal: str = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenRule:
    """When it was, or may have been."""

    pick: Pick
    order: str = ""
    """`day first` or `month first`, where dates are figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRule:
    """How far the row goes."""

    default: Status
    pick: Pick | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRule:
    """One kind of claim that rows make."""

    name: str
    kind: Kind | Pick | None
    """None of a purchase: `supply` where the row names who supplies, else `procurement`, as the guideline of annotation
    parts the two and as contracting data is read."""
    status: StatusRule
    technology: TechnologyRule
    supplier: PartyRule | None = None
    recipient: PartyRule | None = None
    quantity: QuantityRule | None = None
    when: WhenRule | None = None
    place: Pick | None = None
    speaker: Pick | None = None
    evidence: tuple[str, ...] = ()
    """Columns whose words belong to the evidence, where they are filled."""
    each: str = ""
    """Slot of which every item makes a claim of its own: `technology`, `supplier`, `recipient`."""
    each_cell_of: str = ""
    """Column of which every cell makes claims of its own, all picks from that column being from this cell."""
    conditions: tuple["Condition", ...] = ()
    confidence: float = DEFAULT_CONFIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a row has to be like, and why it is left out otherwise."""

    column: str
    is_filled: bool | None = None
    one_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    matches: re.Pattern[str] | None = None
    otherwise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRule:
    """Which rows are of persons: they are left out and counted."""

    column: str = ""
    words: frozenset[str] = frozenset()
    """Folded words of a column that says whom a row is about."""
    is_name: bool = False
    """Whether the column is the name, and what is not surely an organization's counts as a person's."""
    is_all: bool = False
    """Whether every row of the table is of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """By what a table is known."""

    columns: frozenset[str]
    """Folded names that have to be among its columns."""
    without: frozenset[str] = frozenset()
    width: int | None = None
    """How many columns a table without a header has."""
    matches: Mapping[str, re.Pattern[str]] | None = None
    """What the first rows have in these columns, as far as they are filled."""
    table: str = ""
    """Word of the first line on the table, for formats whose records have a kind: `ENTITY`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """All that a mapping says of a published table."""

    name: str
    version: str
    digest: str
    """First characters of the SHA-256 of `CODE` and the file: another wording is another extractor."""
    file: str
    title: str
    recognize: Recognition
    claims: tuple[ClaimRule, ...]
    publisher: str | None = None
    published: date | None = None
    licence: str = ""
    address: str | None = None
    conditions: tuple[Condition, ...] = ()
    persons: PersonRule | None = None
    attributes: Mapping[str, Pick]
    """Columns that describe a row, by the names that counts are asked by."""

    @property
    def extractor(self) -> str:
        """Name and version that its claims bear."""
        return f"mapping/{self.name}@{self.version}+{self.digest}"


def fold_words(words: str) -> str:
    """Fold what is compared: case and the amount of space make no difference."""
    return " ".join(words.split()).casefold()


fold_column = lru_cache(8_192)(fold_words)
"""Folds names of columns, which are few and come again with every row."""
