"""Takes the words out of an HTML tree, blocks parted by empty lines."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_NO_WORDS = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object"})
"""`title` is of the head, and elsewhere the name of a drawing."""
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font hi i ins kbd label mark q ref s samp small span "  # noqa: SIM905
    "strike strong sub sup time tt u var wbr".split()
)
"""HTML's, and `hi` and `ref`, which trafilatura makes of them."""
_LINE_BREAKS = frozenset({"br", "lb"})
_CELLS = frozenset({"td", "th", "cell"})

_BLOCK = "\n\n"
_TAB = "\t"
_MARK = re.compile("\0([^\0]*)\0")
"""What stands between blocks for `marked_blocks`: no document has this letter."""


def block_text(element: Any) -> str:
    """Return the words under `element`.

    Blocks are parted by an empty line, lines that `br` parts by a newline, cells of a row by a tab. White space within
    a line becomes one space, as browsers show it; scripts and styles have no words.
    """
    blocks = map(_tidy_block, "".join(_pieces(element)).split(_BLOCK))
    return _BLOCK.join(block for block in blocks if block)


def marked_blocks(
    element: Any, *, opening: Mapping[Any, str], closing: Mapping[Any, str] | None = None
) -> Iterator[tuple[str | None, str]]:
    """Yield the blocks of `block_text`, each with the mark that it stands behind.

    Args:
        opening: marks set where an element begins; within a block it holds for the whole of it.
        closing: marks set where an element ends.
    """
    mark: str | None = None
    for block in "".join(_pieces(element, opening, closing or {})).split(_BLOCK):
        marks: list[str] = _MARK.findall(block)
        mark = marks[-1] if marks else mark
        if words := _tidy_block(_MARK.sub("", block)):
            yield mark, words


def _tidy_block(block: str) -> str:
    return "\n".join(_tidy_line(line) for line in block.split("\n")).strip()


def _tidy_line(line: str) -> str:
    return _TAB.join(" ".join(cell.split()) for cell in line.split(_TAB)).strip()


def _pieces(element: Any, opening: Mapping[Any, str] = {}, closing: Mapping[Any, str] = {}) -> Iterator[str]:
    """Yield text with its white space made plain, and the marks that part it. Walks without recursion."""
    from lxml import etree

    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            yield _opening(node.tag)
            if node in opening:
                yield f"\0{opening[node]}\0"
            if node.tag in _NO_WORDS:
                walker.skip_subtree()
            else:
                yield _as_one_line(node.text)
        else:
            yield _closing(node.tag)
            if node in closing:
                yield f"\0{closing[node]}\0"
            if node is not element:
                yield _as_one_line(node.tail)


def _opening(tag: str) -> str:
    if tag in _LINE_BREAKS:
        return "\n"
    return "" if tag in _INLINE or tag in _CELLS or tag in _NO_WORDS else _BLOCK


def _closing(tag: str) -> str:
    if tag in _CELLS:
        return _TAB
    return "" if tag in _LINE_BREAKS else _opening(tag)


def _as_one_line(text: str | None) -> str:
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ") if text else ""
