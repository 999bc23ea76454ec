"""Secret strings in all that partners note and answer, looked for as everybody else, everywhere."""

from __future__ import annotations

import email
import email.policy
import logging
import re
from pathlib import Path

import pytest
from access_table import PAGES
from builders import outbox
from sqlalchemy.exc import DBAPIError
from world import (
    ACTORS,
    FOCUS_CANARY,
    INTERESTS_CANARY,
    LINE_CANARY,
    LINK_CANARY,
    OTHERS_CANARY,
    REASON_CANARY,
    World,
)

from coachsched.cli.backups import backup
from coachsched.models import SharedLink, db

CANARY = re.compile("[Cc]anary ?[Oo]f ?[Tt]he ?[A-Za-z]+")
PAIR, OTHER_PAIR = {FOCUS_CANARY, LINK_CANARY}, {OTHERS_CANARY}
# The coach is asked by the third, who reads their own interests and not again what they wrote.
MAY_READ = {
    "coach": PAIR | {LINE_CANARY, INTERESTS_CANARY},
    "partner": PAIR,
    "third": OTHER_PAIR | {INTERESTS_CANARY},
}
TABLED = [cell.path for cell in PAGES.values()]
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
# What a partner was sent is the partner's, whoever opens it.
SIGNED = ("/answers/", "/asks/", "/cover/links/", "/invitations/", "/suggestions/", "/was-this-you/")


@pytest.fixture(autouse=True)
def _every_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


@pytest.mark.parametrize("name", list(ACTORS))
def test_each_reads_their_own_and_nobody_elses(world: World, caplog: pytest.LogCaptureFixture, name: str):
    """Every page, feed and export that can be reached, and the log of the way there."""
    found = {
        canary
        for path, text in world.crawl(name, TABLED).items()
        if not path.startswith(SIGNED)
        for canary in CANARY.findall(text)
    }
    assert found == MAY_READ.get(name, set())
    assert CANARY.findall(caplog.text) == []


@pytest.mark.parametrize("name", list(ACTORS))
def test_fragments_say_no_more_than_pages(world: World, name: str):
    for path in TABLED:
        text = world.clients[name].get(world.fill(path), headers=FRAGMENT).text
        if not path.startswith(SIGNED):
            assert set(CANARY.findall(text)) <= MAY_READ.get(name, set()), path


@pytest.mark.parametrize("path", SIGNED)
def test_links_of_mails_lead_to_dates_not_to_what_they_are_about(world: World, path: str):
    (tabled,) = [one for one in TABLED if one.startswith(path)]
    assert CANARY.findall(world.ask("nobody", "GET", tabled).text) == []


def test_exports_are_among_what_is_looked_at():
    for path in ("/report.csv", "/calendar/school.toml", "/records/", "/feeds/", "/demo/mail/"):
        assert any(tabled.startswith(path) for tabled in TABLED), path


def test_no_mail_holds_any_written_or_sent(world: World):
    with world.app.app_context():
        bodies = [message.body for message in outbox()]
    bodies += [file.read_bytes() for file in (world.folder / "mail").rglob("*") if file.is_file()]
    assert len(bodies) > 10
    for body in bodies:
        parsed = email.message_from_bytes(body, policy=email.policy.default)
        texts = [part.get_content() for part in parsed.walk() if not part.is_multipart()]
        assert CANARY.findall(repr([*texts, *parsed.values()])) == []


def test_neither_the_database_nor_its_copy_holds_any_in_the_clear(world: World, tmp_path: Path):
    result = world.app.test_cli_runner().invoke(backup, [str(tmp_path / "copy")])
    assert result.exit_code == 0
    files = [tmp_path / "copy", *world.file.parent.glob(f"{world.file.name}*")]
    for file in files:
        raw = file.read_bytes()
        assert CANARY.findall(raw.decode("latin-1")) == [], file.name
    assert REASON_CANARY not in repr(world.dump())


@pytest.mark.parametrize("place", ["page", "letter"])
def test_an_error_is_told_and_logged_without_them(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: str
):
    """Something breaks just after the focus was opened, or while it is being sent."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)
    if place == "page":
        monkeypatch.setattr("coachsched.views.proposals.render_template", broken)
        response = world.ask("partner", "GET", "/proposals/{proposal_id}")
    else:
        monkeypatch.setattr("coachsched.services.letters.propose", broken)
        fields = {"host": "{host}", "pick": "{visit}", "focus": FOCUS_CANARY}
        response = world.ask("coach", "POST", "/partnerships/{partnership_id}/proposals", **fields)
    assert response.status_code == 500
    assert "out of order" in caplog.text
    assert CANARY.findall(response.text + caplog.text) == []


def test_what_the_database_refuses_is_told_without_the_row(world: World):
    with world.app.app_context():
        db.session.add(SharedLink(partnership_id=10**6, sealed=LINK_CANARY.encode()))
        with pytest.raises(DBAPIError) as refused:
            db.session.flush()
        db.session.rollback()
    assert LINK_CANARY not in str(refused.value)
