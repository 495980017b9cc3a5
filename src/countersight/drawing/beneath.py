"""What stands beneath a map: its legend, what has no place on it, what was left out, and the note on borders."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from countersight.drawing.arcs import choose_arcs
from countersight.drawing.canvas import count_name, element, lettering, mark, width_of
from countersight.drawing.legend import Entry, box_swatch, draw_legend, draw_notes, line_swatch, support_words
from countersight.drawing.lettering import SMALL, isolate, text_width, writable
from countersight.drawing.marks import Arc, Frame, Recipient, Support, Words
from countersight.drawing.places import places
from countersight.drawing.shades import shade_label


class Chosen(NamedTuple):
    """The territory whose lines a map draws."""

    code: str
    label: str


def draw_beneath(
    frame: Frame, y: float, *, recipients: Sequence[Recipient], limits: Sequence[int],
    searched: frozenset[str] | None, arcs: Sequence[Arc], drawn_arcs: Sequence[Arc], chosen: Chosen | None = None,
) -> tuple[Markup, float]:  # fmt: skip
    """Draw what stands beneath the map: legend, what has no place on it, and the note on borders."""
    words, left, width = frame.words, 4.0, width_of(frame) - 8.0
    legend, used = draw_legend(_legend(limits, searched, drawn_arcs, frame), x=left, y=y, width=width)
    y += used + 4
    listed, used = _listed([one for one in recipients if one.code not in places()], words, x=left, y=y, width=width)
    y += used
    notes = [*_left_out(words, arcs, drawn_arcs, chosen), words.borders]
    written, used = draw_notes(notes, x=left, y=y, width=width)
    return Markup("").join([legend, listed, written]), y + used + 4


def _left_out(words: Words, arcs: Sequence[Arc], drawn_arcs: Sequence[Arc], chosen: Chosen | None) -> Iterator[str]:
    """Say which lines are not drawn, and why not."""
    wanted = choose_arcs(arcs, chosen.code if chosen else None)
    unplaced, others = len(wanted) - len(drawn_arcs), len(arcs) - len(wanted)
    if chosen is not None:
        of_it = sum(chosen.code in (arc.source, arc.target) for arc in arcs)
        smaller, others = of_it - len(wanted), len(arcs) - of_it
        if others:
            yield words.arcs_of_others.format(label=isolate(writable(chosen.label)), count=f"{others:,}")
        if smaller:
            yield words.arcs_smaller.format(label=isolate(writable(chosen.label)), count=f"{smaller:,}")
    elif others:
        yield words.arcs_left_out.format(count=f"{others:,}")
    if unplaced:
        yield words.arcs_unplaced.format(count=f"{unplaced:,}")


def _legend(limits: Sequence[int], searched: frozenset[str] | None, arcs: Sequence[Arc], frame: Frame) -> list[Entry]:
    words = frame.words
    entries = [Entry(words.findings)] if limits else []
    entries += [Entry(shade_label(at, limits), box_swatch(f"shade-{at + 1}")) for at in range(len(limits))]
    if searched is None:
        entries.append(Entry(words.no_finding, box_swatch("plain-land")))
    else:
        entries.append(Entry(words.nothing_found, box_swatch("nothing")))
        entries.append(Entry(words.not_searched, box_swatch("unsearched", f"url(#{frame.key}-hatch)")))
    supports = support_words(words)
    shown = {arc.support for arc in arcs}
    entries += [Entry(supports[one], line_swatch(one)) for one in Support if one in shown]
    if arcs:
        entries.append(Entry(words.supplier_place, element("circle", cx=11, cy=6, r=4, class_="supplier")))
    return entries


def _listed(recipients: Sequence[Recipient], words: Words, *, x: float, y: float, width: float) -> tuple[Markup, float]:
    """List the recipients that have no place on the map, each as a link."""
    if not recipients:
        return Markup(""), 0.0
    left, top = x + text_width(words.off_map, size=SMALL) + 8, y
    items = [lettering(x, top + 16, words.off_map, class_="small soft")]
    for one in recipients:
        wide = text_width(f"{isolate(writable(one.label))} {one.count:,}", size=SMALL)
        if left + wide > x + width and left > x:
            left, top = x, top + 24
        area = element("rect", x=left, y=top, width=wide, height=24, class_="hit", fill="none", pointer_events="all")
        text = lettering(left, top + 16, one.label, class_="small label", count=f"{one.count:,}")
        items.append(mark(area, text, name=count_name(one.label, one.count, one.detail, words), href=one.href))
        left += wide + 14
    return element("g", *items, class_="off-map"), top + 24 - y
