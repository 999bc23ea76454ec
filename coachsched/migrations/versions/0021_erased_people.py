"""people of whom nothing is kept but that somebody was there

Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("erased", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.drop_column("erased")
