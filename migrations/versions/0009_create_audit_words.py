"""Create the table of the salts of people's own words, which the log holds as digests only."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_words",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["seq"], ["audit_entry.seq"], name=op.f("fk_audit_words_seq_audit_entry")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_words")),
    )


def downgrade() -> None:
    op.drop_table("audit_words")
