"""Create the tables of the step filings."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "filing_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("rooms_occupied", sa.Integer(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("domestic", sa.Integer(), nullable=False),
        sa.Column("inbound", sa.Integer(), nullable=False),
        sa.Column("exempt_total", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.JSON(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=True),
        sa.Column("arrivals", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("due_kopiykas", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_cutoff", sa.Boolean(), nullable=False),
        sa.Column("receipt_no", sa.String(length=24), nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_leaf", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "kind IN ('figure', 'correction')", name=op.f("ck_filing_revision_kind")
        ),
        sa.CheckConstraint(
            "(rooms_occupied = 0) = (guests = 0)", name=op.f("ck_filing_revision_empty_means_empty")
        ),
        sa.CheckConstraint(
            "arrivals IS NULL OR (arrivals BETWEEN 0 AND guests)",
            name=op.f("ck_filing_revision_arrivals"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_filing_revision_number")),
        sa.CheckConstraint(
            "rooms_occupied >= 0 AND domestic >= 0 AND inbound >= 0 AND exempt_total >= 0"
            " AND guests = domestic + inbound + exempt_total",
            name=op.f("ck_filing_revision_figures"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_filing_revision_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_filing_revision_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_revision")),
        sa.UniqueConstraint("audit_seq", name=op.f("uq_filing_revision_audit_seq")),
        sa.UniqueConstraint(
            "facility_id",
            "idempotency_key",
            name=op.f("uq_filing_revision_facility_id_idempotency_key"),
        ),
        sa.UniqueConstraint(
            "facility_id",
            "night",
            "number",
            name=op.f("uq_filing_revision_facility_id_night_number"),
        ),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_filing_revision_receipt_no")),
    )
    op.create_index("ix_filing_revision_night", "filing_revision", ["night"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_filing_revision_night", table_name="filing_revision")
    op.drop_table("filing_revision")
