"""From the marks of a query to its drawings: map, timeline and flow, in the reader's language, each mark a link."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cache

from markupsafe import Markup

from countersight.catalog import Marks, Query, TimelineMark
from countersight.drawing import (
    ENGLISH,
    Arc,
    Coverage,
    Event,
    Frame,
    Lane,
    Layer,
    Link,
    Node,
    Recipient,
    Stage,
    Support,
    Words,
    draw_flow,
    draw_map,
    draw_timeline,
)
from countersight.release.names import NOT_SO
from countersight.values.taxonomy import label_name
from countersight.web.language import Language
from countersight.web.language import language as load_language
from countersight.web.moments import moment_params
from countersight.web.pages.drawing_assets import shapes_address
from countersight.web.pages.keeping import KEPT
from countersight.web.pages.looking import Look
from countersight.web.pages.times import tell_interval

KINDS = ("map", "timeline", "flow")
MOST_LANES = 12
"""Lanes of a timeline; the findings of others are in the table."""
SUPPORTS = {
    "several origins": Support.SEVERAL,
    "one origin": Support.ONE,
    "contested": Support.CONTESTED,
    "denied only": Support.DENIED,
}
LAYERS = (Layer.VENDOR, Layer.BETWEEN, Layer.RECIPIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is to be drawn: hashable, so that a drawing can be kept under it."""

    kind: str
    """One of KINDS."""
    query: Query
    chosen: str | None = None
    """Of a map, the territory whose lines are drawn."""
    lanes: str = "technology"
    """Of a timeline: `technology`, `recipient` or `supplier`."""
    is_file: bool = False
    """Whether it has to stand alone: one width, its shapes in it, whole addresses."""


def draw(seen: Look, picture: Picture, marks: Callable[[], Marks]) -> Markup:
    """Draw a picture, or return it as it was drawn before for the same state, query, reader and language."""
    moment = tuple(moment_params(seen.request).items())
    base = str(seen.request.base_url) if picture.is_file else ""
    key = (seen.position, picture, seen.hidden, seen.language.code, moment, base)
    return KEPT.get(key, lambda: _draw_widths(seen, picture, marks()))


def drawing_words(language: str) -> Words:
    """Return the fixed words of drawings in a language of the interface."""
    say = load_language(language).translations.gettext
    return Words(**{field.name: str(say(getattr(ENGLISH, field.name))) for field in fields(Words)})


_words = cache(drawing_words)


def _draw_widths(seen: Look, picture: Picture, marks: Marks) -> Markup:
    if picture.is_file:
        return _draw_one(seen, picture, marks, is_narrow=False)
    wide, narrow = (_draw_one(seen, picture, marks, is_narrow=is_narrow) for is_narrow in (False, True))
    return Markup('<div class="drawings">{}{}</div>').format(wide, narrow)


def _draw_one(seen: Look, picture: Picture, marks: Marks, *, is_narrow: bool) -> Markup:
    key = f"drawn-{picture.kind}{'-narrow' if is_narrow else ''}"
    frame = Frame(key=key, is_narrow=is_narrow, words=_words(seen.language.code))
    linked = _Linked(seen, picture)
    if picture.kind == "timeline":
        return draw_timeline(list(_lanes(marks, linked)), frame=frame)
    if picture.kind == "flow":
        return draw_flow(list(_nodes(marks, linked)), list(_links(marks, linked)), frame=frame)
    return draw_map(
        list(_recipients(marks, linked)), list(_arcs(marks, linked)), frame=frame,
        coverage=Coverage(searched=frozenset(one.code for one in marks.territories if one.documents)),
        chosen=picture.chosen, shapes_href=None if picture.is_file else shapes_address(),
        place_name=seen.language.territory,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Linked:
    """Makes the addresses behind marks: within the site, or whole where the drawing leaves it."""

    seen: Look
    picture: Picture

    def to(self, path: str, **params: object) -> str:
        found = self.seen.link(path, **params)
        return str(self.seen.request.base_url).rstrip("/") + found if self.picture.is_file else found

    def to_list(self, **filters: str | list[str]) -> str:
        """Return the list of those findings of the picture's query that have further values."""
        params: dict[str, list[str]] = {}
        for name, value in self.picture.query.to_params():
            if name not in filters:
                params.setdefault(name, []).append(value)
        return self.to("/findings", **params, **filters)

    def to_party(self, party_id: str, role: str) -> str:
        found = self.seen.party_link(party_id, role)
        return str(self.seen.request.base_url).rstrip("/") + found if self.picture.is_file else found


def _recipients(marks: Marks, linked: _Linked) -> Iterable[Recipient]:
    for one in marks.territories:
        yield Recipient(
            code=one.code,
            label=linked.seen.language.territory(one.code),
            count=one.as_recipient,
            href=linked.to(f"/territories/{one.code}"),
        )


def _arcs(marks: Marks, linked: _Linked) -> Iterable[Arc]:
    words, name = _words(linked.seen.language.code), linked.seen.language.territory
    for pair in marks.pairs:
        if pair.supplier == pair.recipient:
            continue
        names = {"source": name(pair.supplier), "target": name(pair.recipient)}
        yield Arc(
            source=pair.supplier,
            target=pair.recipient,
            label=words.link.format(**names, count=pair.findings),
            count=pair.findings,
            support=_support(pair.findings, pair.several_origins, pair.contested),
            href=linked.to_list(territory=[f"supplier:{pair.supplier}", f"recipient:{pair.recipient}"]),
        )


def _support(findings: int, several: int, contested: int) -> Support:
    if contested == findings:
        return Support.CONTESTED
    return Support.SEVERAL if several else Support.ONE


def _lanes(marks: Marks, linked: _Linked) -> Iterable[Lane]:
    lanes: dict[str, list[TimelineMark]] = {}
    for mark in marks.timeline:
        for value in _lane_values(mark, linked.picture.lanes):
            lanes.setdefault(value, []).append(mark)
    for value, events in sorted(lanes.items(), key=lambda lane: (-len(lane[1]), lane[0]))[:MOST_LANES]:
        name, href = _lane_head(value, linked)
        yield Lane(label=name, events=tuple(_event(mark, linked) for mark in events), href=href)


def _lane_values(mark: TimelineMark, lanes: str) -> tuple[str, ...]:
    if lanes == "recipient":
        return mark.recipient_territories
    return mark.supplier_territories if lanes == "supplier" else mark.technologies


def _lane_head(value: str, linked: _Linked) -> tuple[str, str]:
    if linked.picture.lanes == "technology":
        return label_name(value, linked.seen.language.code), linked.to(f"/technologies/{value}")
    return linked.seen.language.territory(value), linked.to(f"/territories/{value}")


def _timeline_label(mark: TimelineMark, language: Language) -> str:
    """Name a finding on the timeline by its parties, territories in the language of the page."""
    return " → ".join(language.party(party_id, name) for party_id, name in mark.parties)


def _event(mark: TimelineMark, linked: _Linked) -> Event:
    statuses = set(mark.statuses)
    stage = Stage.PLANNED if statuses == {"planned"} else Stage.CALLED_OFF if statuses <= NOT_SO else Stage.STATED
    time = tell_interval(mark.start, mark.end, linked.seen.language)
    return Event(
        label=f"{_timeline_label(mark, linked.seen.language)}, {time}",
        start=mark.start,
        end=mark.end,
        support=SUPPORTS[mark.support],
        stage=stage,
        href=linked.to(f"/findings/{mark.finding_id}"),
    )


def _nodes(marks: Marks, linked: _Linked) -> Iterable[Node]:
    for node in marks.nodes:
        role = "recipient" if node.layer == 2 else "supplier"
        party_id = node.id.removeprefix("supplier:").removeprefix("recipient:")
        yield Node(
            id=node.id,
            label=linked.seen.language.party(node.id, node.label),
            layer=LAYERS[node.layer],
            href=linked.to_party(party_id, role),
            detail="" if ":" in node.id else ", ".join(map(linked.seen.language.territory, node.territories[:2])),
        )


def _links(marks: Marks, linked: _Linked) -> Iterable[Link]:
    layers = {node.id: node.layer for node in marks.nodes}
    for link in marks.links:
        if layers[link.source] >= layers[link.target]:
            continue  # two that stand between: the table has them
        pair = [f"supplier:{_bare(link.source)}", f"recipient:{_bare(link.target)}"]
        yield Link(
            source=link.source,
            target=link.target,
            count=link.findings,
            several=link.several_origins,
            support=_support(link.findings, link.several_origins, link.contested),
            href=linked.to(f"/findings/{link.finding_ids[0]}")
            if link.findings == 1 and link.finding_ids
            else linked.to_list(party=pair),
        )


def _bare(node_id: str) -> str:
    return node_id.removeprefix("supplier:").removeprefix("recipient:")
