"""Create every table of the first version, and the triggers that make decisions append-only."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# A migration never changes once released, so it repeats what `schema.py` says today instead of importing it.
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    _create_sources()
    _create_claims()
    _create_findings()
    _create_ledger()
    _create_decisions()
    _make_append_only("decisions", key="sequence")


def _create_sources() -> None:
    op.create_table(
        "documents",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_table(
        "captures",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("captured_at", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_captures_document_id"),
    )
    op.create_index("ix_captures_document_id_captured_at_id", "captures", ["document_id", "captured_at", "id"])
    op.create_table(
        "texts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_texts_document_id"),
    )
    op.create_index("ix_texts_document_id", "texts", ["document_id"])


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("text_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("extractor", TEXT, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_claims_document_id"),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name="fk_claims_text_id"),
    )
    op.create_index("ix_claims_document_id", "claims", ["document_id"])
    op.create_index("ix_claims_text_id", "claims", ["text_id"])
    op.create_table(
        "judgements",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("claim_id", TEXT, nullable=False),
        sa.Column("resolver", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_judgements_claim_id"),
    )
    op.create_index("ix_judgements_claim_id", "judgements", ["claim_id"])
    op.create_index("ix_judgements_resolver_id", "judgements", ["resolver", "id"])


def _create_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
    )
    op.create_table(
        "finding_claims",
        sa.Column("finding_id", TEXT, nullable=False),
        sa.Column("claim_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("finding_id", "claim_id", name="pk_finding_claims"),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_finding_claims_finding_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_finding_claims_claim_id"),
    )
    op.create_index("ix_finding_claims_claim_id", "finding_claims", ["claim_id"])


def _create_ledger() -> None:
    op.create_table(
        "failures",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failures"),
    )
    op.create_index("ix_failures_stage_id", "failures", ["stage", "id"])
    op.create_table(
        "steps",
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("item", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("stage", "item", "version", name="pk_steps"),
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_decisions"),
        sa.UniqueConstraint("id", name="uq_decisions_id"),
    )
    op.create_index("ix_decisions_subject_id", "decisions", ["subject_id"])


def _make_append_only(table: str, *, key: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event, condition in (
            ("UPDATE", ""),
            ("DELETE", ""),
            # INSERT OR REPLACE removes the old row without firing the trigger on DELETE.
            ("INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key} OR id = NEW.id)"),  # noqa: S608
        ):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{event.lower()} BEFORE {event} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% are append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
