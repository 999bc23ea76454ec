"""Whoever arranges cover, and whoever takes a class, learns that it is professional learning and no more."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from browser import CSRF, Browser
from builders import (
    COACH,
    COVER,
    FRI,
    NOW,
    OTHER,
    PASSWORD,
    THIRD,
    accept,
    bring_together,
    member,
    outbox,
    propose,
    the_school,
)
from covers import approve, offer_cover, requests
from flask import Flask
from handles import Clock

from coachsched.models import Partnership, db
from coachsched.services import cover, cover_answers, feeds, links, notices

WORDS = {f"word_{name}": f"canary {name}" for name in ("programme", "coach", "partner", "visit", "debrief")}
# Whose lesson is looked at, and where; what the pair is, by number; and how any of it is called.
SECRETS = re.compile(r"\b(Omar|Reyes|10A|Sport|Gym|60417)\b|other@|(?i:canary|visit|debrief|coach|partner)")
# Keys of forms, links and messages: made by chance, and may spell anything.
BY_CHANCE = re.compile(r"[A-Za-z0-9_]{16,}")
ELSEWHERE = re.compile(r"/(partnerships|proposals|meetings|invitations|answers)\b")


@pytest.fixture
def told(app: Flask) -> dict[str, str]:
    """All that is shown or sent to those two, from a class that is asked for to one that is taken back."""
    found: dict[str, str] = {}
    with app.app_context():
        offer_cover(**WORDS, funds={"Grant": {"school": 1, "partnership": 1}})
        db.session.add(Partnership(id=60416, school_id=the_school().id, created_at=NOW))
        db.session.commit()
        pair = bring_together(COACH, OTHER)
        assert pair.id == 60417
        accept(propose((FRI, "2"), pair=pair, host=OTHER, focus="canary focus"), OTHER)
        (request,) = requests()
        number = request.id
        feeds.renew(member(COVER), "cover")
        feed = str(feeds.addresses(member(COVER))["cover"]).removeprefix("http://localhost")
    arranger = Browser(app).sign_in(COVER, PASSWORD)

    def look(when: str) -> None:
        pages = "/cover", f"/cover?on={FRI}", f"/cover/{FRI}/sheet", "/cover/budget", "/cover/half-days"
        for path in (*pages, feed):
            found[f"{when}: {path}"] = arranger.get(path).text

    look("asked")
    with app.app_context():
        entry = approve(requests()[0])
        page, link = links.path_to_own("cover", entry.id), links.to_meeting(entry, member(THIRD).person_id)
    look("taken")
    found["mine"] = Browser(app).sign_in(THIRD, PASSWORD).get(page).text
    found["link"] = Browser(app).get(link.removeprefix("http://localhost")).text
    with app.app_context():
        cover_answers.cannot(member(THIRD), entry.id)
    look("cannot")
    Clock(app).forward(days=1)
    with app.app_context():
        notices.write_due()
        cover.withdraw(member(COVER), number)
    look("taken back")
    with app.app_context():
        for one in outbox():
            if one.kind.startswith("cover"):
                found[f"mail {one.id} {one.kind}"] = _all_of(one.body)
    return found


def _all_of(body: bytes) -> str:
    parsed = email.message_from_bytes(body, policy=email.policy.default)
    texts = [part.get_content() for part in parsed.walk() if not part.is_multipart()]
    calendars = [text.decode() if isinstance(text, bytes) else text for text in texts]
    return "\n".join([*map(str, parsed.values()), *calendars]).replace("\r\n ", "")


def test_they_learn_of_professional_learning_and_no_more(told: dict[str, str]):
    assert {name.split()[-1] for name in told if name.startswith("mail")} == {
        "cover", "cover_off", "cover_wanted",
    }  # fmt: skip
    assert all("professional lear" in text for name, text in told.items() if name.startswith("mail"))
    for name, text in told.items():
        # The application's own name, and the mailbox that is called after it.
        plain = BY_CHANCE.sub("", CSRF.sub("", text)).replace("coachsched", "")
        assert SECRETS.findall(plain) == [], name
        assert ELSEWHERE.findall(plain) == [], name


def test_the_class_itself_is_told(told: dict[str, str]):
    assert "7B English" in told["asked: /cover"]
    assert "Tessa Noor" in told[f"taken: /cover/{FRI}/sheet"]
    assert "7B" in told["mine"]
