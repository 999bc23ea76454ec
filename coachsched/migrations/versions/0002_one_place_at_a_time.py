"""Nobody in two places at once: the database refuses overlapping active bookings of a person

Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"

# Without btree_gist, which schools may not be allowed to install: a range of one person's number.
EXCLUSION = """
ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&,
    tstzrange(start_at, end_at) WITH &&
) WHERE (active)
"""
TRIGGER = """
CREATE TRIGGER booking_overlap_{event} BEFORE {event} ON booking WHEN NEW.active
BEGIN
    SELECT RAISE(ABORT, 'booking_overlap') WHERE EXISTS (
        SELECT 1 FROM booking
        WHERE person_id = NEW.person_id AND active AND id IS NOT NEW.id
            AND start_at < NEW.end_at AND end_at > NEW.start_at
    );
END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(EXCLUSION)
        return
    for event in ("insert", "update"):
        op.execute(TRIGGER.format(event=event))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE booking DROP CONSTRAINT booking_overlap")
        return
    for event in ("insert", "update"):
        op.execute(f"DROP TRIGGER booking_overlap_{event}")
