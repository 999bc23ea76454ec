"""the programme page in a school's own words, and the day a coordinator spoke to a pair

Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "programme_text",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_programme_text_school_id")),
        sa.PrimaryKeyConstraint("school_id", "key", name=op.f("pk_programme_text")),
    )
    op.add_column("partnership", sa.Column("spoken_on", sa.Date(), nullable=True))
