"""Numbers only, for those who may not see more; as a page that prints, and as a table."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, render_template

from coachsched.core.report import SMALLEST_GROUP, Shown
from coachsched.services import reports
from coachsched.views.guard import actor

blueprint = Blueprint("report", __name__)
COLUMNS = {
    "partnerships": "partnerships that met",
    "people": "people",
    "across": "across faculties",
    "cycles": "rounds",
    "visits": "visits",
    "followed": "visits with a debrief",
    "informal": "informal meetings",
    "cover": "hours of cover",
}


@blueprint.get("/report")
def show() -> str:
    return render_template(
        "report/show.html",
        report=reports.report(actor()),
        smallest=SMALLEST_GROUP,
    )


@blueprint.get("/report.csv")
def table() -> Response:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["term", *COLUMNS.values()])
    writer.writerows(map(_row, reports.terms(actor())))
    # Excel takes UTF-8 for what it is only with the mark in front.
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="report.csv"'
    return answer


def _row(one: Shown) -> list[str | int | None]:
    term = f"'{one.span.name}" if one.span.name[:1] in ("=", "+", "-", "@", "\t", "\r") else one.span.name
    return [term, *(one.numbers[name] for name in COLUMNS)]
