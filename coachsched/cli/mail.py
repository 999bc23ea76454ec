"""`flask mail send` and `flask worker`."""

from __future__ import annotations

import signal
import threading

import click

from coachsched.cli.common import told
from coachsched.services import clock, outbox

POLL_SECONDS = 2.0


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
    """Deliver the outbox for ever; SIGTERM lets it finish the message at hand."""
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    while not stopped.is_set():
        sent, failed = outbox.deliver_due(clock.real, stopped.is_set)
        if sent or failed:
            click.echo(f"{sent} sent, {failed} not sent.")
        stopped.wait(POLL_SECONDS)


COMMANDS = [mail, worker]
