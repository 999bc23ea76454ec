"""`flask serve`: everything a school needs on one machine, in one command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence

import click
from flask import current_app
from flask_migrate import upgrade

from coachsched.cli.common import told
from coachsched.core.errors import InputError, Problem
from coachsched.services import demo, setup
from coachsched.store import schools

STOPS_WITHIN = 15
# More threads than cores only wait for each other; two keep a slow request from holding up the next.
THREADS = 2
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=5000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@told
def serve(host: str, port: int, workers: int) -> None:
    """Migrate, load the demo school where that is wanted, then serve the pages and send the mail."""
    settings = current_app.config["SETTINGS"]
    _check(host, port, settings.demo)
    upgrade()
    if settings.demo and not schools.all_schools():
        click.echo("Loading the demo school ...")
        demo.load()
    # Links in mails begin with the address that is served, unless another one is set.
    os.environ.setdefault("COACHSCHED_BASE_URL", f"http://{host}:{port}")
    address = os.environ["COACHSCHED_BASE_URL"]
    _say_where(setup.link(address) if setup.is_wanted() else address, settings.demo)
    if not settings.demo and demo.is_here_alone():
        click.echo("  The database holds the demo school, whose people can sign in only with DEMO=1.")
        click.echo("  For a school of your own, stop, take the demo aside, and start again:")
        click.echo(f"  mv {settings.data_dir} {settings.data_dir}-demo\n")
    _run_together(
        [sys.executable, "-m", "flask", "--app", "app", "worker"],
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host),
            *("--port", str(port), "--workers", str(workers), "--log-level", "warning"),
            # Feeds and answers carry their secret in the address, so no address is logged.
            "--no-access-log",
            *("--blocking-threads", str(THREADS), "--workers-kill-timeout", "5"),
            "app:app",
        ],
    )


COMMANDS = [serve]


def _check(host: str, port: int, is_demo: bool) -> None:
    if is_demo and host not in LOOPBACK:
        what = "the demo's passwords are public, so it is served on this machine only."
        raise InputError(Problem(f"--host {host}", what, "Set DEMO=0 to serve others."))
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            what = f"nothing can be served there: {error.strerror}."
            raise InputError(Problem(f"port {port}", what, "Try another: PORT=5001 make run.")) from None


def _say_where(address: str, is_demo: bool) -> None:
    click.echo(f"\n  coachsched is at {address}\n")
    if is_demo:
        click.echo("  Sign in as coach, partner, third, coordinator, principal, cover or admin,")
        click.echo("  each @demo.test; the password is demo.")
        click.echo(f"  The mail it would send: {address}/demo/mail\n")
    click.echo("  Stop with Ctrl-C.")


def _run_together(*commands: Sequence[str]) -> None:
    """Run until one of the programs ends or we are told to stop; then end the others, gently."""
    running = [subprocess.Popen(command, env=os.environ) for command in commands]

    def stop(*_: object) -> None:
        for program in running:
            program.terminate()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    os.wait()
    stop()
    for program in running:
        try:
            program.wait(timeout=STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            program.kill()
