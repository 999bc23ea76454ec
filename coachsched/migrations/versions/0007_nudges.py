"""nudges sent, the day of a school's last round of them, and what partners said of a meeting held

Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_nudge_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("partnership_id", "date", name=op.f("uq_nudge_partnership_id_date")),
    )
    op.add_column("school", sa.Column("nudged_on", sa.Date(), nullable=True))
    op.add_column("meeting", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("meeting", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
