"""The WSGI application: ``granian --interface wsgi app:app`` or ``flask`` commands."""

from coachsched import create_app

app = create_app()
