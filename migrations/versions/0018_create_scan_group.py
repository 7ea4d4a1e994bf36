"""Create the tables of a scan's peer groups and of the scan under way; count groups in runs."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scan_run", sa.Column("groups", sa.Integer(), nullable=True))
    op.add_column("scan_run", sa.Column("groups_judged", sa.Integer(), nullable=True))
    op.create_table(
        "scan_group",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scan_run.id"], name=op.f("fk_scan_group_run_id_scan_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_scan_group")),
    )
    op.create_index("ix_scan_group_digest", "scan_group", ["digest"])
    op.create_table(
        "scan_progress",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_progress")),
    )


def downgrade() -> None:
    op.drop_table("scan_progress")
    op.drop_table("scan_group")
    op.drop_column("scan_run", "groups_judged")
    op.drop_column("scan_run", "groups")
