"""Numbers only, for those who may not see more; as a page that prints, and as a table."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, render_template

from coachsched.core.report import Figures
from coachsched.services import reports, standings
from coachsched.views.guard import actor

blueprint = Blueprint("report", __name__)
COLUMNS = (
    "term", "partnerships that met", "people", "across faculties", "rounds", "visits",
    "visits with a debrief", "informal meetings",
)  # fmt: skip


@blueprint.get("/report")
def show() -> str:
    return render_template(
        "report/show.html",
        counts=standings.counts(actor()),
        report=reports.report(actor()),
        smallest=standings.SMALLEST_COUNT,
    )


@blueprint.get("/report.csv")
def table() -> Response:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, reports.report(actor()).terms))
    # Excel takes UTF-8 for what it is only with the mark in front.
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="report.csv"'
    return answer


def _row(one: Figures) -> list[str | int | None]:
    term = f"'{one.span.name}" if one.span.name[:1] in ("=", "+", "-", "@", "\t", "\r") else one.span.name
    counts = (one.partnerships, one.people, one.across, one.cycles, one.visits, one.followed, one.informal)
    return [term, *counts]
