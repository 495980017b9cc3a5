"""The servers that are measured: the site over a large store, and Datasette over the same rows in plain tables."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

START = re.compile(r"http://127\.0\.0\.1:\d+/start\?word=\S+")
PATIENCE_S = 600.0
"""A catalog that is not there yet is made first."""
COLUMNS = {
    "claims": {
        **{name: f"$.{name}" for name in (
            "id", "kind", "status", "technologies", "start", "end", "quote", "speaker", "document_id", "title",
            "publisher", "address", "published", "language", "confidence", "review", "finding_id",
        )},
        "supplier": "$.supplier.name", "supplier_territory": "$.supplier.territories[0]",
        "recipient": "$.recipient.name", "recipient_territory": "$.recipient.territories[0]",
    },
    "findings": {
        **{name: f"$.{name}" for name in (
            "id", "kind", "technologies", "start", "end", "statuses", "claims", "origins", "sources", "support",
            "review",
        )},
        "supplier": "$.supplier.name", "supplier_territory": "$.supplier.territories[0]",
        "recipient": "$.recipient.name", "recipient_territory": "$.recipient.territories[0]",
        "probability": "$.grade.probability",
    },
    "documents": {name: f"$.{name}" for name in (
        "id", "title", "publisher", "address", "published", "language", "captured_at", "media_type", "size", "claims",
    )},
}  # fmt: skip
"""Of the plain tables: each column and where a record of the catalog has it."""
INDEXED = {"claims": ("kind", "status", "language", "recipient_territory"), "findings": ("kind",), "documents": ()}


def copy_project(source: Path, target: Path) -> None:
    """Copy a project, so that decisions are made on the copy; captured bytes are linked, as nothing changes them."""

    def copy(one: str, other: str) -> object:
        is_captured = "archive" in Path(one).relative_to(source).parts
        return os.link(one, other) if is_captured else shutil.copyfile(one, other)

    shutil.copytree(source, target, copy_function=copy)


def flatten(catalog: Path, target: Path) -> None:
    """Put the rows of a catalog into plain tables with a full-text index, as somebody would for Datasette."""
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("ATTACH ? AS catalog", (str(catalog),))
        for table, columns in COLUMNS.items():
            wanted = ", ".join(f"json_extract(record, '{path}') AS \"{name}\"" for name, path in columns.items())
            names = ", ".join(f'"{name}"' for name in columns)
            columns_told = names.replace('"id"', '"id" TEXT PRIMARY KEY')
            connection.execute(f"CREATE TABLE {table} ({columns_told})")
            connection.execute(f"INSERT INTO {table} SELECT {wanted} FROM catalog.{table} WHERE NOT dead")
            for column in INDEXED[table]:
                connection.execute(f"CREATE INDEX {table}_by_{column} ON {table} ({column})")
        words = "title, quote, supplier, recipient"
        connection.execute(f"CREATE VIRTUAL TABLE claims_words USING fts5 ({words}, content='claims')")
        connection.execute("INSERT INTO claims_words (claims_words) VALUES ('rebuild')")
        connection.commit()
        connection.execute("ANALYZE")


@contextmanager
def serve_site(folder: Path) -> Iterator[str]:
    """Serve a project by its own command, with the real gate; give the address that lets one browser in."""
    environment = os.environ | {"COUNTERSIGHT_REQUESTS_PER_MINUTE": "1000000"}
    command = [sys.executable, "-m", "countersight", "-C", str(folder), "serve", "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            found = next((one for line in process.stdout if (one := START.search(line))), None)
            if found is None:
                raise SystemExit("the site did not start")
            yield found.group()
        finally:
            process.terminate()


@contextmanager
def serve_datasette(program: Path, database: Path) -> Iterator[str]:
    """Serve plain tables by Datasette as a file that does not change, which is when it is fastest."""
    port = _free_port()
    command = [str(program), "serve", "-i", str(database), "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"{address}/-/versions.json", process)
            yield address
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(URLError, OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise SystemExit(f"nothing answers at {address}")
