"""the language somebody reads

Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("person", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "language")
