"""what sending mail by the book needs: which letters can wait, whose acts they tell of, and how people are reminded

Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.drop_index("ix_outbox_due", "outbox")
    # SQLite takes a foreign key only into a table made anew.
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("kind", sa.String(), nullable=False, server_default=""))
        outbox.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.true()))
        outbox.add_column(sa.Column("good_until", sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column("caused_by", sa.Integer(), nullable=True))
        outbox.create_foreign_key(op.f("fk_outbox_caused_by"), "person", ["caused_by"], ["id"])
    op.create_index("ix_outbox_due", "outbox", ["state", "urgent", "due_at"])
    op.create_index("ix_outbox_caused", "outbox", ["caused_by", "created_at"])
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"])
    op.add_column("membership", sa.Column("notice", sa.String(), nullable=False, server_default="reminder"))
    op.add_column("membership", sa.Column("alarm_minutes", sa.Integer(), nullable=True))
    op.add_column("school", sa.Column("noticed_on", sa.Date(), nullable=True))
