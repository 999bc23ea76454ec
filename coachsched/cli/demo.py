"""`flask demo`."""

from __future__ import annotations

import click

from coachsched.cli.common import told
from coachsched.services import demo as demo_school


@click.command("demo")
@told
def demo() -> None:
    """Load the demo school into an empty database."""
    name = demo_school.load()
    click.echo(f"{name} is loaded. With DEMO=1, coach@demo.test can sign in with the password demo.")


COMMANDS = [demo]
