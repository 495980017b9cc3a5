"""Reads HTML: the main text of a page, without menus, comments and scripts, and what the page says of itself."""

import logging
import re
import sys
from typing import Any
from urllib.parse import urlsplit

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.decoding import decode_page
from countersight.read.html_date import find_published
from countersight.read.html_words import block_text

MAX_DEPTH = 512
"""Elements within elements. Deeper trees are attacks or broken generators, and the libraries that walk them recurse."""

_MOST_ELEMENTS = 200_000
"""Past this, finding the main text takes minutes, and the whole body is read instead. News pages have under 10,000."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_REFERENCES = re.compile("&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")


class HtmlReader:
    """Finds the main text by trafilatura; where that finds nothing, takes the words of the body."""

    name = "html"
    version = "1"
    libraries: tuple[str, ...] = ("trafilatura", "lxml")
    media_types = frozenset({"text/html", "application/xhtml+xml"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        tree = parse_page(decode_page(data, charset=charset))
        if tree is None:
            raise EmptyDocument("a page without elements")
        language = _declared_language(tree)
        text = _main_text(tree) or block_text(_body(tree))
        if not text.strip():
            raise EmptyDocument("a page without words")
        facts = _facts(tree)
        return Reading(
            text=text,
            title=facts.title,
            publisher=facts.sitename or _host(address),
            author=facts.author,
            published=find_published(tree, facts.url or address),
            address=facts.url,
            language=language,
        )


def parse_page(markup: str) -> Any:
    """Parse HTML into a tree, or None where there is no element in it.

    Raises:
        UnreadableDocument: elements lie more than 512 deep in one another.
    """
    from lxml import etree, html

    # `huge_tree`: without it libxml2 stops at depth 256 and drops the rest without a word.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(_without_controls(markup).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but comments and space
        return None
    _check_depth(tree)
    return tree


def html_to_words(markup: str) -> str:
    """Return all words of a piece of HTML that a browser would show, blocks parted by empty lines."""
    tree = parse_page(markup)
    return "" if tree is None else block_text(_body(tree))


def _main_text(tree: Any) -> str:
    import trafilatura

    if tree.xpath("count(//*)") > _MOST_ELEMENTS:
        return ""

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page it makes nothing of; so do we
    # `fast`: no second extractors. 1.6 times as quick, and as good on the pages of the article extraction benchmark.
    found: Any = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
    return "" if found is None or found.body is None else block_text(found.body)


def _facts(tree: Any) -> Any:
    from trafilatura.metadata import extract_metadata

    # `max_date` keeps its search for a date, which is not used, from depending on today.
    return extract_metadata(
        tree, date_config={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    )


def _host(address: str | None) -> str | None:
    try:
        parts = urlsplit(address or "")
    except ValueError:  # such as an unclosed bracket
        return None
    return parts.hostname.removeprefix("www.") if parts.scheme in {"http", "https"} and parts.hostname else None


def _declared_language(tree: Any) -> str | None:
    root = tree.getroottree().getroot()
    return (root.get("lang") or root.get("xml:lang") or "").strip() or None


def _body(tree: Any) -> Any:
    body = tree.find(".//body")
    return tree if body is None else body


def _without_controls(markup: str) -> str:
    """Drop what XML cannot hold, as such or as a reference: lxml refuses to copy it, and trafilatura gives up."""
    return _REFERENCES.sub(_keep_if_text, _CONTROLS.sub("", markup))


def _keep_if_text(reference: re.Match[str]) -> str:
    hexadecimal, decimal = reference.groups()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return "" if code <= sys.maxunicode and _CONTROLS.fullmatch(chr(code)) else reference[0]


def _check_depth(tree: Any) -> None:
    if tree.xpath(f"boolean(/{'/'.join('*' * (MAX_DEPTH + 1))})"):
        raise UnreadableDocument(f"elements more than {MAX_DEPTH} deep in one another")
