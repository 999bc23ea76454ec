"""Every act that htmx sends, and forms that lead to another page: a table for ``test_one_request``."""

from __future__ import annotations

from tests.chromium.acting import Act, choose, press, write

SLOTS, DONE, CHANGES = "/partnerships/{partnership_id}/slots", "#requests > .message", "#preview h2"
REFUSE, WITHDRAW, OUTSIDE = (
    "button[hx-post$=refusal]",
    "button[hx-post$=withdrawal]",
    "[hx-post$=substitute] button",
)
BELL, RULE, TERM, VISIT = "#period-1-from", "#rule-0-weekday", "#term-0-name", "#visit_minutes"
ACTS = {
    "week": Act("coach", SLOTS, choose("#week"), "#results", ".week", "#week", "week=2027"),
    "class": Act("coach", SLOTS, choose("#class"), "#results", ".week", "#class", "class=8C"),
    "which": Act("coordinator", "/board", choose("#reason"), "#pairs", ".board", "#reason", "reason=paused"),
    "page": Act("coordinator", "/board", press(".pages a"), "#pairs", ".pages a + b", "#pairs", "page=2"),
    "day": Act("cover", "/cover?on={covered}", choose("#on", "Home"), "#requests", ".card", "#on", "on="),
    "outside": Act("cover", "/cover", press(OUTSIDE), "#requests", ".errors", ".errors"),
    "refuse": Act("cover", "/cover", press(REFUSE), "#requests", DONE, DONE),
    "change": Act("cover", "/cover", press("[hx-post$=colleague] button"), "#requests", DONE, DONE),
    "take back": Act("cover", "/cover", press(WITHDRAW), "#requests", DONE, DONE),
    "subject": Act("third", "/open-lessons", choose("#of"), "#results", ".open-lesson", "#of", "of="),
    "free": Act("third", "/open-lessons", press("#free"), "#results", ".open-lesson", "#free", "free=1"),
    "day off": Act("admin", "/calendar/days/2027-02-10", choose("#kind"), "#preview", CHANGES, "#kind"),
    "bells": Act("admin", "/calendar/bells/1", write(BELL, "8:01"), "#preview", CHANGES, "#period-1-to"),
    "slip": Act("admin", "/calendar/bells/1", write(BELL, "25"), "#preview", "#preview li", "#period-1-to"),
    "new": Act("admin", "/calendar/bells/new", write("#name", "a"), "#preview", "#preview li", "#usual"),
    "rules": Act("admin", "/calendar/bells/rules", choose(RULE), "#preview", CHANGES, RULE),
    "rotation": Act("admin", "/calendar/rotation", press("#mode-3"), "#preview", CHANGES, "#mode-3"),
    "terms": Act("admin", "/calendar/terms", write(TERM, "A"), "#preview", CHANGES, "#term-0-start"),
    "settings": Act("admin", "/settings", write(VISIT, "45"), "#preview", CHANGES, "#debrief_minutes"),
    "country": Act("admin", "/setup/terms", choose("#country"), "#days-off", ".tick", "#country"),
    "import": Act("admin", "/imports/{import_id}", choose("#format"), "#import", "#import form", "#format"),
}
APPROVE = Act("cover", "/cover", press("[hx-post$=approval] .primary", 2), "#requests", DONE, DONE)
# The page asks again and again while a file is read.
BY_ITSELF = {"imports.progress"}

# Who sends which form from where, so many exchanges it takes, and what has the focus on the page that comes.
FORMS = [
    ("admin", "/calendar/bells/rules", "[value=add]", 1, "#rule-0-bell"),
    ("admin", "/calendar/bells/1", "[value=remove-2]", 1, "#period-3-label"),
    ("admin", "/calendar/terms", "[value=preview]:not(.unseen)", 1, ":has(#preview:target)"),
    ("admin", "/settings", "main form .primary", 2, "body"),
    ("partner", "/proposals/{proposal_id}", "form[action$=acceptance] .primary", 2, "body"),
    ("third", "/open-lessons", ".open-lesson form .button", 2, "body"),
    ("coach", "/calendar", "form[action*=feeds] .button", 2, "body"),
    ("coach", "/partnerships/{partnership_id}", "form[action$='/end'] .button", 2, "body"),
    ("coach", "/notice", "main form .primary", 2, "body"),
]
