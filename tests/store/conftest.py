"""Places to keep a store in, one of each backend, and made-up things to put there."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from countersight.model.claim import Claim, Kind, Party, Status, TechnologySlot
from countersight.model.document import Capture, Document, capture_id
from countersight.model.entity import Judgement, JudgementValue, judgement_id
from countersight.model.evidence import evidence_at, mention_at
from countersight.model.finding import Finding, FindingParty, Origin, finding_id, origin_id
from countersight.model.text import DocumentText, text_id
from countersight.store import BACKENDS, open_store
from countersight.store.base import Store
from countersight.store.schema import metadata

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where one store lies, and a way into its tables past all that guards them."""

    folder: Path
    database: str

    def open(self, *, patience_s: float = 20.0) -> Store:
        return open_store(self.folder, database=self.database, patience_s=patience_s)

    def tamper(self, statement: str, *values: Any) -> None:
        """Run a statement with neither triggers nor foreign keys in force; `?` stands for each value."""
        self._run(statement, values, off="SET session_replication_role = replica")

    def execute(self, statement: str, *values: Any) -> None:
        """Run a statement as any other program might."""
        self._run(statement, values, off="")

    def empty(self) -> None:
        """Remove every row."""
        for table in metadata.sorted_tables:
            self.tamper(f"DELETE FROM {table.name}")

    def _run(self, statement: str, values: Iterable[Any], *, off: str) -> None:
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as connection:
                connection.execute(off)
                connection.execute(statement.replace("?", "%s"), tuple(values))
            return
        with closing(sqlite3.connect(self.folder / "countersight.db")) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers if off else ():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement, tuple(values))
            for _, sql in triggers if off else ():
                connection.execute(sql)
            connection.commit()


class MadeUp:
    """Made-up documents and what was made of them; the same number always gives the same thing."""

    def document(self, number: int = 1) -> tuple[bytes, Document, Capture]:
        data = f"document {number}".encode()
        return data, *self.described(data, address=f"file:///made-up/{number}")

    def described(self, data: bytes, *, address: str, at: datetime = NOON) -> tuple[Document, Capture]:
        import hashlib

        digest = hashlib.sha256(data).hexdigest()
        return (
            Document(id=digest, size=len(data), media_type="text/plain"),
            Capture(
                id=capture_id(digest, address),
                document_id=digest,
                address=address,
                captured_at=at,
                tool="test@1",
                headers=(("last-modified", "yesterday"),),
            ),
        )

    def text(self, number: int = 1, *, sentences: int = 3) -> DocumentText:
        document_id = self.document(number)[1].id
        words = " ".join(f"Examplecorp {number} sold {n + 2} cameras to Utopia – 乌托邦 🎥." for n in range(sentences))
        return DocumentText(
            id=text_id(document_id, "plain@1", words), document_id=document_id, reader="plain@1", text=words, title="T"
        )

    def claims(self, text: DocumentText, **changes: Any) -> list[Claim]:
        """One claim for each sentence."""
        made, start = [], 0
        while (end := text.text.find("🎥.", start)) >= 0:
            cameras = text.text.index("cameras", start)
            slots = {
                "document_id": text.document_id,
                "kind": Kind.SUPPLY,
                "status": Status.REPORTED,
                "evidence": (evidence_at(text, start, end + 2),),
                "confidence": 0.75,
                "extractor": "test@1",
                "supplier": Party(mention=mention_at(text, start, start + len("Examplecorp"))),
                "technology": (
                    TechnologySlot(label="video_surveillance", mention=mention_at(text, cameras, cameras + 7)),
                ),
            }
            made.append(Claim.make(**{**slots, **changes}))
            start = end + 3
        return made

    def judgement(self, claim: Claim, *, resolver: str = "test@1") -> Judgement:
        named = ("supplier", "Q0", JudgementValue.POSITIVE, resolver)
        return Judgement(
            id=judgement_id(claim.id, *named),
            claim_id=claim.id,
            role="supplier",
            name="Examplecorp",
            entity_id="Q0",
            value=JudgementValue.POSITIVE,
            basis="made up",
            resolver=resolver,
        )

    def finding(self, claims: Iterable[Claim]) -> Finding:
        claims = sorted(claims, key=lambda claim: claim.id)
        documents = tuple(sorted({claim.document_id for claim in claims}))
        return Finding(
            id=finding_id(tuple(claim.id for claim in claims)),
            kind=Kind.SUPPLY,
            supplier=FindingParty(key="examplecorp", name="Examplecorp", entity_id=None, territories=()),
            recipient=None,
            technology=("video_surveillance",),
            start=None,
            end=None,
            statuses=(Status.REPORTED,),
            claim_ids=tuple(claim.id for claim in claims),
            origins=(Origin(id=origin_id(documents), document_ids=documents, basis=()),),
            reasons=("made up",),
        )

    def fill(self, store: Store, *numbers: int) -> list[Claim]:
        """Put numbered documents with texts, claims, judgements and a finding each into a store."""
        claims = []
        with store.writer() as writer:
            for number in numbers:
                data, document, capture = self.document(number)
                store.archive.put(data)
                writer.add_document(document, capture)
                text = self.text(number)
                writer.add_text(text)
                made = self.claims(text)
                writer.add_claims(made, text)
                writer.add_judgements([self.judgement(claim) for claim in made])
                claims += made
        return claims


@pytest.fixture(scope="session")
def made_up() -> MadeUp:
    return MadeUp()


@pytest.fixture(scope="session", params=[backend.name for backend in BACKENDS])
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Place]:
    """Make a fresh, empty place of the backend under test, as often as it is called."""
    if request.param == "sqlite":
        return lambda: Place(tmp_path_factory.mktemp("store"), "")
    server = request.getfixturevalue("postgresql_server")

    def make() -> Place:
        import psycopg

        schema = f"made_up_{uuid4().hex}"  # several processes of tests may share the server
        with psycopg.connect(server) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        return Place(tmp_path_factory.mktemp("store"), f"{server}&options=-csearch_path%3D{schema}")

    return make


@pytest.fixture(scope="session")
def used_places(new_place: Callable[[], Place]) -> list[Place]:
    """Emptied stores of the backend under test: in PostgreSQL, making one takes far longer than most tests."""
    return []


@pytest.fixture
def place(new_place: Callable[[], Place], used_places: list[Place], tmp_path: Path) -> Iterator[Place]:
    """An empty place, with or without tables. A test that harms these takes `new_place` instead."""
    given = replace(used_places.pop(), folder=tmp_path) if used_places else new_place()
    yield given
    if given.database:
        given.empty()
        used_places.append(given)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A private PostgreSQL cluster on a socket in a folder of its own; its address."""
    binaries = _postgresql_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: no initdb on PATH or in /usr/lib/postgresql")
    user = _unprivileged_user()
    # Not under pytest's folders: they are closed to other users, and their names are too long for a socket's path.
    folder = Path(tempfile.mkdtemp(prefix="countersight-pg-"))
    if user is not None:
        shutil.chown(folder, user)

    def run(binary: str, *options: str) -> None:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "PGUSER": "postgres"}
        subprocess.run(
            [binaries / binary, *options], user=user, cwd=folder, env=environment, check=True, capture_output=True
        )

    try:
        cluster = str(folder / "cluster")
        run("initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", cluster, "-o", settings, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _postgresql_binaries() -> Path | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = [*([Path(on_path)] if on_path else []), *reversed(installed)]
    return found[0].parent if found else None


def _unprivileged_user() -> str | None:
    """Whom to run a server as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
