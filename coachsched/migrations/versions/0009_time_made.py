"""requests for cover, and meetings that belong to no partnership

Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

SCHOOLS = """
UPDATE meeting SET school_id = (
    SELECT school_id FROM partnership WHERE partnership.id = meeting.partnership_id
)
"""
POINTS_AT = {
    "school_id": ("school", None),
    "partnership_id": ("partnership", "SET NULL"),
    "option_id": ("proposal_option", "SET NULL"),
    "meeting_id": ("meeting", "SET NULL"),
    "covering_id": ("meeting", "SET NULL"),
    "person_id": ("person", None),
}


def upgrade() -> None:
    op.add_column("meeting", sa.Column("school_id", sa.Integer(), nullable=True))
    op.execute(SCHOOLS)
    with op.batch_alter_table("meeting") as meeting:
        meeting.alter_column("school_id", existing_type=sa.Integer(), nullable=False)
        meeting.alter_column("partnership_id", existing_type=sa.Integer(), nullable=True)
        meeting.create_foreign_key(op.f("fk_meeting_school_id"), "school", ["school_id"], ["id"])
    op.create_index(op.f("ix_meeting_school_id"), "meeting", ["school_id"])
    op.create_table(
        "cover_request",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=name not in ("school_id", "person_id"))
            for name in POINTS_AT
        ),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "fund", "period")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("klass", "subject", "room")),
        sa.Column("date", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=name == "answered_at")
            for name in ("start_at", "end_at", "asked_at", "answered_at")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_cover_request_{name}"), ondelete=gone
            )
            for name, (table, gone) in POINTS_AT.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_request")),
    )
    for name in (*POINTS_AT, "start_at"):
        op.create_index(op.f(f"ix_cover_request_{name}"), "cover_request", [name])


def downgrade() -> None:
    """Meetings of no partnership had no place before."""
    op.drop_table("cover_request")
    meetings = sa.table("meeting", sa.column("id"), sa.column("partnership_id"))
    alone = sa.select(meetings.c.id).where(meetings.c.partnership_id.is_(None))
    for name in ("booking", "suggestion", "question"):
        rows = sa.table(name, sa.column("meeting_id"))
        op.execute(sa.delete(rows).where(rows.c.meeting_id.in_(alone)))
    op.execute(sa.delete(meetings).where(meetings.c.partnership_id.is_(None)))
    op.drop_index(op.f("ix_meeting_school_id"), "meeting")
    with op.batch_alter_table("meeting") as meeting:
        meeting.drop_constraint(op.f("fk_meeting_school_id"), type_="foreignkey")
        meeting.alter_column("partnership_id", existing_type=sa.Integer(), nullable=False)
        meeting.drop_column("school_id")
