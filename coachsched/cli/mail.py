"""`flask mail send`, `flask mail read` and `flask worker`."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Thread

import click
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError, ProgrammingError

from coachsched.cli.common import no_tables, read_file, told
from coachsched.core.errors import InputError, Problem
from coachsched.services import (
    busy_calendars,
    clock,
    covering,
    mail_hold,
    mailbox,
    notices,
    nudges,
    outbox,
    reading,
)
from coachsched.services.unit import BusyError

POLL_SECONDS = 2.0
HELD = " Mail is held back since a copy was put back; `flask mail release` lets it go."
NOTICES_SECONDS = 60.0
JOIN_SECONDS = 5.0


@click.group("mail")
def mail() -> None:
    """Mail on its way out, and answers that come in."""


@mail.command("send")
@told
def send() -> None:
    """Deliver what is due, once."""
    sent, failed = outbox.deliver_due(clock.real)
    click.echo(f"{sent} sent, {failed} not sent.{HELD if mail_hold.since() else ''}")


@mail.command("release")
@click.option("--drop-waiting", is_flag=True, help="Give up what waited in the copy that was put back.")
@told
def release(drop_waiting: bool) -> None:
    """Send mail again after a copy was put back."""
    waiting = mail_hold.release(drop_waiting)
    click.echo(f"Mail goes out again. {waiting} waiting.")


@mail.command("read")
@click.argument("file", required=False)
@told
def read(file: str | None) -> None:
    """Take in answers, once: from COACHSCHED_INBOX_URL, from FILE, or, as -, from standard input.

    For a mail server's pipe: exit code 0 once the message is taken in or kept aside, 75 where the database
    is away, so that the server tries again.
    """
    if file is None:
        return _read_inbox()
    # A message too large to be an answer is not read to its end; a pipe is, or its server would complain.
    raw = read_file(file)
    try:
        taken = reading.take_in(raw)
    except (BusyError, OperationalError, ProgrammingError):
        click.echo("The database is away or busy. Please send this message again later.", err=True)
        sys.exit(os.EX_TEMPFAIL)
    click.echo(f"{OUTCOMES[taken.state]} {taken.reason}".strip())
    return None


OUTCOMES = {"taken": "Taken in.", "aside": "Kept aside.", "known": "Taken in before; nothing is done twice."}


def _read_inbox() -> None:
    url = current_app.config["SETTINGS"].inbox_url
    if not url:
        remedy = "Set it to imap://…, imaps://… or maildir:PATH, or name a FILE."
        raise InputError(Problem("setting COACHSCHED_INBOX_URL", "it is not set.", remedy))
    click.echo(str(mailbox.read_new(url)))


@click.command("worker")
@told
def worker() -> None:
    """Write notices, send the outbox, read the inbox and calendars, for ever, until SIGTERM; then finish."""
    stopped = Stopped()
    with _reader(stopped):
        _deliver(stopped)


@contextmanager
def _reader(stopped: Stopped) -> Iterator[None]:
    """Where there is an inbox, answers are read beside the delivery, which waits for nothing of it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    url = app.config["SETTINGS"].inbox_url

    def watch() -> None:
        with app.app_context():
            mailbox.watch(url, stopped, stopped.wait, lambda words: click.echo(words, err=True))

    # Killed at any moment it leaves nothing half done, so nobody has to wait long for it.
    thread = Thread(target=watch, daemon=True)
    if url:
        thread.start()
    try:
        yield
    finally:
        if url:
            thread.join(JOIN_SECONDS)


def _deliver(stopped: Stopped) -> None:

    def pause(seconds: float) -> None:
        click.echo("The database is away or busy; trying again.", err=True)
        stopped.wait(seconds)

    notices_at = 0.0
    while not stopped():
        try:
            if time.monotonic() >= notices_at:
                covering.let_go_late()
                notices.write_due()
                nudges.write_due()
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
