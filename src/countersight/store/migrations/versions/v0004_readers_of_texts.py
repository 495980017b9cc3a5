"""Keep by which reader each text was made, so that texts of tables and of prose can be asked for apart."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("texts", sa.Column("reader", TEXT))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    name = (
        "substr(json_extract(record, '$.reader'), 1, instr(json_extract(record, '$.reader') || '@', '@') - 1)"
        if is_sqlite
        else "split_part(record::json ->> 'reader', '@', 1)"
    )
    op.execute(f"UPDATE texts SET reader = {name}")  # noqa: S608  no input of anybody's
    op.create_index("ix_texts_reader", "texts", ["reader"])
