"""How fast tables are read and mapped, and what memory it takes, beside polars reading the same file.

    python benchmarks/tables.py [--rows 20000]

Makes a table of made-up deals with N rows and one with 10 N, each worked on in a process of its own: polars reads it
into a data frame; collecting cuts it into documents; the reader freezes every cell of each with its place; the mapping
makes a claim of every row. Each of ours has those before it in it. polars does much less: it is the floor, not a rival.
It skips polars, saying so, where that is not installed.
"""

import argparse
import csv
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a process loads what its work needs, and its peak memory tells of no other
    from countersight.collect import Collected
    from countersight.model.text import DocumentText

BUYERS = ("Kenya", "France", "Italy", "Brazil", "Japan")
WHATS = ("Spyware", "Cameras")
MAPPING = """\
name: made-up
version: 1
title: Deals that never were
recognize: {columns: [Buyer, Seller, What]}
claims:
  - kind: supply
    status: reported
    technology: {column: What, values: {Spyware: spyware, Cameras: video_surveillance}}
    supplier: {name: Seller, territory: Seat}
    recipient: {territory: Buyer}
    when: Year
    quantity: {value: Price, unit: {constant: EUR, because: the header says so}}
"""


def write_table(path: Path, rows: int) -> None:
    """Write a table of `rows` made-up deals with eight columns."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Buyer", "Seller", "Seat", "What", "Year", "Price", "Remark", "Source"])
        for number in range(rows):
            writer.writerow(
                [BUYERS[number % 5], f"Firm {number % 997}", BUYERS[number % 3], WHATS[number % 2],
                 str(2000 + number % 25), str(1000 + number), "a remark, with a comma", f"https://example.org/{number}"]
            )  # fmt: skip


def read_with_polars(path: Path) -> int:
    """Read every column as words."""
    import polars as pl

    return pl.read_csv(path, infer_schema_length=0).height


def collect(path: Path) -> "Iterator[Collected]":
    """Take the file apart into documents, as `countersight add` does."""
    from countersight.collect import Collected, CollectLimits, collect_documents

    for found in collect_documents([str(path)], limits=CollectLimits(max_document_bytes=1 << 40)):
        assert isinstance(found, Collected), found
        yield found


def read(path: Path) -> "Iterator[DocumentText]":
    """Read each document: every cell with its place in the file."""
    from countersight.read import READERS, ReadItem, read_document

    for one in collect(path):
        item = ReadItem(document=one.document, data=one.data, address=one.capture.address)
        yield read_document(item, READERS)


def count_collected(path: Path) -> int:
    """Count the rows that are collected, the header of the first piece among them."""
    pieces = [one.data.count(b"\n") for one in collect(path)]
    return sum(pieces) - len(pieces)


def count_read(path: Path) -> int:
    """Count the rows that are read, by the places of their first cells."""
    return sum(part.at.endswith(",1") for text in read(path) for part in text.parts[8:])


def map_rows(path: Path) -> int:
    """Make the claims of every row."""
    from countersight.extract.mapping.claims import make_claims
    from countersight.extract.mapping.loading import read_mapping
    from countersight.extract.mapping.report import Report
    from countersight.extract.mapping.rows import read_tables

    mapping = read_mapping(MAPPING, "made-up.yml")
    return sum(
        len(made.claims)
        for text in read(path)
        for table in read_tables(text)
        for made in make_claims(text, table.rows, mapping, Report())
    )


WORKS = {"polars": read_with_polars, "collect": count_collected, "read": count_read, "claims": map_rows}


def measure(name: str, path: Path) -> dict[str, float]:
    """Do one work in a process of its own; CPU seconds are of the work alone, memory is the process's peak."""
    command = [sys.executable, __file__, "--work", name, "--file", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def work(name: str, path: Path) -> None:
    """Do a work once to warm it up on little, then on the file, and print what it took."""
    warm = path.with_name("warm.csv")
    WORKS[name](warm)
    began = time.process_time()
    rows = WORKS[name](path)
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": took, "peak_mib": peak}))


def main() -> None:
    """Compare on N and 10 N rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--work")
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.file)
        return
    names = [name for name in WORKS if name != "polars" or importlib.util.find_spec("polars")]
    if "polars" not in names:
        print("polars is not installed: it is left out")
    with tempfile.TemporaryDirectory() as folder:
        write_table(Path(folder) / "warm.csv", 100)
        for rows in (asked.rows, asked.rows * 10):
            path = Path(folder) / f"{rows}.csv"
            write_table(path, rows)
            floor = 0.0
            for name in names:
                found = measure(name, path)
                floor = floor or found["seconds"]
                print(
                    f"{rows:>8,} rows  {name:<8} {found['rows'] / found['seconds']:>12,.0f} rows/s"
                    f"  {found['seconds'] / floor:>7.1f} x  peak {found['peak_mib']:>6,.0f} MiB"
                )


if __name__ == "__main__":
    main()
