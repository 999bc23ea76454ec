"""Who gets what of setting a school up, which is there already: a part of ``access_table``."""

from __future__ import annotations

from typing import Any

#                coach part third coord princ cover admin nobody
ADMINS = "       403  403  403   403   403   403   200   303"
COORDINATORS = " 403  403  403   200   403   403   403   303"
ADMIN_GOES_ON = "403  403  403   403   403   403   303   303"
COORDINATOR = "  403  403  403   303   403   403   403   303"
ADMIN_NAMES = "  403  403  403   403   403   403   422   303"

SETUP_PAGES = {
    # On to what is missing, which is nothing.
    "/setup/next": ADMIN_GOES_ON,
    "/setup/partnerships": COORDINATORS,
    "/setup/people": ADMINS,
    "/setup/ready": ADMINS,
    "/setup/school": ADMINS,
    "/setup/terms": ADMINS,
    # On to the file that waits.
    "/setup/timetable": ADMIN_GOES_ON,
}
SETUP_ACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "/setup/invitations": (ADMIN_GOES_ON, {}),
    "/setup/partnerships": (COORDINATOR, {"one": "{host}", "other": "{stranger}"}),
    "/setup/people": (ADMIN_GOES_ON, {"text": "name,email,teacher"}),
    "/setup/people/names": (ADMIN_NAMES, {}),
    "/setup/school": (ADMIN_GOES_ON, {"name": "Elm School", "timezone": "Europe/Paris"}),
    "/setup/terms": (
        ADMIN_GOES_ON,
        {"act": "save", "term-0-start": "2027-01-07", "term-0-end": "2027-07-01"},
    ),
    "/setup/timetable": (ADMIN_GOES_ON, {"text": "teacher,day,period"}),
}
