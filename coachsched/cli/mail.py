"""`flask mail send` and `flask worker`."""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from queue import Empty, SimpleQueue

import click
from sqlalchemy.exc import OperationalError

from coachsched.cli.common import no_tables, told
from coachsched.services import busy_calendars, clock, notices, outbox
from coachsched.services.unit import BusyError

POLL_SECONDS = 2.0
NOTICES_SECONDS = 60.0


@click.group("mail")
def mail() -> None:
    """The outbox."""


@mail.command("send")
@told
def send() -> None:
    """Deliver what is due, once."""
    sent, failed = outbox.deliver_due(clock.real)
    click.echo(f"{sent} sent, {failed} not sent.")


@click.command("worker")
@told
def worker() -> None:
    """Write notices, send the outbox and read calendars, for ever; SIGTERM lets it finish what is at hand."""
    stopped = Stopped()

    def pause(seconds: float) -> None:
        click.echo("The database is away or busy; trying again.", err=True)
        stopped.wait(seconds)

    notices_at = 0.0
    while not stopped():
        try:
            if time.monotonic() >= notices_at:
                notices.write_due()
                notices_at = time.monotonic() + NOTICES_SECONDS
            sent, failed = outbox.deliver_due(clock.real, stopped, pause)
            # One at a time, for mail must not wait long for somebody's slow calendar.
            read, unread = busy_calendars.fetch_due(clock.real, stopped, most=1)
        except (BusyError, OperationalError) as error:
            if no_tables(error):
                raise
            pause(POLL_SECONDS)
            continue
        if sent or failed:
            click.echo(f"{sent} sent, {failed} not sent.")
        if not read + unread:
            stopped.wait(POLL_SECONDS)


class Stopped:
    """Whether SIGTERM or Ctrl-C has come. A queue, since an Event may not be set in a signal handler."""

    def __init__(self) -> None:
        self._told: SimpleQueue[None] = SimpleQueue()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._told.put(None))

    def __call__(self) -> bool:
        return not self._told.empty()

    def wait(self, seconds: float) -> None:
        """Until the signal comes, at most so many seconds."""
        with suppress(Empty):
            self._told.put(self._told.get(timeout=seconds))


COMMANDS = [mail, worker]
