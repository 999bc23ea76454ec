"""What Lighthouse says of five pages on a phone: `python -m benchmarks.lighthouse`, by hand.

Needs Chromium, and `npm ci` in `benchmarks/`. Prints a line a page, and ends with 1 where a
figure is below 95.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.database import application
from coachsched.services import accounts, demo
from tests.race.servers import environment, free_port, granian

LIGHTHOUSE = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST = 95
# Its name, whose it is, and where.
PAGES = (
    ("sign-in", "", "/sign-in"),
    ("home", "coach", "/"),
    ("grid", "coach", "/partnerships/1/slots"),
    ("board", "coordinator", "/board"),
    ("my week", "coach", "/timetable"),
)


def main() -> int:
    if not LIGHTHOUSE.is_file():
        sys.exit(f"Needs {LIGHTHOUSE}: npm ci in benchmarks/.")
    worst = 100
    with _demo_school() as (address, cookies):
        print(f"{'':10}", *CATEGORIES)
        for name, who, path in PAGES:
            scores = _scores(address + path, cookies.get(who, ""))
            worst = min(worst, *scores)
            print(
                f"{name:10}", *(f"{one:>{len(title)}}" for one, title in zip(scores, CATEGORIES, strict=True))
            )
    return int(worst < LEAST)


@contextmanager
def _demo_school() -> Iterator[tuple[str, dict[str, str]]]:
    """Its address, and the cookies of those who look at a page."""
    with application() as app:
        demo.load()
        cookies = {}
        for who in ("coach", "coordinator"):
            browser = app.test_client()
            with browser.session_transaction() as session:
                session["_user_id"] = accounts.sign_in(f"{who}@demo.test", "demo")
            cookie = browser.get_cookie("session")
            assert cookie is not None
            cookies[who] = f"session={cookie.value}"
        port = free_port()
        settings = replace(app.config["SETTINGS"], base_url=f"http://127.0.0.1:{port}")
        with granian(environment(settings), workers=2, port=port):
            yield settings.base_url, cookies


def _scores(address: str, cookie: str) -> list[int]:
    """Of a page on Lighthouse's usual phone and network, each of 100."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    command = [
        *("node", str(LIGHTHOUSE), address, "--quiet", "--output=json"),
        *(f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"),
        f"--extra-headers={json.dumps({'Cookie': cookie} if cookie else {})}",
    ]
    found = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": str(browser)}, capture_output=True, text=True, check=False
    )
    if found.returncode:
        sys.exit(found.stderr)
    report = json.loads(found.stdout)
    assert report["finalDisplayedUrl"] == address
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] != "informative":
            print(f"  {audit['title']}: {audit.get('displayValue', '')}", file=sys.stderr)
    return [round(report["categories"][name]["score"] * 100) for name in CATEGORIES]


if __name__ == "__main__":
    sys.exit(main())
