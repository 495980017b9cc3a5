"""All mappings there are: those of a project first, then the bundled ones; and which of them knows a table."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from countersight.errors import BadMapping, NotFound
from countersight.extract.mapping.loading import read_mapping
from countersight.extract.mapping.located import MAX_CHARACTERS
from countersight.extract.mapping.rows import TableWords
from countersight.extract.mapping.rules import Recognition, TableMapping, fold_words

FOLDER = "mappings"
"""Folder of a project with its own mappings."""
LOOKED_AT = 20
"""Rows that a table without a header is known by."""
_SUFFIXES = (".yml", ".yaml")


def load_mappings(folder: Path | None = None) -> tuple[TableMapping, ...]:
    """Return the mappings of the project in `folder`, then the bundled ones that it does not replace by name.

    Raises:
        BadMapping: one says what is not understood, or two of one folder have one name.
    """
    own = tuple(_of_folder(folder / FOLDER)) if folder is not None else ()
    names = {mapping.name for mapping in own}
    return (*own, *(mapping for mapping in bundled_mappings() if mapping.name not in names))


def bundled_mappings() -> tuple[TableMapping, ...]:
    """Return the mappings that come with Countersight."""
    place = files("countersight.reference") / FOLDER
    found = sorted((item for item in place.iterdir() if item.name.endswith(_SUFFIXES)), key=lambda item: item.name)
    return tuple(read_mapping(item.read_text(encoding="utf-8"), item.name) for item in found)


def load_mapping(path: Path) -> TableMapping:
    """Read one mapping from a file.

    Raises:
        BadMapping: it is not there, is no text, or says what is not understood.
    """
    try:
        with path.open("rb") as file:
            data = file.read(4 * MAX_CHARACTERS + 1)  # whatever is there is not read to its end
        return read_mapping(data.decode("utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise BadMapping(str(path), 1, f"not UTF-8: {error.reason}") from None
    except OSError as error:
        raise BadMapping(str(path), 1, error.strerror or "cannot be read") from None


def choose_mapping(name: str, mappings: Sequence[TableMapping]) -> TableMapping:
    """Return the mapping of this name.

    Raises:
        NotFound: there is none.
    """
    found = next((mapping for mapping in mappings if mapping.name == name), None)
    if found is None:
        raise NotFound(f"no mapping {name!r}; there are {', '.join(mapping.name for mapping in mappings)}")
    return found


def recognize(table: TableWords, mappings: Iterable[TableMapping]) -> TableMapping | None:
    """Return the mapping that knows a table: of several the first of those that ask for most columns."""
    return max(
        (mapping for mapping in mappings if _knows(mapping.recognize, table)),
        key=lambda mapping: len(mapping.recognize.columns) + len(mapping.recognize.matches or ()),
        default=None,
    )


def _knows(how: Recognition, table: TableWords) -> bool:
    columns = {fold_words(column) for column in table.columns}
    if not how.columns <= columns or how.without & columns:
        return False
    if how.width is not None and (len(table.columns) != how.width or not table.told.endswith("without a header")):
        return False
    if how.table and how.table not in table.told.replace(",", " ").split():
        return False
    return all(
        any(True for row in table.rows[:LOOKED_AT] for _ in row.of(column))
        and all(pattern.search(cell.words) for row in table.rows[:LOOKED_AT] for cell in row.of(column))
        for column, pattern in (how.matches or {}).items()
    )


def _of_folder(folder: Path) -> Iterator[TableMapping]:
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix not in _SUFFIXES:
            continue
        mapping = load_mapping(path)
        if mapping.name in seen:
            raise BadMapping(str(path), 1, f"has the name {mapping.name}, as {seen[mapping.name]} has")
        seen[mapping.name] = str(path)
        yield mapping
