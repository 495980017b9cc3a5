"""Drawings as files of their own: SVG with its style, title, source and disclaimer, and PNG made from it."""

import re
from functools import cache
from importlib.resources import as_file, files
from math import ceil
from typing import Literal

import resvg_py
from markupsafe import Markup

from countersight.drawing.canvas import lettering, number
from countersight.drawing.legend import draw_notes
from countersight.drawing.lettering import break_text, writable

Theme = Literal["light", "dark"]

FONTS = ("drawing-sans-400.ttf", "drawing-sans-600.ttf", "noto-arabic-400.ttf", "noto-hebrew-400.ttf")
"""Latin, Greek and Cyrillic, Arabic, Hebrew: what a PNG is lettered in, the same on every machine."""
LETTERED = re.compile(r"[\u0000-\u06ff\u0750-\u077f\u08a0-\u08ff\u1e00-\u20cf\u2100-\u2bff\ufb1d-\ufdff\ufe70-\ufeff]*")
"""Texts that those fonts have letters for; others are lettered by the fonts of the machine."""
HEAD = re.compile(r'<svg xmlns="[^"]*" class="drawing[^"]*" viewBox="0 0 ([\d.]+) ([\d.]+)"')
MARGIN = 16.0


@cache
def drawing_css() -> str:
    """Return the style that pages and files share."""
    return (files(__package__) / "drawing.css").read_text(encoding="utf-8")


def standalone(svg: Markup, *, title: str, source: str, theme: Theme = "light", disclaimer: str = "") -> str:
    """Return a drawing as a whole SVG file.

    Args:
        svg: what a `draw_` function returned, with its shapes in it (no `shapes_href`).
        title: printed above it.
        source: printed beneath it: what it was made from, its version and its address.
        theme: colors are written out, so that programs without CSS variables show them too.
        disclaimer: printed beneath the source.

    Raises:
        ValueError: `svg` is no drawing of this package.
    """
    drawn = str(svg)
    head = HEAD.match(drawn)
    if head is None:
        raise ValueError("standalone takes what a draw function returned")
    width, height = float(head[1]), float(head[2])
    opening, names, inside = _parts(drawn)
    heading, top = _heading(title, width)
    lines = [writable(line) for line in (source, disclaimer) if line]
    notes, used = draw_notes(lines, x=MARGIN, y=top + height + 8, width=width)
    whole = number(width + 2 * MARGIN), str(ceil(top + height + used + MARGIN + 8))
    opening = opening.replace(
        f'viewBox="0 0 {head[1]} {head[2]}"',
        f'width="{whole[0]}" height="{whole[1]}" viewBox="0 0 {whole[0]} {whole[1]}"',
    )
    ground = f'<rect class="paper" width="{whole[0]}" height="{whole[1]}"/>'
    body = f'<g transform="translate({number(MARGIN)} {number(top)})">{inside}</g>'
    return f"{opening}{names}<style>{resolved_css(theme)}</style>{ground}{heading}{body}{notes}</svg>\n"


def _parts(drawn: str) -> tuple[str, str, str]:
    """Split a drawing into its opening tag, its title and description, and the rest."""
    opened, named = drawn.index(">") + 1, drawn.index("</desc>") + len("</desc>")
    return drawn[:opened], drawn[opened:named], drawn[named : drawn.rindex("</svg>")]


def _heading(title: str, width: float) -> tuple[Markup, float]:
    """Set the title in as many lines as it needs; return it and where the drawing begins."""
    lines = break_text(writable(title), width, size=20)
    set_lines = [lettering(MARGIN, MARGIN + 20 + 26 * at, line, class_="title") for at, line in enumerate(lines)]
    return Markup("").join(set_lines), MARGIN + 26 * len(lines) + 12


def to_png(svg: str, *, width: int) -> bytes:
    """Return a file made by `standalone` as PNG, `width` pixels wide.

    Lettered in fonts that come with the package, so that the same drawing gives the same picture everywhere; only what
    none of them has letters for (Chinese, Japanese, Korean, Thai, the scripts of India) is taken from the fonts of the
    machine, where it has them.

    Raises:
        ValueError: `svg` is not well-formed, or `width` is not between 1 and 10,000.
    """
    if not 1 <= width <= 10_000:
        raise ValueError("a PNG is between 1 and 10,000 pixels wide")
    with as_file(files(__package__) / "fonts") as folder:
        picture = resvg_py.svg_to_bytes(
            svg_string=svg.replace('"Source Sans 3"', '"Drawing Sans"'),
            width=width,
            font_files=[str(folder / name) for name in FONTS],
            skip_system_fonts=LETTERED.fullmatch(svg) is not None,
            font_family="Drawing Sans",
            sans_serif_family="Drawing Sans",
        )
    return bytes(picture)


@cache
def resolved_css(theme: Theme) -> str:
    """Return the rules with the colors of one theme written in place of the variables that hold them."""
    css = drawing_css()
    pairs = re.findall(r"(--d-[a-z0-9-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);", css)
    values = {name: dark if theme == "dark" else light for name, light, dark in pairs}
    rules = css[css.index("/* rules */") : css.index("/* page */")]
    return re.sub(r"var\((--d-[a-z0-9-]+)\)", lambda found: values[found[1]], rules)
