"""Reads drawings back: their links, names and texts."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def parse(drawing: str) -> ET.Element:
    """Parse a drawing; what no drawing may hold is refused here."""
    root = ET.fromstring(str(drawing))
    tags = {one.tag for one in root.iter()}
    assert f"{SVG}script" not in tags
    assert not [one for one in root.iter() if any(key == "style" or key.startswith("on") for key in one.attrib)]
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    return root


def links(root: ET.Element, *, within: str | None = None) -> list[ET.Element]:
    """Return the links that the keyboard reaches, each of which has a name."""
    parents = root.iter() if within is None else (one for one in root.iter() if one.attrib.get("class") == within)
    found = [link for parent in parents for link in parent.findall(f"{SVG}a")]
    reached = [link for link in found if link.attrib.get("tabindex") != "-1"]
    assert all(name_of(link) for link in reached)
    return reached


def names(root: ET.Element) -> list[str]:
    """Return the accessible names of all marks."""
    return [name for one in root.iter() if one is not root and (name := name_of(one))]


def texts(root: ET.Element) -> list[str]:
    """Return what can be read."""
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def name_of(mark: ET.Element) -> str:
    title = mark.find(f"{SVG}title")
    return (title.text or "") if title is not None else ""


def boxes(root: ET.Element, class_: str) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, top, right, bottom of the rectangles of a class."""
    for one in root.iter(f"{SVG}rect"):
        if class_ in one.attrib.get("class", "").split():
            x, y, width, height = (float(one.attrib[key]) for key in ("x", "y", "width", "height"))
            yield x, y, x + width, y + height
