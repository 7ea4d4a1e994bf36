"""Create the table of who looked at the plan of a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_read",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_read_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_plan_read_visit_id_visit")
        ),
        sa.PrimaryKeyConstraint("visit_id", "person_id", "day", name=op.f("pk_plan_read")),
    )


def downgrade() -> None:
    op.drop_table("plan_read")
