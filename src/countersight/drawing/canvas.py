"""Elements of SVG as escaped markup: what every drawing is put together from."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from countersight.drawing.lettering import isolate, writable
from countersight.drawing.marks import Frame, Words

WIDE_WIDTH, NARROW_WIDTH = 960, 360
"""Width of a drawing in its own units, on a page of usual width and on a phone."""
HIT = 12
"""Radius of what can be touched around a mark: 24 px across (WCAG 2.2, 2.5.8)."""


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What an attribute cannot hold (XML 1.0, section 2.2)."""
LEADS = re.compile(r"https?://|[/#?.]")
"""How an address that a mark may lead to begins: on this site or on another, never a script."""


def width_of(frame: Frame) -> int:
    """Return how wide the drawing of a frame is."""
    return NARROW_WIDTH if frame.is_narrow else WIDE_WIDTH


def number(value: float) -> str:
    """Write a coordinate with one decimal at most."""
    text = f"{value:.1f}"
    return "0" if text in {"-0.0", "0.0"} else text.removesuffix(".0")


def element(name: str, *children: str, **attributes: str | float | None) -> Markup:
    """Return an element. Attributes that are none are left out; `class_` is `class`, `text_anchor` is `text-anchor`."""
    # Not `Markup.format`, which takes four times as long: names are ours, and whatever else is text is escaped here.
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")  # noqa: S704


def _written(value: str | float) -> str:
    return str(escape(FORBIDDEN.sub("", value))) if isinstance(value, str) else number(value)


def lettering(
    x: float, y: float, text: str, *, class_: str | None = None, anchor: str | None = None, count: str = ""
) -> Markup:
    """Return a line of text, a name in its own direction, with a softer `count` behind it."""
    # The space stands outside: resvg drops one that begins a tspan.
    behind = Markup(" ") + element("tspan", count, class_="count") if count else Markup("")
    content = escape(isolate(writable(text))) + behind
    return element("text", content, x=x, y=y, class_=class_, text_anchor=anchor) if content else Markup("")


def mark(*children: str, name: str, href: str | None, class_: str | None = None, id_: str | None = None) -> Markup:
    """Return a mark with its accessible name, which is its tooltip too: a link where it leads somewhere."""
    title = element("title", escape(writable(name)) or "?")
    if leads_somewhere(href):
        return element("a", title, *children, href=href, class_=class_, id=id_)
    return element("g", title, *children, class_=class_, id=id_)


def leads_somewhere(href: str | None) -> bool:
    """Tell whether an address may be linked to."""
    return href is not None and LEADS.match(href) is not None


def hit_area(x: float, y: float, radius: float = HIT) -> Markup:
    """Return the unseen disc that makes a small mark easy to touch."""
    return element("circle", cx=x, cy=y, r=radius, class_="hit", fill="none", pointer_events="all")


def drawing(
    kind: str, height: float, children: Iterable[str], *, frame: Frame, title: str, description: str,
    width: float | None = None,
) -> Markup:  # fmt: skip
    """Return the whole SVG, named and described.

    Its role is `group`, not `img`, since links within an image are hidden from those who cannot see it.
    """
    size = "narrow" if frame.is_narrow else "wide"
    return element(
        "svg",
        element("title", escape(writable(frame.title or title)), id=f"{frame.key}-title"),
        element("desc", escape(writable(frame.description or description)), id=f"{frame.key}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg", class_=f"drawing {kind} {size}",
        viewBox=f"0 0 {number(width_of(frame) if width is None else width)} {number(height)}", role="group",
        aria_labelledby=f"{frame.key}-title", aria_describedby=f"{frame.key}-desc",
    )  # fmt: skip


def count_name(label: str, count: int, detail: str, words: Words) -> str:
    """Return the accessible name of a mark that counts something."""
    form = words.count_detail if detail else words.count
    return form.format(label=label, count=f"{count:,}", detail=detail)
