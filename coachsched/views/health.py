"""Whether the app can do its work, for a monitor: no names, no numbers of people."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from coachsched.services import health

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def show() -> ResponseReturnValue:
    try:
        return jsonify(health.check())
    except SQLAlchemyError:
        return jsonify(status="the database does not answer"), 503
