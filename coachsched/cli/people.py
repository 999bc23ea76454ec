"""`flask people password`, `flask people invite` and `flask people erase`."""

from __future__ import annotations

import click

from coachsched.cli.common import SHOWN, counted, school_option, the_school, told
from coachsched.core.errors import InputError, Problem
from coachsched.services import accounts, erasing, staff, welcomes
from coachsched.store import people as stored
from coachsched.store.people import Membership, School


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


@people.command("invite")
@click.argument("emails", nargs=-1, metavar="[EMAIL ...]")
@click.option("--again", is_flag=True, help="Also those who were told before and never came.")
@click.option("--in-school-hours", is_flag=True, help="Not at once, but when school is next open.")
@click.option("--from", "sender", metavar="EMAIL", help="Who invites; the first administrator if left out.")
@click.option("--into-folder", is_flag=True, help="Even where mail is not set up and stays in a folder.")
@click.option("--dry-run", is_flag=True, help="Say whom it goes to and what it says; send nothing.")
@school_option
@told
def invite(
    emails: tuple[str, ...],
    again: bool,
    in_school_hours: bool,
    sender: str | None,
    into_folder: bool,
    dry_run: bool,
    school_name: str | None,
) -> None:
    """Tell people who have never been here that they can sign in, and how: everybody, or those named."""
    school = the_school(school_name)
    by = _sender(school, sender)
    chosen = [staff.named(school, email) for email in emails] or None
    if dry_run:
        _rehearse(by, chosen, again)
        return
    count = welcomes.invite(by, chosen, again=again, at_once=not in_school_hours, into_folder=into_folder)
    when = "go out in school hours" if in_school_hours else "are on their way"
    nobody = "There is nobody to invite. With --again, those are told once more who never came."
    click.echo(f"{counted(count, 'invitation')}: they {when}." if count else nobody)


def _sender(school: School, email: str | None) -> Membership:
    """Who invites: an administrator of the school."""
    if email is not None:
        return staff.named(school, email)
    admins = [one for one in stored.memberships(school) if "admin" in one.roles and one.person.active]
    if not admins:
        what = "the school has no administrator."
        raise InputError(Problem("--from EMAIL", what, "Give somebody the role."))
    return min(admins, key=lambda one: one.id)


def _rehearse(by: Membership, chosen: list[Membership] | None, again: bool) -> None:
    found = welcomes.invitations(by)
    asked = [*found.untold, *(found.told if again else ())]
    asked = [one for one in asked if chosen is None or one in chosen]
    click.echo(f"{counted(len(asked), 'invitation')} would go out:")
    for one in asked[:SHOWN]:
        click.echo(f"  {one.person.name} <{one.person.email}>")
    if len(asked) > SHOWN:
        click.echo(f"  and {len(asked) - SHOWN} more")
    if asked:
        words = welcomes.letter(by, asked[0])
        click.echo(f"\n{words.subject}\n\n{words.text}")
    if found.folder:
        click.echo(f"Mail is not set up: it would stay in {found.folder}.")
    click.echo("Nothing was sent.")


@people.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
@told
def erase(email: str, yes: bool) -> None:
    """Erase the person with address EMAIL, at every school, for good.

    An account that is open is closed first: what is ahead is called off. Colleagues keep dates and minutes,
    with "a former colleague".
    """
    person = erasing.look_up(email)
    who = f"{person.name} <{person.email}>"
    if not yes:
        schools = " and ".join(member.school.name for member in person.memberships)
        click.confirm(f"{who}, {schools}. Erase for good?", abort=True)
    erasing.erase_named(email)
    click.echo(f"{who} is erased.")


COMMANDS = [people]
