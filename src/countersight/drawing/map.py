"""The map: shades for large territories, a labelled disc for every one that has findings, however small."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from countersight.drawing.arcs import choose_arcs, draw_arcs
from countersight.drawing.beneath import Chosen, draw_beneath
from countersight.drawing.canvas import (
    HIT,
    count_name,
    drawing,
    element,
    hit_area,
    leads_somewhere,
    lettering,
    mark,
    width_of,
)
from countersight.drawing.labels import Box, Label, Point, place_labels
from countersight.drawing.lettering import writable
from countersight.drawing.marks import UNRECORDED, Arc, Coverage, Frame, Recipient, Words
from countersight.drawing.places import has_shape, places, spread, world_size
from countersight.drawing.shades import MOST, quantile_breaks, shade_of
from countersight.reference import load_reference
from countersight.reference.world import load_world
from countersight.values.territories import territory_name

FEW = 30
"""Discs that stand on a narrow map without crowding."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """One place of the map in units of the drawing; `recipient` is none where it only supplies."""

    code: str
    x: float
    y: float
    text: str
    recipient: Recipient | None


def draw_map(
    recipients: Sequence[Recipient], arcs: Sequence[Arc] = (), *, frame: Frame, coverage: Coverage = UNRECORDED,
    breaks: Sequence[int] | None = None, chosen: str | None = None, shapes_href: str | None = None,
    place_name: Callable[[str], str] = territory_name,
) -> Markup:  # fmt: skip
    """Draw a map of recipients, and of arcs where they are few or a territory is chosen.

    Args:
        recipients: at most one for each code; those that have no place on the map are listed beneath it.
        coverage: which other territories were searched; "nothing found" and "not searched" are drawn apart.
        breaks: least count of each shade, at most 5, ascending; quantiles of the counts where none are given.
        chosen: the code whose arcs are drawn; without it arcs are drawn only where there are at most 30.
        shapes_href: address of a file with the content of `shapes_svg`; the shapes are part of the drawing without it.
        place_name: names territories of suppliers, and the chosen one.
    """
    found = sorted((one for one in recipients if one.count > 0), key=lambda one: (-one.count, one.code))
    limits = tuple(breaks)[:MOST] if breaks else quantile_breaks(one.count for one in found)
    scale = width_of(frame) / world_size()[0]
    drawn_arcs = [arc for arc in choose_arcs(arcs, chosen) if {arc.source, arc.target} <= places().keys()]
    radius = _radius(frame, len(found))
    spots = _spots(found, drawn_arcs, scale, place_name, radius=radius)
    searched = _searched(recipients, coverage)
    height = world_size()[1] * scale
    beneath, total = draw_beneath(
        frame, height + 8, recipients=found, limits=limits, searched=searched, arcs=arcs, drawn_arcs=drawn_arcs,
        chosen=Chosen(chosen, place_name(chosen)) if chosen else None,
    )  # fmt: skip
    return drawing(
        "map", total,
        [
            _hatches(frame.key, scale) if searched is not None else Markup(""),
            _ground(found, limits, searched, scale=scale, key=frame.key, shapes_href=shapes_href),
            _specks(found, searched, scale),
            draw_arcs(drawn_arcs, {spot.code: (spot.x, spot.y) for spot in spots}, radius=radius),
            _discs(spots, limits, frame, radius=radius),
            beneath,
        ],
        frame=frame, title=frame.words.map_title, description=frame.words.map_description,
    )  # fmt: skip


def undrawn_territories() -> frozenset[str]:
    """Return the codes that have no place on the map: unions of states, states that are no more, and a few regions."""
    return frozenset(load_reference("territories.yaml")["territories"]) - places().keys()


def shapes_svg() -> str:
    """Return a file of all shapes, each with the id `c-` and its code, and all of them as `land`: cache it for long."""
    world = load_world()
    paths = [element("path", id=f"c-{code}", d=path) for code, path in world["shapes"].items()]
    paths += [element("path", d=path) for path in world["loose"]]
    land = element("g", *paths, id="land")
    defs = element("defs", land, element("path", id="sphere", d=world["sphere"]))
    return str(element("svg", defs, xmlns="http://www.w3.org/2000/svg"))


def _radius(frame: Frame, discs: int) -> float:
    """Return how large discs are: smaller where there are so many that they would hide the land."""
    if frame.is_narrow:
        return 4.5 if discs <= FEW else 3.0
    return 6.0 if discs <= 3 * FEW else 5.0


def _searched(recipients: Iterable[Recipient], coverage: Coverage) -> frozenset[str] | None:
    """Return the codes that were searched; none where nothing says so."""
    empty = {one.code for one in recipients if one.count <= 0}
    return frozenset(coverage.searched or ()) | empty if coverage.searched is not None or empty else None


def _hatches(key: str, scale: float) -> Markup:
    """Return the pattern of what was not searched, for the map in its own units and for the legend."""
    ground = element("rect", width=8, height=8, class_="unsearched-ground")
    lines = ground + element("path", d="M0 8L8 0M-2 2L2 -2M6 10L10 6", class_="hatch")
    sizes = (("", None), ("-map", f"scale({1 / scale:.4g})"))
    patterns = [
        element("pattern", lines, id=f"{key}-hatch{name}", width=8, height=8, patternUnits="userSpaceOnUse",
                patternTransform=size)
        for name, size in sizes
    ]  # fmt: skip
    return element("defs", *patterns)


def _ground(
    found: Sequence[Recipient], limits: Sequence[int], searched: frozenset[str] | None, *, scale: float, key: str,
    shapes_href: str | None,
) -> Markup:  # fmt: skip
    """Draw sea and land: what has no shade of its own in as few elements as can be."""
    world = load_world()
    shades = {one.code: shade_of(one.count, limits) for one in found if has_shape(one.code)}
    empty = [code for code in world["shapes"] if code not in shades and searched and code in searched]
    rest = [code for code in world["shapes"] if code not in shades and code not in empty]
    below = ("land plain-land", None) if searched is None else ("land unsearched", f"url(#{key}-hatch-map)")
    links = {one.code: one.href for one in found}
    shaded = [
        _linked(_shape([code], f"land shade-{shade}", shapes_href), links[code]) for code, shade in shades.items()
    ]
    sea = _reference(shapes_href, "sphere", "sea") if shapes_href else element("path", d=world["sphere"], class_="sea")
    base = (
        _reference(shapes_href, "land", *below)
        if shapes_href
        else element("path", d="".join([*(world["shapes"][code] for code in rest), *world["loose"]]),
                     class_=below[0], fill=below[1])
    )  # fmt: skip
    nothing = [_shape(empty, "land nothing", shapes_href)] if empty else []
    return element(
        "g", sea, base, *nothing, *shaded, class_="ground", transform=f"scale({scale:g})", aria_hidden="true"
    )


def _shape(codes: Sequence[str], class_: str, shapes_href: str | None) -> Markup:
    shapes = load_world()["shapes"]
    if shapes_href is None:
        return element("path", d="".join(shapes[code] for code in codes), class_=class_)
    return Markup("").join(_reference(shapes_href, f"c-{code}", class_) for code in codes)


def _reference(shapes_href: str, id_: str, class_: str, fill: str | None = None) -> Markup:
    return element("use", href=f"{shapes_href}#{id_}", class_=class_, fill=fill)


def _linked(shape: Markup, href: str | None) -> Markup:
    """Let a shape be clicked; its disc is the link for everyone else."""
    return element("a", shape, href=href, tabindex="-1") if leads_somewhere(href) else shape


def _specks(found: Sequence[Recipient], searched: frozenset[str] | None, scale: float) -> Markup:
    """Draw the small states without findings, so that they too show whether they were searched."""
    if searched is None:
        return Markup("")
    with_findings = {one.code for one in found}
    specks = [
        element("circle", cx=x * scale, cy=y * scale, r=2,
                class_="speck nothing" if code in searched else "speck unsearched")
        for code, (x, y) in places().items()
        if not has_shape(code) and code not in with_findings and "-" not in code
    ]  # fmt: skip
    return element("g", *specks, aria_hidden="true")


def _spots(
    found: Sequence[Recipient], arcs: Sequence[Arc], scale: float, place_name: Callable[[str], str], *, radius: float
) -> list[_Spot]:
    """Place recipients, the largest first, and then the territories that only supply, moved apart where they meet."""
    by_code: dict[str, Recipient | None] = {one.code: one for one in found if one.code in places()}
    for arc in arcs:
        for code in (arc.source, arc.target):
            by_code.setdefault(code, None)
    width, height = world_size()[0] * scale, world_size()[1] * scale
    margin = radius + 1
    points = spread(
        [(places()[code][0] * scale, places()[code][1] * scale) for code in by_code],
        apart=2 * radius + 1,
        within=(margin, margin, width - margin, height - margin),
    )
    return [
        _Spot(code, x, y, f"{writable(one.label)} {one.count:,}" if one else writable(place_name(code)), one)
        for (code, one), (x, y) in zip(by_code.items(), points, strict=True)
    ]


def _discs(spots: Sequence[_Spot], limits: Sequence[int], frame: Frame, *, radius: float) -> Markup:
    edge = Box(2, 2, width_of(frame) - 2, world_size()[1] * width_of(frame) / world_size()[0])
    labels = place_labels([Point(spot.x, spot.y, radius, spot.text) for spot in spots], frame=edge)
    reaches = _reaches([(spot.x, spot.y) for spot in spots], least=radius)
    # The largest last, so that nothing lies over them.
    drawn = [
        _disc(spot, label, limits, frame.words, radius=radius, reach=reach)
        for spot, label, reach in zip(spots, labels, reaches, strict=True)
    ]
    return element("g", *drawn, class_="places") if drawn else Markup("")


def _reaches(points: Sequence[tuple[float, float]], *, least: float) -> list[float]:
    """Return how far each point may be touched from: 12, less where another point is near."""
    return [
        max(least, min([HIT, *(max(abs(x - a), abs(y - b)) / 2 for a, b in points if (a, b) != (x, y))]))
        for x, y in points
    ]


def _disc(
    spot: _Spot, label: Label | None, limits: Sequence[int], words: Words, *, radius: float, reach: float
) -> Markup:
    one = spot.recipient
    text = Markup("")
    if label:
        name, count = (one.label, f"{one.count:,}") if one else (spot.text, "")
        text = lettering(label.x, label.y, name, class_="label", anchor=_anchor(label), count=count)
    if one is None:
        ring = element("circle", cx=spot.x, cy=spot.y, r=radius - 2, class_="supplier")
        return mark(ring, text, name=spot.text, href=None, class_="place")
    disc = element("circle", cx=spot.x, cy=spot.y, r=radius, class_=f"disc shade-{shade_of(one.count, limits)}")
    return mark(
        hit_area(spot.x, spot.y, reach), disc, text, name=count_name(one.label, one.count, one.detail, words),
        href=one.href, class_="place",
    )  # fmt: skip


def _anchor(label: Label) -> str | None:
    return None if label.anchor == "start" else label.anchor
