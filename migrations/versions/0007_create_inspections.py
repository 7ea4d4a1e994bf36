"""Create the tables of the step inspections."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("inspector_id", sa.Integer(), nullable=False),
        sa.Column("second_inspector_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=12), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=True),
        sa.Column("order_no", sa.String(length=80), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("planned_by", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal", sa.JSON(), nullable=True),
        sa.Column("seal_seq", sa.Integer(), nullable=True),
        sa.Column("seal_leaf", sa.String(length=64), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rooms_seen", sa.Integer(), nullable=True),
        sa.Column("guests_seen", sa.Integer(), nullable=True),
        sa.Column("methods", sa.JSON(), nullable=True),
        sa.Column("received_by", sa.String(length=160), nullable=True),
        sa.Column("received_post", sa.String(length=160), nullable=True),
        sa.Column("statement", sa.String(length=2000), nullable=True),
        sa.Column("remarks", sa.String(length=2000), nullable=True),
        sa.Column("signing", sa.String(length=16), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_reason", sa.String(length=16), nullable=True),
        sa.Column("outcome_note", sa.String(length=300), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_seq", sa.Integer(), nullable=True),
        sa.Column("cancelled_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "origin IN ('signal', 'random', 'complaint')", name=op.f("ck_visit_origin")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('no_difference', 'difference', 'not_examined')",
            name=op.f("ck_visit_outcome"),
        ),
        sa.CheckConstraint(
            "signing IS NULL OR signing IN ('signed', 'with_remarks', 'refused')",
            name=op.f("ck_visit_signing"),
        ),
        sa.CheckConstraint(
            "state != 'closed' OR outcome IS NOT NULL", name=op.f("ck_visit_closed_outcome")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'opened', 'closed', 'cancelled')", name=op.f("ck_visit_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('opened', 'closed') OR seal_seq IS NOT NULL",
            name=op.f("ck_visit_sealed"),
        ),
        sa.CheckConstraint(
            "guests_seen IS NULL OR guests_seen >= 0", name=op.f("ck_visit_guests_seen")
        ),
        sa.CheckConstraint(
            "rooms_seen IS NULL OR rooms_seen >= 0", name=op.f("ck_visit_rooms_seen")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_visit_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_visit_flag_id_flag")),
        sa.ForeignKeyConstraint(
            ["inspector_id"], ["person.id"], name=op.f("fk_visit_inspector_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by"], ["person.id"], name=op.f("fk_visit_planned_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["second_inspector_id"], ["person.id"], name=op.f("fk_visit_second_inspector_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_facility_id", "visit", ["facility_id", "night"], unique=False)
    op.create_index("ix_visit_inspector_id", "visit", ["inspector_id", "night"], unique=False)
    op.create_index(
        "uq_visit_one_live",
        "visit",
        ["facility_id", "night"],
        unique=True,
        sqlite_where=sa.text("state != 'cancelled'"),
        postgresql_where=sa.text("state != 'cancelled'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_visit_one_live",
        table_name="visit",
        sqlite_where=sa.text("state != 'cancelled'"),
        postgresql_where=sa.text("state != 'cancelled'"),
    )
    op.drop_index("ix_visit_inspector_id", table_name="visit")
    op.drop_index("ix_visit_facility_id", table_name="visit")
    op.drop_table("visit")
