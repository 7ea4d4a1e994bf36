"""Create the tables of the step scans."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("date_from", sa.Date(), nullable=False),
        sa.Column("date_to", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bands_from", sa.Date(), nullable=False),
        sa.Column("input_digest", sa.String(length=64), nullable=False),
        sa.Column("params_digest", sa.String(length=64), nullable=False),
        sa.Column("code_version", sa.String(length=64), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("facilities", sa.Integer(), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("flags_opened", sa.Integer(), nullable=False),
        sa.Column("flags_closed", sa.Integer(), nullable=False),
        sa.Column("flags_standing", sa.Integer(), nullable=False),
        sa.Column("decides_flags", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "date_from <= date_to AND bands_from <= date_to", name=op.f("ck_scan_run_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_run")),
        sa.UniqueConstraint("date_to", "number", name=op.f("uq_scan_run_date_to_number")),
    )
    op.create_table(
        "assessment",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("date_from", sa.Date(), nullable=False),
        sa.Column("date_to", sa.Date(), nullable=False),
        sa.Column("nights_filed", sa.Integer(), nullable=False),
        sa.Column("declared_nights", sa.Double(), nullable=False),
        sa.Column("plausible_nights", sa.Double(), nullable=True),
        sa.Column("plausible_low", sa.Double(), nullable=True),
        sa.Column("plausible_high", sa.Double(), nullable=True),
        sa.Column("gap_nights", sa.Double(), nullable=True),
        sa.Column("gap_low", sa.Double(), nullable=True),
        sa.Column("gap_high", sa.Double(), nullable=True),
        sa.Column("gap_kopiykas", sa.BigInteger(), nullable=True),
        sa.Column("gap_kopiykas_low", sa.BigInteger(), nullable=True),
        sa.Column("gap_kopiykas_high", sa.BigInteger(), nullable=True),
        sa.Column("p_value", sa.Double(), nullable=True),
        sa.Column("q_value", sa.Double(), nullable=True),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("corrected_up", sa.Integer(), nullable=False),
        sa.Column("peer_group", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_assessment_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scan_run.id"], name=op.f("fk_assessment_run_id_scan_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "facility_id", name=op.f("pk_assessment")),
    )
    op.create_index(
        "ix_assessment_facility_id", "assessment", ["facility_id", "run_id"], unique=False
    )
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_run", sa.Integer(), nullable=False),
        sa.Column("latest_run", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_run", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_code", sa.String(length=24), nullable=True),
        sa.Column("closed_note", sa.String(length=500), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_flag_closed_at")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_code IS NOT NULL)", name=op.f("ck_flag_closed_code")
        ),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('ask', 'visit', 'close')",
            name=op.f("ck_flag_decision"),
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_flag_state")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["person.id"], name=op.f("fk_flag_closed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["closed_run"], ["scan_run.id"], name=op.f("fk_flag_closed_run_scan_run")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_flag_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_flag_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["latest_run"], ["scan_run.id"], name=op.f("fk_flag_latest_run_scan_run")
        ),
        sa.ForeignKeyConstraint(
            ["opened_run"], ["scan_run.id"], name=op.f("fk_flag_opened_run_scan_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index("ix_flag_facility_id", "flag", ["facility_id", "state"], unique=False)
    op.create_index(
        "uq_flag_one_open",
        "flag",
        ["facility_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "night_band",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("declared", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("low80", sa.Double(), nullable=False),
        sa.Column("high80", sa.Double(), nullable=False),
        sa.Column("low95", sa.Double(), nullable=False),
        sa.Column("high95", sa.Double(), nullable=False),
        sa.Column("p_value", sa.Double(), nullable=True),
        sa.Column("hidden", sa.Double(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_night_band_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scan_run.id"], name=op.f("fk_night_band_run_id_scan_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "facility_id", "night", name=op.f("pk_night_band")),
    )
    op.create_index(
        "ix_night_band_facility_id", "night_band", ["facility_id", "night", "run_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_night_band_facility_id", table_name="night_band")
    op.drop_table("night_band")
    op.drop_index(
        "uq_flag_one_open",
        table_name="flag",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_flag_facility_id", table_name="flag")
    op.drop_table("flag")
    op.drop_index("ix_assessment_facility_id", table_name="assessment")
    op.drop_table("assessment")
    op.drop_table("scan_run")
