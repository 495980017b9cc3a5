"""Opens the package of a Word document: its parts and how they relate (Open Packaging Conventions, ECMA-376 part 2)."""

import posixpath
from collections.abc import Iterator
from typing import Any

from countersight.read.zip_archive import ZipArchive


class Package:
    """The parts of a document and how they relate.

    Raises:
        UnreadableDocument: from every method, where the archive or a part of it is not what it should be.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = ZipArchive(data, kind="Word document")

    def main_part(self) -> str:
        """Return the name of the part that the package is about."""
        return next(self.related("", "officeDocument"), "word/document.xml")

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield names of parts that `part`, or the package itself, relates to as `kind`, the end of a type's URI."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._archive.names:
            return
        for relation in self.parse(relations).iter("{*}Relationship"):
            is_wanted = relation.get("Type", "").rsplit("/", 1)[-1] == kind and relation.get("TargetMode") != "External"
            if is_wanted and (target := relation.get("Target")):
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def parse(self, part: str) -> Any:
        """Return the root element of a part."""
        return self._archive.parse(part)
