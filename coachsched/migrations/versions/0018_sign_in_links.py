"""ways in that are sent by mail, and when somebody first came

Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.add_column("person", sa.Column("came_at", sa.DateTime(timezone=True), nullable=True))
    # Whoever has a password has been here, or was given it by hand.
    op.execute("UPDATE person SET came_at = created_at WHERE password_hash IS NOT NULL")
    op.create_index(op.f("ix_sign_in_link_person_id"), "sign_in_link", ["person_id"])


def downgrade() -> None:
    op.drop_column("person", "came_at")
    op.drop_table("sign_in_link")
