"""Create the tables of the step citations."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_type",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("title_uk", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("legal_basis_uk", sa.String(length=1200), nullable=False),
        sa.Column("legal_basis_en", sa.String(length=1200), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("prints_expected", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_document_type")),
    )
    op.create_table(
        "citation_counter",
        sa.Column("community_katottg", sa.String(length=19), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_katottg"],
            ["community.katottg"],
            name=op.f("fk_citation_counter_community_katottg_community"),
        ),
        sa.PrimaryKeyConstraint("community_katottg", "year", name=op.f("pk_citation_counter")),
    )
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_katottg", sa.String(length=19), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("number_text", sa.String(length=24), nullable=False),
        sa.Column("document_type", sa.String(length=16), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=26), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("template_version", sa.String(length=16), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("ck_citation_void"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_citation_number")),
        sa.CheckConstraint(
            "voided_by IS NULL OR voided_by != issued_by", name=op.f("ck_citation_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_katottg"],
            ["community.katottg"],
            name=op.f("fk_citation_community_katottg_community"),
        ),
        sa.ForeignKeyConstraint(
            ["document_type"],
            ["document_type.code"],
            name=op.f("fk_citation_document_type_document_type"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_citation_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_citation_issued_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["citation.id"], name=op.f("fk_citation_replaces_id_citation")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_citation_visit_id_visit")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["person.id"], name=op.f("fk_citation_voided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("audit_seq", name=op.f("uq_citation_audit_seq")),
        sa.UniqueConstraint("code", name=op.f("uq_citation_code")),
        sa.UniqueConstraint(
            "community_katottg",
            "year",
            "number",
            name=op.f("uq_citation_community_katottg_year_number"),
        ),
        sa.UniqueConstraint("number_text", name=op.f("uq_citation_number_text")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_citation_replaces_id")),
    )
    op.create_index(
        "ix_citation_facility_id", "citation", ["facility_id", "issued_at"], unique=False
    )
    op.create_index("ix_citation_issued_at", "citation", ["issued_at"], unique=False)
    op.create_index("ix_citation_visit_id", "citation", ["visit_id"], unique=False)
    op.create_index(
        "uq_citation_one_live",
        "citation",
        ["visit_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_citation_one_live",
        table_name="citation",
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.drop_index("ix_citation_visit_id", table_name="citation")
    op.drop_index("ix_citation_issued_at", table_name="citation")
    op.drop_index("ix_citation_facility_id", table_name="citation")
    op.drop_table("citation")
    op.drop_table("citation_counter")
    op.drop_table("document_type")
