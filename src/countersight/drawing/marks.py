"""What drawings are made of: marks with a name, a link, a count and how well they stand."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Support(StrEnum):
    """How well a mark stands; told by line style and shade as well as by color. Values are CSS classes."""

    SEVERAL = "several"
    """Several independent origins say so, and none denies it."""
    ONE = "one"
    CONTESTED = "contested"
    """One source denies or takes back what another says."""
    DENIED = "denied"
    """No source says that it is so."""


class Stage(StrEnum):
    """How far a dated event got; told by shape. Values are CSS classes."""

    STATED = "stated"
    """Said to be so, or to have happened: a disc."""
    PLANNED = "planned"
    """Announced, ordered or promised: a diamond."""
    CALLED_OFF = "called-off"
    """Cancelled or denied: a cross."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A territory with its number of findings; a count of 0 says that it was searched and nothing was found."""

    code: str
    """As `values.territories` has it: lower-case ISO 3166-1 alpha-2 and a few more."""
    label: str
    count: int
    href: str | None = None
    detail: str = ""
    """Further words of its accessible name, such as `1 from several origins`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """Findings from one territory to another."""

    source: str
    """Code of the supplier's territory."""
    target: str
    label: str
    """Its accessible name: `Iceland to Vanuatu: 3 findings`."""
    count: int = 1
    support: Support = Support.ONE
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One finding in time. Both days unknown: counted beside its lane, never drawn at another date."""

    label: str
    """Its accessible name, its time included."""
    start: date | None
    end: date | None
    """Last day of the interval within which it lies; the same day as `start` where the day is known."""
    support: Support = Support.ONE
    stage: Stage = Stage.STATED
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The events of one vendor, territory or technology."""

    label: str
    events: tuple[Event, ...]
    href: str | None = None
    undated_href: str | None = None
    """Leads to those of its findings that tell no time."""


class Layer(StrEnum):
    """A column of a flow, in this order from the left. Values are CSS classes."""

    VENDOR = "vendor"
    BETWEEN = "between"
    """Resellers, agents, integrators."""
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A party, territory or technology in a flow."""

    id: str
    """Anything unique within the drawing and its layer."""
    label: str
    layer: Layer
    href: str | None = None
    detail: str = ""
    """A second, softer line: its territory, its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Findings between two nodes of a flow, from an earlier layer to a later one."""

    source: str
    target: str
    """Ids of nodes."""
    through: tuple[str, ...] = ()
    """Ids of the other nodes that the same findings touch: tells apart the paths through one reseller."""
    label: str = ""
    """Its accessible name; made from the names of its nodes where empty."""
    count: int = 1
    several: int = 0
    """Those of them that rest on several origins and that no source contests."""
    support: Support = Support.ONE
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a bar chart."""

    label: str
    count: int
    several: int = 0
    """The part of `count` that is drawn full; the rest is drawn light."""
    href: str | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was searched, so that "nothing found" and "not searched" are drawn apart."""

    searched: AbstractSet[str] | None = None
    """Codes of territories about which something was looked for; none where nobody recorded it."""


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All fixed words that a drawing shows or says, so that a page in another language can give its own.

    Braces are filled by `str.format` with what stands in them.
    """

    map_title: str = _("Findings by territory")
    map_description: str = _(
        "A world map. Circles and shades give the number of findings about each recipient territory; each is a link. "
        "The table beside the drawing says the same."
    )
    timeline_title: str = _("Findings in time")
    timeline_description: str = _(
        "Lanes with one mark for each finding at the time that its sources tell, never at a publication date. "
        "The table beside the drawing says the same."
    )
    flow_title: str = _("Who supplies whom")
    flow_description: str = _(
        "Suppliers stand on the left, recipients on the right, those in between in the middle; lines are findings. "
        "The table beside the drawing says the same."
    )
    bars_title: str = _("Number of findings")
    findings: str = _("findings")
    """Head of the legend of shades."""
    count: str = _("{label} {count}")
    """Accessible name of a mark without `detail`: begins with what is seen (WCAG 2.2, 2.5.3)."""
    count_detail: str = _("{label} {count}, {detail}")
    link: str = _("{source} to {target}: {count}")
    """Accessible name of a link between nodes."""
    nothing_found: str = _("searched, nothing found")
    not_searched: str = _("not searched")
    no_finding: str = _("no finding (what was searched is not recorded)")
    off_map: str = _("Not on the map:")
    arcs_left_out: str = _("lines left out: {count}; choose a territory to see its own")
    arcs_of_others: str = _("Only lines that begin or end in {label} are drawn. Lines between others: {count}.")
    arcs_smaller: str = _("Lines of {label} left out, those of fewest findings: {count}.")
    arcs_unplaced: str = _("Lines left out, as one of their ends has no place on the map: {count}.")
    several: str = _("several origins")
    one: str = _("one origin")
    contested: str = _("contested")
    one_or_contested: str = _("one origin, or contested")
    denied: str = _("denied only")
    stated: str = _("said to be so")
    planned: str = _("planned")
    called_off: str = _("cancelled or denied")
    interval: str = _("time known only roughly: drawn over the whole interval")
    undated: str = _("{count} undated")
    nothing_dated: str = _("No finding tells a time.")
    nothing_linked: str = _("No finding names both sides.")
    others: str = _("{count} others")
    vendor: str = _("Vendors")
    between: str = _("Resellers and agents")
    recipient: str = _("Recipients")
    borders: str = _(
        "Shapes: Natural Earth, public domain. Borders are drawn as they are held on the ground; "
        "they say nothing on status."
    )
    supplier_place: str = _("territory of a supplier")


ENGLISH = Words()
UNRECORDED = Coverage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every drawing is given beside its marks."""

    key: str
    """Begins every id inside the drawing: unique on a page, letters, digits and hyphens."""
    title: str = ""
    """Name of the drawing; the default of its kind where empty."""
    description: str = ""
    is_narrow: bool = False
    """Lay out for 360 px instead of 960 px, with text of the same size."""
    words: Words = field(default=ENGLISH)
