"""Keep when the store held what to be so, and the chains of judgements on identity and of assessments of sources."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("texts", sa.Column("published", TEXT))
    op.execute(f"UPDATE texts SET published = {_published()}")  # noqa: S608  no input of anybody's
    _create_periods()
    _forget_what_is_made_anew()
    for table, columns in (
        ("identity_judgements", ("left_id", "right_id")),
        ("source_assessments", ("source",)),
    ):
        _create_chain(table, columns)
        _make_append_only(table)


def _published() -> str:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    return "json_extract(record, '$.published')" if is_sqlite else "record::json ->> 'published'"


def _create_periods() -> None:
    """Claims that are there already count as recorded now: when they really were, nothing tells."""
    op.create_table(
        "periods",
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("recorded_at", TEXT, nullable=False),
        sa.Column("withdrawn_at", TEXT),
        sa.Column("record", TEXT),
        sa.PrimaryKeyConstraint("subject_id", "recorded_at", name="pk_periods"),
    )
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    op.get_bind().execute(
        sa.text("INSERT INTO periods (subject_id, recorded_at) SELECT id, :now FROM claims"), {"now": now}
    )


def _forget_what_is_made_anew() -> None:
    """Have judgements and findings made anew by the next run: those of the first version tell less than they do now."""
    for table in ("finding_claims", "findings", "judgements"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608
    op.execute("DELETE FROM steps WHERE stage IN ('resolve', 'corroborate')")


def _create_chain(table: str, columns: tuple[str, ...]) -> None:
    op.create_table(
        table,
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        *(sa.Column(column, TEXT, nullable=False) for column in columns),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=f"pk_{table}"),
        sa.UniqueConstraint("id", name=f"uq_{table}_id"),
    )


def _make_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event, condition in (
            ("UPDATE", ""),
            ("DELETE", ""),
            # INSERT OR REPLACE removes the old row without firing the trigger on DELETE.
            ("INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE sequence = NEW.sequence OR id = NEW.id)"),  # noqa: S608
        ):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{event.lower()} BEFORE {event} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
