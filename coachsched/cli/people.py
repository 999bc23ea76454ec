"""`flask people password`."""

from __future__ import annotations

import click

from coachsched.cli.common import told
from coachsched.services import accounts


@click.group("people")
def people() -> None:
    """People and their accounts."""


@people.command("password")
@click.argument("email")
@click.password_option(help="Asked for if left out.")
@told
def password(email: str, password: str) -> None:
    """Give a person a password and end all their sign-ins."""
    accounts.set_password(email, password)
    click.echo(f"{email} can sign in with the new password.")


COMMANDS = [people]
