"""lessons open to visitors

Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

POINTS_AT = {"school_id": "school", "host_id": "person", "visit_id": "meeting"}


def upgrade() -> None:
    op.create_table(
        "open_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=name == "visit_id") for name in POINTS_AT),
        sa.Column("date", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("period", "klass", "subject", "line")),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_open_lesson_{name}"))
            for name, table in POINTS_AT.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_lesson")),
        sa.UniqueConstraint("host_id", "date", "period", name=op.f("uq_open_lesson_host_id_date_period")),
    )
    for name in ("school_id", "visit_id", "date"):
        op.create_index(op.f(f"ix_open_lesson_{name}"), "open_lesson", [name])


def downgrade() -> None:
    op.drop_table("open_lesson")
