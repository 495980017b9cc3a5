"""Drawings as files of their own: SVG with its style, title, source and disclaimer, and PNG made from it."""

import re
from functools import cache
from importlib.resources import as_file, files
from typing import Literal

import resvg_py
from markupsafe import Markup

from countersight.drawing.canvas import element, lettering, number
from countersight.drawing.legend import draw_notes
from countersight.drawing.lettering import break_text, writable

Theme = Literal["light", "dark"]

FONTS = ("drawing-sans-400.ttf", "drawing-sans-600.ttf", "noto-arabic-400.ttf", "noto-hebrew-400.ttf")
"""Latin, Greek and Cyrillic, Arabic, Hebrew: what a PNG is lettered in, the same on every machine."""
LETTERED = re.compile(r"[\u0000-\u06ff\u0750-\u077f\u08a0-\u08ff\u1e00-\u20cf\u2100-\u2bff\ufb1d-\ufdff\ufe70-\ufeff]*")
"""Texts that those fonts have letters for; others are lettered by the fonts of the machine."""
HEAD = re.compile(r'<svg xmlns="[^"]*" class="(drawing[^"]*)" viewBox="0 0 ([\d.]+) ([\d.]+)"')
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
    head = HEAD.match(svg)
    if head is None:
        raise ValueError("standalone takes what a draw function returned")
    class_, width, height = head[1], float(head[2]), float(head[3])
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    opening = svg[: svg.index(">") + 1]
    titles = break_text(writable(title), width, size=20)
    top = MARGIN + 26 * len(titles) + 8
    heading = Markup("").join(lettering(MARGIN, MARGIN + 20 + 26 * at, line, class_="title")
                              for at, line in enumerate(titles))  # fmt: skip
    notes, used = draw_notes(
        [writable(line) for line in (source, disclaimer) if line], x=MARGIN, y=top + height + 8, width=width
    )
    whole_width, whole_height = width + 2 * MARGIN, top + height + used + MARGIN + 8
    ground = element("rect", width=whole_width, height=whole_height, class_="paper")
    style = Markup("<style>{}</style>").format(Markup(resolved_css(theme)))  # noqa: S704  our own file
    size = f'width="{number(whole_width)}" height="{number(whole_height)}" '
    opening = opening.replace(f'viewBox="0 0 {head[2]} {head[3]}"',
                              f'{size}viewBox="0 0 {number(whole_width)} {number(whole_height)}"')  # fmt: skip
    body = element("g", Markup(inside), transform=f"translate({number(MARGIN)} {number(top)})")  # noqa: S704  was markup
    title_end = inside.index("</desc>") + len("</desc>")
    names, body_inside = inside[:title_end], inside[title_end:]
    body = element("g", Markup(body_inside), transform=f"translate({number(MARGIN)} {number(top)})")  # noqa: S704
    return f"{opening}{names}{style}{ground}{heading}{body}{notes}</svg>\n" if class_ else ""


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
