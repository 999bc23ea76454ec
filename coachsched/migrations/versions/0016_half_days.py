"""who takes a class without having an account

Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("cover_request", sa.Column("covered_by", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("cover_request", "covered_by")
