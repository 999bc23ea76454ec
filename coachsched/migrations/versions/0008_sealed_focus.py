"""what is between partners sealed: the focus, and links; mail held back once a copy was put back

Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0008"
down_revision = "0007"

proposal = sa.table(
    "proposal", sa.column("id"), sa.column("focus"), sa.column("sealed_focus", sa.LargeBinary())
)


def upgrade() -> None:
    op.add_column("proposal", sa.Column("sealed_focus", sa.LargeBinary(), nullable=True))
    _seal(op.get_bind())
    op.drop_column("proposal", "focus")
    op.create_table(
        "shared_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_shared_link_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_link")),
    )
    op.create_index(op.f("ix_shared_link_partnership_id"), "shared_link", ["partnership_id"])
    # A copy older than this table is put back with the table made beforehand, so that no worker sends.
    op.create_table(
        "mail_hold",
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_mail_hold")),
        if_not_exists=True,
    )


def _seal(connection: sa.Connection) -> None:
    """Every focus, with the installation's own key; what was in the clear is blanked before it is dropped.

    PostgreSQL keeps the bytes of a dropped column in every row.
    """
    seal = current_app.extensions["vault"].seal
    rows = connection.execute(sa.select(proposal.c.id, proposal.c.focus).where(proposal.c.focus != ""))
    for number, focus in rows.all():
        connection.execute(
            sa.update(proposal).where(proposal.c.id == number).values(focus="", sealed_focus=seal(focus))
        )


def downgrade() -> None:
    """What was sealed stays behind: the tables before had no place for it."""
    op.drop_table("mail_hold")
    op.drop_table("shared_link")
    op.add_column("proposal", sa.Column("focus", sa.String(), nullable=False, server_default=""))
    op.drop_column("proposal", "sealed_focus")
