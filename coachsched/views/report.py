"""Numbers only, for those who may not see more; as a page that prints, and as a table."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, render_template

from coachsched.core.phrases import phrase
from coachsched.core.report import SMALLEST_GROUP, Shown
from coachsched.services import reports
from coachsched.views.guard import actor

blueprint = Blueprint("report", __name__)
COLUMNS = {
    "partnerships": phrase("partnerships that met"),
    "people": phrase("people"),
    "across": phrase("across faculties"),
    "cycles": phrase("rounds"),
    "visits": phrase("visits"),
    "followed": phrase("visits with a debrief"),
    "informal": phrase("informal meetings"),
    "cover": phrase("hours of cover"),
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
    writer.writerow([str(title) for title in (phrase("term"), *COLUMNS.values())])
    writer.writerows(map(_row, reports.terms(actor())))
    # Excel takes UTF-8 for what it is only with the mark in front.
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="report.csv"'
    return answer


def _row(one: Shown) -> list[str | int | None]:
    name = str(one.span.name)
    term = f"'{name}" if name[:1] in ("=", "+", "-", "@", "\t", "\r") else name
    return [term, *(one.numbers[name] for name in COLUMNS)]
