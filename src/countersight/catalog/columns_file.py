"""The columns of a catalog beside its file, so that opening a large one need not read every row."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from countersight.catalog.columns import Facet, Table
from countersight.catalog.query import What
from countersight.catalog.rows import PartyRef
from countersight.catalog.snapshot import Snapshot

WORTH_ROWS = 5_000
"""Rows from which on reading columns is quicker than reading the rows."""


class _Named(msgspec.Struct, frozen=True):
    """What of a snapshot is no array."""

    generation: int
    values: dict[str, list[str]]
    """Of every facet, by list and name."""
    labels: dict[str, str]
    parties: dict[str, PartyRef]


def columns_path(path: Path) -> Path:
    """Return where the columns of a catalog's file lie."""
    return path.with_name(path.name + "-columns")


def write_columns(snapshot: Snapshot) -> None:
    """Write the columns beside the file that they are of, whole or not at all."""
    arrays: dict[str, Any] = {
        "finding_of": snapshot.finding_of,
        "document_of": snapshot.document_of,
        "document_of_text": snapshot.document_of_text,
    }
    values: dict[str, list[str]] = {}
    for what, table in snapshot.tables.items():
        arrays |= {f"{what}:{name}": getattr(table, name) for name in ("alive", "ids", "names")}
        arrays |= {f"{what}:number:{name}": column for name, column in table.numbers.items()}
        arrays |= {f"{what}:loose:{name}": column for name, column in table.loose.items()}
        for name, facet in table.facets.items():
            values[f"{what}:{name}"] = list(facet.values)
            arrays |= {f"{what}:rows:{name}": facet.rows, f"{what}:of:{name}": facet.of}
    named = _Named(snapshot.generation, values, dict(snapshot.labels), dict(snapshot.parties))
    arrays["named"] = np.frombuffer(msgspec.json.encode(named), np.uint8)
    target = columns_path(snapshot.path)
    part = target.with_name(target.name + ".part")
    with part.open("wb") as file:
        np.savez(file, **arrays)
    part.replace(target)


def read_columns(path: Path, generation: int) -> Snapshot | None:
    """Read the columns of a catalog's file, at `generation` or before; none where there are no such, or not whole."""
    try:
        with columns_path(path).open("rb") as file, np.load(file, allow_pickle=False) as columns:
            arrays = {name: columns[name] for name in columns.files}
        named = msgspec.json.decode(arrays["named"].tobytes(), type=_Named)
        if named.generation > generation:
            return None
        return Snapshot(
            path=path,
            generation=named.generation,
            tables={what: _table(what, arrays, named.values) for what in What},
            finding_of=arrays["finding_of"],
            document_of=arrays["document_of"],
            document_of_text=arrays["document_of_text"],
            labels=named.labels,
            parties=named.parties,
        )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, msgspec.MsgspecError):
        return None


def _table(what: What, arrays: Mapping[str, Any], values: Mapping[str, list[str]]) -> Table:
    def named(kind: str) -> dict[str, Any]:
        start = f"{what}:{kind}:"
        return {name.removeprefix(start): column for name, column in arrays.items() if name.startswith(start)}

    rows, of = named("rows"), named("of")
    facets = {
        name: Facet(
            tuple(values[f"{what}:{name}"]),
            {value: code for code, value in enumerate(values[f"{what}:{name}"])},
            rows[name],
            of[name],
        )
        for name in rows
    }
    return Table(
        alive=arrays[f"{what}:alive"],
        ids=arrays[f"{what}:ids"],
        names=arrays[f"{what}:names"],
        numbers=named("number"),
        loose=named("loose"),
        facets=facets,
    )
