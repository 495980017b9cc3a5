"""Keep what was done to each document, as one more chain; in a store with documents, begin it with what was there."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
TABLE = "custody"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("record_id", TEXT),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("id", name=f"uq_{TABLE}_id"),
    )
    op.create_index(f"ix_{TABLE}_subject_id", TABLE, ["subject_id"])
    op.create_index(f"ix_{TABLE}_record_id", TABLE, ["record_id"])
    _begin()
    _make_append_only()


def _begin() -> None:
    """Write the first link where there were documents before: how many captures and texts, and a digest of each list.

    The link is made with the standard library alone, as a migration never changes while the model may.
    """
    found = {what: _listed(what) for what in ("captures", "texts")}
    if found["captures"][0] == 0:
        return
    detail = [
        pair for what, (count, digest) in found.items() for pair in ((what, str(count)), (f"{what}_list", digest))
    ]
    body = {
        "subject_id": "",
        "act": "begun",
        "by": f"countersight migration {revision}",
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "detail": sorted(detail),
    }
    line = f"1 - {hashlib.sha256(_json(body)).hexdigest()}"
    name = hashlib.sha256(line.encode()).hexdigest()
    record = _json({"id": name, "sequence": 1, **body, "previous": ""}).decode()
    op.get_bind().execute(
        sa.text(f"INSERT INTO {TABLE} (sequence, id, subject_id, act, record) VALUES (1, :name, '', 'begun', :record)"),  # noqa: S608
        {"name": name, "record": record},
    )


def _listed(table: str) -> tuple[int, str]:
    """Count the rows of a table and hash one line for each, `<id> <SHA-256 of the record>`, in order of id."""
    count, digest = 0, hashlib.sha256()
    query = sa.text(f"SELECT id, record FROM {table} ORDER BY id")  # noqa: S608  no input of anybody's
    for name, record in op.get_bind().execute(query, execution_options={"yield_per": 16}):
        count += 1
        digest.update(f"{name} {hashlib.sha256(record.encode('utf-8', 'surrogateescape')).hexdigest()}\n".encode())
    return count, digest.hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _make_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event, condition in (
            ("UPDATE", ""),
            ("DELETE", ""),
            # INSERT OR REPLACE removes the old row without firing the trigger on DELETE.
            ("INSERT", f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE sequence = NEW.sequence OR id = NEW.id)"),  # noqa: S608
        ):
            op.execute(
                f"CREATE TRIGGER {TABLE}_refuse_{event.lower()} BEFORE {event} ON {TABLE} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {TABLE}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
