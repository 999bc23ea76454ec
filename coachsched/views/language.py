"""The language a page speaks: its reader's choice, else the school's, else the browser's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g, has_request_context, redirect, request, session
from flask_babel import refresh
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.wrappers import Response

from coachsched import languages
from coachsched.core.options import school_language
from coachsched.core.phrases import phrase, with_articles
from coachsched.services import own_account
from coachsched.store.people import Membership, Person, School
from coachsched.views.guard import act_as, safe_next
from coachsched.views.messages import tell

blueprint = Blueprint("language", __name__)


def init_app(app: Flask) -> None:
    languages.init_app(app, _chosen)
    for name in ("gettext", "ngettext"):
        app.jinja_env.globals[name] = _with_articles(app.jinja_env.globals[name])
    app.context_processor(lambda: {"languages": languages.OFFERED, "language": languages.spoken_code()})


@blueprint.post("/language")
def choose() -> Response:
    """Signed in, the choice is kept with the account; else by this browser."""
    code = languages.known(request.form.get("language"))
    session["language"] = code
    if current_user.is_authenticated:
        own_account.choose_language(current_user.member, code)
    refresh()
    tell(phrase("The pages speak English now."))
    return redirect(safe_next(request.form.get("next")), code=303)


def read_by(person: Person, school: School) -> None:
    """This page was reached by a link that is ``person``'s alone: speak as their mail does."""
    g.reader = person, school
    refresh()


def of_own_link(member: Membership) -> None:
    """This page was reached by ``member``'s own link: their school's clock, and their language."""
    act_as(member)
    read_by(member.person, member.school)


def _chosen() -> str | None:
    if not has_request_context():
        return None
    browser = languages.best([tag for tag, _ in request.accept_languages])
    reader = g.get("reader") or _signed_in()
    if reader is None:
        return languages.known(session.get("language"), browser)
    person, school = reader
    return languages.known(person.language, school_language(school.settings), browser)


def _signed_in() -> tuple[Person, School] | None:
    # The pages of errors are shown without a database too, so nobody is looked up for the language's sake.
    user = g.get("_login_user")
    if user is None or not user.is_authenticated:
        return None
    return user.member.person, user.member.school


def _with_articles(gettext: Any) -> Any:
    """What templates call for a sentence, with "an" where English wants it."""

    @pass_context
    def say(context: Context, *forms: Any, **blanks: Any) -> Any:
        if blanks and languages.speaks_english():
            forms = tuple(with_articles(one, blanks) if isinstance(one, str) else one for one in forms)
        return gettext(context, *forms, **blanks)

    return say
