"""Create the table of deeds that take two, first passwords, devices of sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("community_katottg", sa.String(length=19), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_seq", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('confirmed', 'declined', 'withdrawn')",
            name=op.f("ck_approval_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_approval_decided"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome != 'confirmed' OR decided_by != asked_by",
            name=op.f("ck_approval_second_person"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome != 'confirmed' OR about_id IS NULL"
            " OR decided_by != about_id",
            name=op.f("ck_approval_not_for_oneself"),
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_approval_about_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_approval_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["community_katottg"],
            ["community.katottg"],
            name=op.f("fk_approval_community_katottg_community"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_approval_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("asked_seq", name=op.f("uq_approval_asked_seq")),
    )
    op.create_index("ix_approval_open", "approval", ["outcome", "expires_at"], unique=False)
    op.create_index("ix_approval_subject", "approval", ["subject"], unique=False)
    op.add_column(
        "person", sa.Column("first_password_until", sa.DateTime(timezone=True), nullable=True)
    )
    for column in (
        sa.Column("in_field", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("browser", sa.String(length=8), nullable=False, server_default="other"),
        sa.Column("device", sa.String(length=8), nullable=False, server_default="other"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("sign_in_session", column)


def downgrade() -> None:
    for name in ("seen_at", "device", "browser", "in_field"):
        op.drop_column("sign_in_session", name)
    op.drop_column("person", "first_password_until")
    op.drop_index("ix_approval_subject", table_name="approval")
    op.drop_index("ix_approval_open", table_name="approval")
    op.drop_table("approval")
