"""Keep what is made known of what was published: withdrawals, corrections and replies, as one more chain."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
TABLE = "notices"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("id", name=f"uq_{TABLE}_id"),
    )
    _make_append_only()


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
                f"BEGIN SELECT RAISE(ABORT, '{TABLE} are append-only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {TABLE}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
