"""Reads EPUB 2 and 3 (W3C EPUB 3.3): the chapters in the order of the spine, and who published them."""

import posixpath
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.epub_chapter import chapter_blocks
from countersight.read.freezing import freeze_pieces
from countersight.read.iso_date import parse_iso_date
from countersight.read.zip_archive import ZipArchive, join_name

MAX_CHAPTERS = 5_000
"""Files of the spine. Long books have some hundreds."""

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OBFUSCATED_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Algorithms that only keep fonts from being taken out (EPUB 3.3, 4.4; Adobe's older one): no words are hidden."""
_CHAPTERS = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"


class EpubReader:
    """Takes the words of all files of the spine, footnotes with them; tables of contents and page numbers are left out.

    Each chapter is a part, and each section that the navigation leads to: `text/chapter2.xhtml#section3`.
    """

    name = "epub"
    version = "1"
    libraries: tuple[str, ...] = ("lxml",)
    media_types = frozenset({"application/epub+zip"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        book = _Book(ZipArchive(data, kind="EPUB"))
        text, parts = freeze_pieces(("\n\n", at, words) for at, words in book.sections())
        if not text:
            raise EmptyDocument("a book without words")
        return Reading(
            text=text,
            parts=parts,
            title=book.stated("title"),
            author=", ".join(book.all_stated("creator")) or None,
            publisher=book.stated("publisher"),
            published=book.published(),
            language=book.stated("language"),
        )


class _Book:
    """A book by its package document: what it states of itself, its files, their order."""

    def __init__(self, archive: ZipArchive) -> None:
        self._archive = archive
        _refuse_protected(archive)
        package = _package_name(archive)
        self._folder = posixpath.dirname(package)
        self._root = archive.parse(package, may_declare=True)
        self._items = {item.get("id"): item for item in self._root.iterfind("{*}manifest/{*}item")}

    def all_stated(self, name: str) -> list[str]:
        found = self._root.iterfind(f"{{*}}metadata//{_DUBLIN_CORE}{name}")
        return [words for element in found if (words := " ".join("".join(element.itertext()).split()))]

    def stated(self, name: str) -> str | None:
        return next(iter(self.all_stated(name)), None)

    def published(self) -> date | None:
        """Return the date of publication: in EPUB 2 the one with that event, in EPUB 3 the only one."""
        dates = list(self._root.iterfind(f"{{*}}metadata//{_DUBLIN_CORE}date"))
        events = [(element.get(f"{_OPF}event") or "publication", element.text or "") for element in dates]
        return next((day for event, words in events if event == "publication" and (day := parse_iso_date(words))), None)

    def sections(self) -> Iterator[tuple[str, str]]:
        """Yield the address and words of each chapter, or section of one, in the order of reading."""
        targets = self._targets()
        for name in self._spine():
            at, blocks = quote(name), list[str]()
            for mark, words in chapter_blocks(self._archive.read(name), targets.get(name, frozenset())):
                here = quote(name) if mark is None else f"{quote(name)}#{quote(mark)}"
                if here != at:
                    yield at, "\n\n".join(blocks)
                    at, blocks = here, []
                blocks.append(words)
            yield at, "\n\n".join(blocks)

    def _spine(self) -> Iterator[str]:
        references = self._root.findall("{*}spine/{*}itemref")
        if len(references) > MAX_CHAPTERS:
            raise UnreadableDocument(f"{len(references):,} chapters are over the limit of {MAX_CHAPTERS:,}")
        contents = self._contents()
        for item in (self._items.get(reference.get("idref")) for reference in references):
            if item is None:
                raise UnreadableDocument("the spine names a file that the manifest does not have")
            name = self._name(item)
            if item.get("media-type") in _CHAPTERS and name not in contents:
                if name not in self._archive.names:
                    raise UnreadableDocument(f"{name[:200]}: named by the spine and not in the book")
                yield name

    def _contents(self) -> frozenset[str]:
        """Return the files that are tables of contents and nothing else."""
        guided = self._root.iterfind("{*}guide/{*}reference[@type='toc']")
        listed = {join_name(self._folder, _path(reference.get("href") or "")) for reference in guided}
        return frozenset(listed | {self._name(item) for item in self._navigation()})

    def _navigation(self) -> list[Any]:
        return [item for item in self._items.values() if "nav" in (item.get("properties") or "").split()]

    def _targets(self) -> dict[str, frozenset[str]]:
        """Return which ids of which file the navigation leads to: EPUB 3's document, and EPUB 2's NCX."""
        ncx = [item for item in self._items.values() if item.get("media-type") == "application/x-dtbncx+xml"]
        targets: dict[str, set[str]] = {}
        for item in (*self._navigation(), *ncx):
            for name, fragment in self._links(self._name(item)):
                targets.setdefault(name, set()).add(fragment)
        return {name: frozenset(ids) for name, ids in targets.items()}

    def _links(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the file and id that each link of a navigation leads to; a damaged one only costs finer addresses."""
        try:
            root = self._archive.parse(name, may_declare=True)
        except UnreadableDocument:
            return
        for element in root.iter("{*}a", "{*}content"):
            path, _, fragment = (element.get("href") or element.get("src") or "").partition("#")
            if fragment:
                yield join_name(posixpath.dirname(name), unquote(path)) if path else name, unquote(fragment)

    def _name(self, item: Any) -> str:
        return join_name(self._folder, _path(item.get("href") or ""))


def _package_name(archive: ZipArchive) -> str:
    root = archive.parse(_CONTAINER, may_declare=True)
    name = next((file.get("full-path") for file in root.iter("{*}rootfile")), None)
    if not name:
        raise UnreadableDocument(f"{_CONTAINER}: names no package document")
    return join_name("", name)


def _refuse_protected(archive: ZipArchive) -> None:
    if _ENCRYPTION not in archive.names:
        return
    methods = archive.parse(_ENCRYPTION).iterfind(".//{*}EncryptedData/{*}EncryptionMethod")
    if any(method.get("Algorithm") not in _OBFUSCATED_FONTS for method in methods):
        raise UnreadableDocument("protected against copying (DRM): its chapters are encrypted")


def _path(reference: str) -> str:
    """Return the path of a reference to a file of the book; one to elsewhere names no file in it."""
    try:
        parts = urlsplit(reference)
    except ValueError:
        return reference
    return unquote(parts.path) if not parts.scheme else reference
