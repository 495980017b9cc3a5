"""The command `preview`: what a mapping makes of a table, before anything is stored."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countersight.cli.terminal import data_output
from countersight.errors import CountersightError, InputError, NoProject, NotFound, UsageError
from countersight.project import find_project, open_project
from countersight.settings import read_settings

if TYPE_CHECKING:  # the command line answers --help without them
    from countersight.extract.mapping import TableMapping
    from countersight.model.text import DocumentText

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("mapping", required=False)
@click.argument("file", required=False, type=FILE)
@click.option("--rows", type=click.IntRange(min=0), default=5, show_default=True, help="Rows to show claims of.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a value has no rule or a claim could not be made.")
@click.option("--list", "is_list", is_flag=True, help="List the mappings there are: the project's own and the bundled.")
@click.option("--draft", type=FILE, metavar="FILE", help="Write a mapping for this table, to be completed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one record a line.")
@click.pass_obj
def preview(
    option: str | None,
    mapping: str | None,
    file: Path | None,
    rows: int,
    draft: Path | None,
    *,
    strict: bool,
    is_list: bool,
    as_json: bool,
) -> None:
    """Show what a mapping makes of a table: the first rows as claims, and every value that no rule covers.

    MAPPING is a file or the name of a mapping; FILE the table (CSV, TSV, XLSX, JSON, XML). Without FILE, the first
    table of the project that the mapping knows. Nothing is stored: `countersight add` and `run` do that, and find the
    mapping by the table's columns.

    \b
    countersight preview spyware-inventory inventory.csv
    countersight preview --draft deals.xlsx > mappings/deals.yml
    countersight preview mappings/deals.yml deals.xlsx --strict
    """
    from countersight.cli.printing_tables import print_mappings, print_preview
    from countersight.extract.mapping import preview_text

    if is_list:
        print_mappings(_mappings(option), as_json=as_json)
    elif draft is not None:
        data_output().write(_drafted(draft))
    elif mapping is None:
        raise click.UsageError("name a mapping, or --list, or --draft FILE")
    else:
        chosen = _chosen(option, mapping)
        text = _read(file) if file is not None else _of_project(option, chosen)
        made = preview_text(text, chosen, rows=rows)
        print_preview(made, as_json=as_json)
        if strict and (made.report.uncovered or made.report.failed):
            sys.exit(1)


def _mappings(option: str | None) -> "tuple[TableMapping, ...]":
    from countersight.extract.mapping import load_mappings

    try:
        return load_mappings(find_project(option).folder)
    except NoProject:
        return load_mappings()


def _chosen(option: str | None, mapping: str) -> "TableMapping":
    from countersight.extract.mapping import choose_mapping, load_mapping

    path = Path(mapping)
    is_path = path.suffix in (".yml", ".yaml") or path.is_file()
    return load_mapping(path) if is_path else choose_mapping(mapping, _mappings(option))


def _drafted(path: Path) -> str:
    from countersight.extract.mapping import draft_mapping
    from countersight.extract.mapping.rows import read_tables

    tables = read_tables(_read(path))
    if not tables:
        raise UsageError(f"{path} has no table")
    return draft_mapping(max(tables, key=lambda table: len(table.rows)), path.stem)


def _read(path: Path) -> "DocumentText":
    """Read a table as a run does: in a process of its own, under the bounds that the settings state."""
    from countersight.collect.media_type import sniff_media_type
    from countersight.model.document import Document
    from countersight.read import ReadItem, read_documents
    from countersight.values.digests import sha256_hex

    settings, data = read_settings(), path.read_bytes()
    document = Document(id=sha256_hex(data), size=len(data), media_type=sniff_media_type(data, name=path.name))
    items = [ReadItem(document=document, data=data)]
    reading = read_documents(
        items, processes=1, timeout_s=settings.reader_timeout_s, memory_mb=settings.reader_memory_mb
    )
    for _, result in reading:
        if isinstance(result, InputError):
            raise UsageError(f"{path}: {result}")
        return result
    raise CountersightError(f"{path}: nothing was read")


def _of_project(option: str | None, mapping: "TableMapping") -> "DocumentText":
    from countersight.extract.mapping import recognize
    from countersight.extract.mapping.rows import read_tables

    with open_project(option) as (_, store), store.view() as view:
        for text in view.texts():
            if text.reader_name == "table" and any(recognize(table, [mapping]) for table in read_tables(text)):
                return text
    raise NotFound(f"no document of the project is a table that {mapping.name} knows; name its file")
