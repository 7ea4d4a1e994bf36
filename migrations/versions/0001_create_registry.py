"""Create the tables of the step registry."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community",
        sa.Column("katottg", sa.String(length=19), nullable=False),
        sa.Column("name_uk", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("district_uk", sa.String(length=80), nullable=False),
        sa.Column("district_en", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("centre_uk", sa.String(length=80), nullable=False),
        sa.Column("centre_en", sa.String(length=80), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("area_km2", sa.Numeric(precision=10, scale=1), nullable=True),
        sa.Column("settlements", sa.Integer(), nullable=True),
        sa.Column("mountain", sa.Boolean(), nullable=False),
        sa.Column("budget_code", sa.String(length=10), nullable=True),
        sa.Column("tourist_tax_2021_kopiykas", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(length=4), nullable=False),
        sa.Column("cutoff", sa.Time(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.CheckConstraint("length(katottg) = 19", name=op.f("ck_community_katottg_length")),
        sa.PrimaryKeyConstraint("katottg", name=op.f("pk_community")),
        sa.UniqueConstraint("series", name=op.f("uq_community_series")),
    )
    op.create_table(
        "exemption_ground",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_uk", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("short_uk", sa.String(length=80), nullable=False),
        sa.Column("short_en", sa.String(length=80), nullable=False),
        sa.Column("evidence_uk", sa.String(length=300), nullable=False),
        sa.Column("evidence_en", sa.String(length=300), nullable=False),
        sa.Column("only_for", sa.String(length=200), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_exemption_ground")),
    )
    op.create_table(
        "facility_kind",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_uk", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("law_group", sa.String(length=1), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_facility_kind")),
    )
    op.create_table(
        "minimum_wage",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kopiykas", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.CheckConstraint("kopiykas > 0", name=op.f("ck_minimum_wage_positive")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_minimum_wage")),
    )
    op.create_table(
        "operator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tax_code", sa.String(length=10), nullable=False),
        sa.Column("tax_code_kind", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("tax_code", name=op.f("uq_operator_tax_code")),
    )
    op.create_table(
        "facility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("community_katottg", sa.String(length=19), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "closed IS NULL OR opened IS NULL OR closed >= opened", name=op.f("ck_facility_life")
        ),
        sa.ForeignKeyConstraint(
            ["community_katottg"],
            ["community.katottg"],
            name=op.f("fk_facility_community_katottg_community"),
        ),
        sa.ForeignKeyConstraint(
            ["kind"], ["facility_kind.code"], name=op.f("fk_facility_kind_facility_kind")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_facility_operator_id_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("code", name=op.f("uq_facility_code")),
    )
    op.create_index("ix_facility_community", "facility", ["community_katottg"], unique=False)
    op.create_index("ix_facility_operator_id", "facility", ["operator_id"], unique=False)
    op.create_table(
        "rate_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community", sa.String(length=19), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("tourism_type", sa.String(length=8), nullable=False),
        sa.Column("facility_kinds", sa.String(length=200), nullable=False),
        sa.Column("price_basis", sa.String(length=20), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("price_from", sa.Integer(), nullable=True),
        sa.Column("price_to", sa.Integer(), nullable=True),
        sa.Column("edge", sa.String(length=20), nullable=False),
        sa.Column("percent", sa.String(length=8), nullable=False),
        sa.Column("decision_no", sa.String(length=200), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("decision_url", sa.String(length=400), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("seeded", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "tourism_type IN ('domestic', 'inbound')", name=op.f("ck_rate_rule_tourism_type")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_rate_rule_validity")
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["community.katottg"], name=op.f("fk_rate_rule_community_community")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_rule")),
    )
    op.create_index(
        "ix_rate_rule_community", "rate_rule", ["community", "valid_from"], unique=False
    )
    op.create_table(
        "capacity",
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rooms", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("extra_places", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rooms > 0 AND places > 0 AND extra_places >= 0", name=op.f("ck_capacity_positive")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_capacity_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("facility_id", "valid_from", name=op.f("pk_capacity")),
    )
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("date_from", sa.Date(), nullable=False),
        sa.Column("date_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("date_to >= date_from", name=op.f("ck_closure_order")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_closure_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index("ix_closure_facility_id", "closure", ["facility_id", "date_from"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_closure_facility_id", table_name="closure")
    op.drop_table("closure")
    op.drop_table("capacity")
    op.drop_index("ix_rate_rule_community", table_name="rate_rule")
    op.drop_table("rate_rule")
    op.drop_index("ix_facility_operator_id", table_name="facility")
    op.drop_index("ix_facility_community", table_name="facility")
    op.drop_table("facility")
    op.drop_table("operator")
    op.drop_table("minimum_wage")
    op.drop_table("facility_kind")
    op.drop_table("exemption_ground")
    op.drop_table("community")
