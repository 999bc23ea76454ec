"""what reading answers needs

Revises: 0004
"""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing yet."""
