"""Create the tables of the step ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("account", sa.String(length=12), nullable=False),
        sa.Column("kopiykas", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_ledger_line_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
        sa.UniqueConstraint("cause", name=op.f("uq_ledger_line_cause")),
    )
    op.create_index(
        "ix_ledger_line_facility_id", "ledger_line", ["facility_id", "night"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_ledger_line_facility_id", table_name="ledger_line")
    op.drop_table("ledger_line")
