"""who takes a class without having an account, and half-days for which they are paid

Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"

POINTS_AT = {
    "half_day_id": ("half_day", None),
    "partnership_id": ("partnership", "CASCADE"),
    "host_id": ("person", None),
    "person_id": ("person", None),
}


def upgrade() -> None:
    op.create_table(
        "half_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("half", "covered_by", "fund", "state")),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_half_day_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_day")),
    )
    op.create_index(op.f("ix_half_day_school_id"), "half_day", ["school_id"])
    op.create_table(
        "half_day_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in POINTS_AT),
        sa.Column("visit", sa.String(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("start_at", "end_at")),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_half_day_lesson_{name}"), ondelete=gone
            )
            for name, (table, gone) in POINTS_AT.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_day_lesson")),
    )
    for name in ("half_day_id", "partnership_id"):
        op.create_index(op.f(f"ix_half_day_lesson_{name}"), "half_day_lesson", [name])
    with op.batch_alter_table("cover_request") as request:
        request.add_column(sa.Column("covered_by", sa.String(), nullable=False, server_default=""))
        request.add_column(sa.Column("half_day_id", sa.Integer(), nullable=True))
        request.create_foreign_key(
            op.f("fk_cover_request_half_day_id"), "half_day", ["half_day_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index(op.f("ix_cover_request_half_day_id"), "cover_request", ["half_day_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_cover_request_half_day_id"), "cover_request")
    with op.batch_alter_table("cover_request") as request:
        request.drop_constraint(op.f("fk_cover_request_half_day_id"), type_="foreignkey")
        request.drop_column("half_day_id")
        request.drop_column("covered_by")
    op.drop_table("half_day_lesson")
    op.drop_table("half_day")
