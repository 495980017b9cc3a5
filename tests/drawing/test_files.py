"""Drawings as files: whole, in both themes, the same on every machine."""

import struct
import zlib
from xml.etree import ElementTree as ET

import pytest

from countersight.drawing import Event, Frame, Lane, Recipient, draw_map, draw_timeline, drawing_css, standalone, to_png
from countersight.drawing.files import FONTS, resolved_css

from .reading import SVG, parse, texts

MAP = draw_map([Recipient(code="mn", label="Mongolia & Co", count=3, href="/t/mn")], frame=Frame(key="m"))


def whole(theme: str = "light") -> str:
    return standalone(MAP, title="What is <known>", source="Release 1.0", theme=theme, disclaimer="Claims, not facts.")  # type: ignore[arg-type]


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Decode an 8 bit PNG without interlacing as far as its width, height and filtered bytes."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, size = 8, b"", (0, 0)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        data += body if kind == b"IDAT" else b""
        at += length + 12
    return size[0], size[1], zlib.decompress(data)


def test_file_has_title_source_and_disclaimer() -> None:
    root = parse(whole())
    assert {"What is <known>", "Release 1.0", "Claims, not facts."} <= set(texts(root))
    assert any("Borders are drawn" in text for text in texts(root))
    assert root.find(f"{SVG}style") is not None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_file_needs_nothing_else(theme: str) -> None:
    assert "var(" not in whole(theme)
    assert "light-dark" not in whole(theme)
    assert "url(h" not in whole(theme)
    assert "<use" not in whole(theme)


def test_themes_differ() -> None:
    assert whole("light") != whole("dark")
    assert resolved_css("light").count("#") == resolved_css("dark").count("#")


def test_every_variable_has_a_value() -> None:
    assert "#" in resolved_css("dark")
    assert "var(--d-" in drawing_css()


def test_only_drawings_become_files() -> None:
    with pytest.raises(ValueError, match="draw function"):
        standalone("<svg/>", title="", source="")  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_png_has_its_width_and_is_not_blank(theme: str) -> None:
    width, height, data = pixels(to_png(whole(theme), width=640))
    root = ET.fromstring(whole(theme))
    assert width == 640
    assert abs(height - 640 * float(root.attrib["height"]) / float(root.attrib["width"])) < 2
    assert len(set(data)) > 50


@pytest.mark.parametrize("name", ["Вендор", "Προμηθευτής", "شركة", "חברה", "Łódź"])
def test_names_are_lettered_by_our_own_fonts(name: str) -> None:
    lane = Lane(label=name, events=(Event(label="e", start=None, end=None),))
    told, empty = (
        to_png(standalone(draw_timeline([one], frame=Frame(key="t")), title="", source=""), width=400)
        for one in (lane, Lane(label="", events=lane.events))
    )
    assert told != empty


def test_same_drawing_gives_same_bytes() -> None:
    assert whole() == whole()
    assert to_png(whole(), width=300) == to_png(whole(), width=300)


@pytest.mark.parametrize("width", [0, 10_001])
def test_absurd_widths_are_refused(width: int) -> None:
    with pytest.raises(ValueError, match="between 1 and"):
        to_png(whole(), width=width)


def test_fonts_come_with_the_package() -> None:
    from importlib.resources import files

    assert all((files("countersight.drawing") / "fonts" / name).is_file() for name in FONTS)
