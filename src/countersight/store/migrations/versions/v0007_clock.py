"""Keep the last moment at which anything was recorded, so that a clock that is set back breaks no period."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "clock",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_clock"),
    )
    moments = "SELECT recorded_at AS at FROM periods UNION ALL SELECT withdrawn_at FROM periods"
    op.execute(f"INSERT INTO clock SELECT 'recorded', max(at) FROM ({moments}) AS moments HAVING max(at) IS NOT NULL")  # noqa: S608
