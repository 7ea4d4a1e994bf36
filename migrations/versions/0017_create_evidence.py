"""Create the tables of outside figures: imports, readings, past checks."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_import",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_digest", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('evidence', 'checks')", name=op.f("ck_evidence_import_kind")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_evidence_import_author_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_import")),
    )
    op.create_table(
        "evidence_reading",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=True),
        sa.Column("community", sa.String(length=19), nullable=True),
        sa.Column("date_from", sa.Date(), nullable=False),
        sa.Column("date_to", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "(facility_id IS NULL) != (community IS NULL)",
            name=op.f("ck_evidence_reading_of_whom"),
        ),
        sa.CheckConstraint("date_from <= date_to", name=op.f("ck_evidence_reading_order")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_evidence_reading_value")),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["evidence_import.id"],
            name=op.f("fk_evidence_reading_import_id_evidence_import"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"],
            ["facility.id"],
            name=op.f("fk_evidence_reading_facility_id_facility"),
        ),
        sa.ForeignKeyConstraint(
            ["community"],
            ["community.katottg"],
            name=op.f("fk_evidence_reading_community_community"),
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_evidence_reading")),
    )
    op.create_index(
        "ix_evidence_reading_facility_id", "evidence_reading", ["facility_id", "kind", "date_from"]
    )
    op.create_index("ix_evidence_reading_date_to", "evidence_reading", ["date_to"])
    op.create_table(
        "evidence_check",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("observed_guests", sa.Integer(), nullable=False),
        sa.Column("design", sa.String(length=12), nullable=False),
        sa.Column("inclusion_probability", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "design IN ('random', 'risk', 'complaint')", name=op.f("ck_evidence_check_design")
        ),
        sa.CheckConstraint("observed_guests >= 0", name=op.f("ck_evidence_check_observed_guests")),
        sa.CheckConstraint(
            "inclusion_probability IS NULL"
            " OR (inclusion_probability > 0 AND inclusion_probability <= 1)",
            name=op.f("ck_evidence_check_inclusion_probability"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["evidence_import.id"],
            name=op.f("fk_evidence_check_import_id_evidence_import"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_evidence_check_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_evidence_check")),
    )
    op.create_index("ix_evidence_check_facility_id", "evidence_check", ["facility_id", "night"])


def downgrade() -> None:
    op.drop_table("evidence_check")
    op.drop_table("evidence_reading")
    op.drop_table("evidence_import")
