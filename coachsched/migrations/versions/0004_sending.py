"""what sending mail by the book needs

Revises: 0003
"""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing yet."""
