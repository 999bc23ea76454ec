"""Independent readers of what the application writes: vobject, ical.js under Node, Python's email."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import os
import re
import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest
import vobject

NODE_MODULES = Path(os.environ.get("COACHSCHED_NODE_MODULES") or Path(__file__).parent / "node_modules")

# Reads a JSON array of base64 calendars, writes a JSON array of what the parser made of each.
ICAL_JS = """
const ICAL = require(process.argv[1]);
const documents = JSON.parse(require("fs").readFileSync(0, "utf8"));
const text = (component, name) => component.getFirstPropertyValue(name) ?? null;
const instant = (component, name) => text(component, name)?.toString() ?? null;
const number = (component, name) => text(component, name) ?? 0;
const event = (component) => ({
  uid: text(component, "uid"), sequence: number(component, "sequence"), status: text(component, "status"),
  start: instant(component, "dtstart"), end: instant(component, "dtend"),
  summary: text(component, "summary"), description: text(component, "description"),
  location: text(component, "location"), transparency: text(component, "transp"),
  organizer: text(component, "organizer"),
  attendees: component.getAllProperties("attendee").map((one) =>
    [one.getFirstValue(), one.getParameter("cn"), one.getParameter("partstat"), one.getParameter("rsvp")]),
  alarms: component.getAllSubcomponents("valarm").map((one) => instant(one, "trigger")),
});
const calendar = (body) => {
  const root = new ICAL.Component(ICAL.parse(Buffer.from(body, "base64").toString("utf8")));
  return {
    name: text(root, "name"), method: text(root, "method"),
    refresh: instant(root, "refresh-interval"), source: text(root, "source"),
    events: root.getAllSubcomponents("vevent").map(event),
  };
};
process.stdout.write(JSON.stringify(documents.map(calendar)));
"""


def read_with_vobject(calendar: bytes) -> vobject.base.Component:
    """The VCALENDAR as vobject understands it; it must be the only one."""
    (component,) = vobject.readComponents(calendar.decode())
    return component


def read_with_ical_js(*calendars: bytes) -> list[dict]:
    """Each VCALENDAR as ical.js understands it; skips the test where Node or the package is missing."""
    node, package = shutil.which("node"), NODE_MODULES / "ical.js"
    if not node or not package.is_dir():
        pytest.skip(f"ical.js: needs node and {package} (npm ci in tests/)")
    documents = json.dumps([base64.b64encode(calendar).decode() for calendar in calendars])
    command = [node, "-e", ICAL_JS, str(package.resolve() / "dist" / "ical.es5.cjs")]
    done = subprocess.run(command, input=documents, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def read_mail(message: bytes) -> EmailMessage:
    """The message as Python's own modern parser understands it."""
    return email.message_from_bytes(message, policy=email.policy.default)


def unfolded(calendar: bytes) -> list[str]:
    """The content lines of a calendar object, unfolded as RFC 5545 3.1 says."""
    return calendar.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def values(calendar: bytes, name: str) -> list[str]:
    """The raw values of every line of that name, parameters left out."""
    pattern = re.compile(rf'{re.escape(name)}(?:;(?:[^":]|"[^"]*")*)?:(.*)')
    return [found[1] for line in unfolded(calendar) if (found := pattern.fullmatch(line))]
