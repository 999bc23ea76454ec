"""Signing in with Google, Microsoft or the school's own provider."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from coachsched.core.errors import UserError
from coachsched.core.openid import NotOursError
from coachsched.services import accounts, identities, openid, providers
from coachsched.views import guard, sign_in

blueprint = Blueprint("openid", __name__)

REFUSED = (openid.NotSignedInError, identities.UnknownError, NotOursError, accounts.SignInError)


@blueprint.post("/sign-in/with/<key>")
def begin(key: str) -> ResponseReturnValue:
    provider = providers.find(key)
    onwards = guard.safe_next(request.form.get("next"))
    try:
        address, kept = openid.begin(provider)
    except providers.ProviderDownError as error:
        return _other_ways(error, onwards), 503
    session["openid"] = {**kept, "next": onwards}
    # No redirection: browsers hold every hop after a form against form-action, and nobody can list the hops
    # of a school's sign-in. A page that leads on ends the form here, and the policy stays strict.
    answer = make_response(render_template("sign_in/leaving.html", provider=provider, address=address))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


@blueprint.get("/sign-in/with/<key>/answer")
def finish(key: str) -> ResponseReturnValue:
    """The one GET that changes something, as the standard wants it: for the browser that began, and once."""
    provider = providers.find(key)
    kept = session.pop("openid", {"key": "", "state": "", "next": ""})
    try:
        token = identities.sign_in(provider, openid.finish(provider, kept, request.args))
    except REFUSED as error:
        return _other_ways(error, kept["next"]), 422
    except providers.ProviderDownError as error:
        return _other_ways(error, kept["next"]), 503
    guard.start(token)
    return redirect(kept["next"], code=303)


def _other_ways(error: UserError, onwards: str) -> str:
    return sign_in.page(refusal=str(error), onwards=onwards)
