"""Create the table of what facilities answered to questions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flag_reply",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_flag_reply_author_id_person")
        ),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_reply_flag_id_flag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_reply")),
    )
    op.create_index("ix_flag_reply_flag_id", "flag_reply", ["flag_id", "id"])


def downgrade() -> None:
    op.drop_table("flag_reply")
