"""Rows to core values and back; the only queries. Nothing here commits."""

from coachsched.models import db

session = db.session
