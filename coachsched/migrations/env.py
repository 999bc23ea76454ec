"""Alembic's way in: the app's engine and tables."""

from __future__ import annotations

from alembic import context
from flask import current_app

target_metadata = current_app.extensions["migrate"].db.metadata


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
