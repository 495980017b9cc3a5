"""What the claims of a group leave open together, so that one look tells whether another group fits all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.compatibility import ORDER

Range = tuple[float, float]
"""The highest of the lower ends and the lowest of the upper ends of figures that count the same."""
Figures = Mapping[tuple[str, bool], Range]
"""By a word of the unit, and whether they are planned."""
Named = frozenset[tuple[str, tuple[int, int], str]]
"""Documents, places of words in them, and the supplier named there."""

Recipients = frozenset[tuple[str, frozenset[str]]]
"""Documents, and the names of recipients in them."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The common ground of a group. Times and figures of denials are left out: they need not fit what they deny."""

    territories: frozenset[str] | None
    """Territories that every claim which tells any tells; none if no claim does."""
    place: frozenset[str] | None
    """Words of the place that every claim which tells one has."""
    days: tuple[date, date]
    figures: Figures
    suppliers: frozenset[str]
    """Ids of the resolved ones."""
    vendors: frozenset[str]
    """Ids of all organizations in the words."""
    named: Named
    recipients: Recipients
    identities: frozenset[tuple[str, str]]
    """Roles and nodes of all parties."""
    apart: frozenset[tuple[str, str]]
    """Roles and nodes of those that persons judged not to be one of the parties."""
    is_sanction: bool

    @classmethod
    def of(cls, assertion: Assertion) -> "Bounds":
        """Return the bounds of a single claim."""
        supplier, figure = assertion.supplier, assertion.figure
        place = (assertion.document_id, assertion.span, supplier.key) if supplier and supplier.name else None
        told = not assertion.is_denied
        units = (figure.unit or {""}) if figure and told else ()
        return cls(
            territories=assertion.territories or None,
            place=assertion.place if assertion.place and told else None,
            days=assertion.days if assertion.days and told else (date.min, date.max),
            figures={(unit, assertion.is_planned): (figure.low, figure.high) for unit in units} if figure else {},
            suppliers=frozenset({supplier.entity_id} if supplier and supplier.entity_id else ()),
            vendors=assertion.vendors,
            named=frozenset({place} if place else ()),
            recipients=frozenset({(assertion.document_id, assertion.own_name)} if assertion.own_name else ()),
            identities=assertion.identities,
            apart=assertion.apart,
            is_sanction=assertion.is_sanction,
        )

    def fit(self, other: "Bounds") -> bool:
        """Whether nothing in two groups keeps them apart."""
        return (
            self.is_sanction == other.is_sanction
            and _meet(self.territories, other.territories)
            and _meet(self.place, other.place)
            and self.days[0] <= other.days[1]
            and other.days[0] <= self.days[1]
            and self._suppliers_fit(other)
            and all(_agree(self.figures, other.figures, key) for key in self.figures)
            and not _split(self.named, other.named)
            and not _name_others(self.recipients, other.recipients)
            and not (self.apart & other.identities or other.apart & self.identities)
        )

    def join(self, other: "Bounds") -> "Bounds":
        """Return the bounds of two groups taken together."""
        figures = dict(self.figures)
        for key, (low, high) in other.figures.items():
            before = figures.get(key, (low, high))
            figures[key] = max(before[0], low), min(before[1], high)
        return Bounds(
            territories=_common(self.territories, other.territories),
            place=_common(self.place, other.place),
            days=(max(self.days[0], other.days[0]), min(self.days[1], other.days[1])),
            figures=figures,
            suppliers=self.suppliers | other.suppliers,
            vendors=self.vendors | other.vendors,
            named=self.named | other.named,
            recipients=self.recipients | other.recipients,
            identities=self.identities | other.identities,
            apart=self.apart | other.apart,
            is_sanction=self.is_sanction,
        )

    def _suppliers_fit(self, other: "Bounds") -> bool:
        return not self.suppliers or not other.suppliers or bool(self.vendors & other.vendors)


def _meet(mine: frozenset[str] | None, theirs: frozenset[str] | None) -> bool:
    return mine is None or theirs is None or bool(mine & theirs)


def _common(mine: frozenset[str] | None, theirs: frozenset[str] | None) -> frozenset[str] | None:
    return mine & theirs if mine is not None and theirs is not None else mine or theirs


def _agree(mine: Figures, theirs: Figures, key: tuple[str, bool]) -> bool:
    """Whether figures of one unit are near enough: plans among plans, and strictly against what came of them."""
    unit, is_planned = key
    low, high = mine[key]
    for planned, within in ((is_planned, ORDER), (not is_planned, 1.0)):
        if (unit, planned) in theirs:
            other_low, other_high = theirs[unit, planned]
            if low > other_high * within or other_low > high * within:
                return False
    return True


def _split(mine: Named, theirs: Named) -> bool:
    """Whether one sentence names different suppliers for the two."""
    if not {document for document, _, _ in mine} & {document for document, _, _ in theirs}:
        return False
    return any(
        one == other and span[0] < place[1] and place[0] < span[1] and key != supplier
        for one, span, key in mine
        for other, place, supplier in theirs
    )


def _name_others(mine: Recipients, theirs: Recipients) -> bool:
    """Whether one document names different recipients for the two."""
    return any(one == other and not name & another for one, name in mine for other, another in theirs)
