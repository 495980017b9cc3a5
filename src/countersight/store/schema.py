"""The tables: each record as canonical JSON, beside it only the columns that queries and references need."""

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects import postgresql

TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Compared by bytes on every backend, so that order never depends on a server's locale."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _record() -> Column[str]:
    return Column("record", TEXT, nullable=False)


def _reference(name: str, target: str) -> Column[str]:
    return Column(name, TEXT, ForeignKey(target), nullable=False)


documents = Table("documents", metadata, Column("id", TEXT, primary_key=True), _record())

captures = Table(
    "captures",
    metadata,
    Column("id", TEXT, primary_key=True),
    _reference("document_id", "documents.id"),
    Column("captured_at", TEXT, nullable=False),
    _record(),
    Index(None, "document_id", "captured_at", "id"),
)
"""`captured_at` is ISO 8601 in UTC with microseconds, so that it sorts as time does."""

texts = Table(
    "texts",
    metadata,
    Column("id", TEXT, primary_key=True),
    _reference("document_id", "documents.id"),
    _record(),
    Column("published", TEXT),
    Column("reader", TEXT),
    Index(None, "document_id"),
    Index(None, "reader"),
)
"""`published` is the ISO date that the document gives itself, if it gives one; `reader` the name of what read it."""

claims = Table(
    "claims",
    metadata,
    Column("id", TEXT, primary_key=True),
    _reference("document_id", "documents.id"),
    _reference("text_id", "texts.id"),
    Column("kind", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("extractor", TEXT, nullable=False),
    Column("start", Integer, nullable=False),
    _record(),
    Index(None, "document_id"),
    Index(None, "text_id"),
)
"""`start` is the offset of the words that carry the claim."""

judgements = Table(
    "judgements",
    metadata,
    Column("id", TEXT, primary_key=True),
    _reference("claim_id", "claims.id"),
    Column("resolver", TEXT, nullable=False),
    _record(),
    Index(None, "claim_id"),
    Index(None, "resolver", "id"),
)

findings = Table("findings", metadata, Column("id", TEXT, primary_key=True), _record())

finding_claims = Table(
    "finding_claims",
    metadata,
    Column("finding_id", TEXT, ForeignKey("findings.id"), primary_key=True),
    Column("claim_id", TEXT, ForeignKey("claims.id"), primary_key=True),
    Index(None, "claim_id"),
)

periods = Table(
    "periods",
    metadata,
    Column("subject_id", TEXT, primary_key=True),
    Column("recorded_at", TEXT, primary_key=True),
    Column("withdrawn_at", TEXT),
    Column("record", TEXT),
)
"""From when to when the store held a claim, judgement or finding to be so; without an end, it still does.

`record` is what it was, once the period has ended: the same claim may come back with another confidence, the same
finding with another grade.
"""

clock = Table("clock", metadata, Column("name", TEXT, primary_key=True), Column("at", TEXT, nullable=False))
"""`recorded` is the last moment at which anything was recorded; time in a store never goes back."""

failures = Table(
    "failures",
    metadata,
    Column("id", TEXT, primary_key=True),
    Column("stage", TEXT, nullable=False),
    _record(),
    Index(None, "stage", "id"),
)

steps = Table(
    "steps",
    metadata,
    Column("stage", TEXT, primary_key=True),
    Column("item", TEXT, primary_key=True),
    Column("version", TEXT, primary_key=True),
    Column("outcome", TEXT, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", TEXT, nullable=False, unique=True),
    Column("subject_id", TEXT, nullable=False),
    Column("verdict", TEXT, nullable=False),
    _record(),
    Index(None, "subject_id"),
)
"""Append-only: triggers made by the migrations refuse to change or remove a row."""

identity_judgements = Table(
    "identity_judgements",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", TEXT, nullable=False, unique=True),
    Column("left_id", TEXT, nullable=False),
    Column("right_id", TEXT, nullable=False),
    _record(),
)
"""Append-only, as decisions are."""

source_assessments = Table(
    "source_assessments",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", TEXT, nullable=False, unique=True),
    Column("source", TEXT, nullable=False),
    _record(),
)
"""Append-only, as decisions are."""

custody = Table(
    "custody",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", TEXT, nullable=False, unique=True),
    Column("subject_id", TEXT, nullable=False),
    Column("act", TEXT, nullable=False),
    Column("record_id", TEXT),
    _record(),
    Index(None, "subject_id"),
    Index(None, "record_id"),
)
"""Append-only, as decisions are. `record_id` is the capture or text that the act made, where it made one."""

notices = Table(
    "notices",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", TEXT, nullable=False, unique=True),
    Column("subject_id", TEXT, nullable=False),
    _record(),
)
"""Append-only, as decisions are."""

restrictions = Table(
    "restrictions",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", TEXT, nullable=False, unique=True),
    Column("subject_id", TEXT, nullable=False),
    _record(),
)
"""Append-only, as decisions are."""
