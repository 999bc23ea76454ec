"""Arranging cover in the school of builders, and what its page shows. All need an app context."""

from __future__ import annotations

from builders import COVER, SCHOOL_TOML, member, outbox
from parsers import read_mail

from coachsched.models import CoverRequest, Meeting, db
from coachsched.services import cover, cover_page, schools


def approve(request: CoverRequest, by: str) -> CoverRequest:
    return cover.approve(member(COVER), request.id, member(by).person_id)


def card(request: CoverRequest) -> cover_page.Card:
    found = cover_page.page(member(COVER))
    every = (*found.wanting, *found.perhaps, *found.arranged, *found.over)
    return next(one for one in every if one.id == request.id)


def offered(request: CoverRequest) -> list[str]:
    return [one.name.split()[0] for one in card(request).choices]


def entry(request: CoverRequest) -> Meeting:
    found = db.session.get(CoverRequest, request.id, populate_existing=True)
    assert found is not None
    assert found.covering is not None
    return found.covering


def set_rules(**settings: object) -> None:
    lines = "\n".join(f"{name} = {value}" for name, value in settings.items())
    schools.apply(f"{SCHOOL_TOML}\n[settings]\n{lines}\n".encode(), "school.toml")


def text(number: int = -1) -> str:
    return read_mail(outbox()[number].body).get_body(("plain",)).get_content()
