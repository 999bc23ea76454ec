"""who looks for a partner, and who asked whom

Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "looking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("seen_by", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("sealed_interests", sa.LargeBinary(), nullable=True),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        _membership("looking", "membership_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looking")),
        sa.UniqueConstraint("membership_id", name=op.f("uq_looking_membership_id")),
    )
    op.create_table(
        "partner_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("put_aside", sa.Boolean(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        _membership("partner_ask", "asker_id"),
        _membership("partner_ask", "asked_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_ask")),
        sa.UniqueConstraint("asker_id", "asked_id", name=op.f("uq_partner_ask_asker_id_asked_id")),
    )
    op.create_index(op.f("ix_partner_ask_asked_id"), "partner_ask", ["asked_id"])


def _membership(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], ["membership.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    op.drop_table("partner_ask")
    op.drop_table("looking")
