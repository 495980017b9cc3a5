"""Reads Markdown: its words without its marks, and what a YAML front matter says of it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from countersight.errors import UnreadableDocument
from countersight.read.base import Reading
from countersight.read.decoding import decode_strictly
from countersight.read.iso_date import parse_iso_date

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 100
"""Blocks within blocks. markdown-it drops what lies deeper without a word, so the reader refuses it."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.{0,65536}?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

_HIDING_TAG = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_LINE_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)


class MarkdownReader:
    """Keeps the words of CommonMark with tables; drops marks, link targets and raw HTML tags."""

    name = "markdown"
    version = "1"
    libraries: tuple[str, ...] = ("markdown-it-py",)
    media_types = frozenset({"text/markdown", "text/x-markdown"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        fields, body = split_front_matter(decode_strictly(data, charset=charset))
        return Reading(
            text=markdown_to_text(body),
            title=_words_of(fields, "title"),
            publisher=_words_of(fields, "publisher", "site", "sitename"),
            author=_words_of(fields, "author", "authors", "byline"),
            published=_as_date(_first(fields, "published", "date", "published_at")),
            address=_words_of(fields, "address", "source", "url", "canonical"),
            language=_words_of(fields, "language", "lang"),
        )


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """Part YAML front matter from the body. What is no YAML mapping, or one with aliases, is text: nothing is lost."""
    import yaml

    from countersight.values.strict_yaml import BadYaml, check_events

    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    try:
        check_events(found[1])  # a few hundred bytes of merged aliases take hours to build
        fields = yaml.safe_load(found[1])
    except (yaml.YAMLError, BadYaml, RecursionError, ValueError):  # ValueError: a date such as 2019-02-31
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, text[found.end() :]


def markdown_to_text(source: str) -> str:
    """Return the words of Markdown, blocks parted by empty lines.

    Raises:
        UnreadableDocument: blocks lie more than 100 deep in one another.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table"])
    tokens = parser.parse(source)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise UnreadableDocument(f"blocks more than {MAX_NESTING - 2} deep in one another")
    return "".join(map(_block_text, tokens)).strip()


def _block_text(token: "Token") -> str:
    match token.type:
        case "inline":
            return "".join(_inline_words(token.children or []))
        case "fence" | "code_block":
            return token.content + "\n\n"
        case "html_block":
            return _without_tags(token.content) + "\n\n"
        case "th_close" | "td_close":
            return "\t"
        case _:
            return "\n\n" if token.nesting < 0 else ""


def _inline_words(tokens: "list[Token]") -> Iterator[str]:
    hidden = False
    for token in tokens:
        match token.type:
            case "html_inline":
                hidden = bool(_HIDING_TAG.match(token.content))
                yield "\n" if _LINE_BREAK_TAG.match(token.content) else ""
            case "text" | "code_inline":
                yield "" if hidden else token.content
            case "image":
                yield from _inline_words(token.children or [])
            case "softbreak" | "hardbreak":
                yield "\n"


def _without_tags(markup: str) -> str:
    from countersight.read.html import html_to_words

    return html_to_words(markup)


def _first(fields: Mapping[str, Any], *keys: str) -> Any:
    return next((fields[key] for key in keys if fields.get(key)), None)


def _words_of(fields: Mapping[str, Any], *keys: str) -> str | None:
    value = _first(fields, *keys)
    if isinstance(value, list):
        value = ", ".join(entry for entry in value if isinstance(entry, str))
    return value if isinstance(value, str) else None


def _as_date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_iso_date(value) if isinstance(value, str) else None
