"""what kind of visit is proposed and booked, and whether it is to be talked about

Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table in ("meeting", "proposal"):
        op.add_column(table, sa.Column("visit_kind", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "proposal", sa.Column("wants_debrief", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    op.drop_column("proposal", "wants_debrief")
    for table in ("proposal", "meeting"):
        op.drop_column(table, "visit_kind")
