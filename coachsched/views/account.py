"""One's own account: password, sign-ins, and everything that is kept about oneself."""

from __future__ import annotations

from flask import Blueprint, Response, json, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coachsched.core.errors import InputError
from coachsched.core.phrases import phrase
from coachsched.services import accounts, identities, own_account, own_data
from coachsched.views import words
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
def show() -> str:
    return _page()


@blueprint.post("/account/password")
def choose_password() -> ResponseReturnValue:
    old, new = request.form.get("old", ""), request.form.get("password", "")
    try:
        own_account.choose_password(actor(), current_user.token, old, new)
    except InputError as error:
        return _page(words.faults(error)), 422
    except accounts.SignInError as error:
        return _page([("old", str(error))]), 422
    tell(phrase("Kept. Wherever else you were signed in, you are signed out."))
    return go(url_for("account.show"))


@blueprint.post("/account/sign-ins/revocation")
def sign_out_elsewhere() -> ResponseReturnValue:
    own_account.sign_out_elsewhere(actor(), current_user.token)
    tell(phrase("Done. Only this browser is signed in as you now."))
    return go(url_for("account.show"))


@blueprint.post("/account/identities/<int:number>/removal")
def unlink(number: int) -> ResponseReturnValue:
    identities.unlink(actor(), number)
    tell(phrase("Unlinked. That account itself is as it was."))
    return go(url_for("account.show"))


@blueprint.get("/account/data.json")
def data() -> Response:
    # In the order in which it is told, for people read it too.
    body = json.dumps(own_data.data(actor()), indent=2, ensure_ascii=False, sort_keys=False)
    answer = Response(body + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


def _page(errors: list[tuple[str, str]] | None = None) -> str:
    linked = identities.linked(actor())
    return render_template("account/show.html", me=actor(), linked=linked, errors=errors or [])
