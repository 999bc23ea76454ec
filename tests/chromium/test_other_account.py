"""What only a browser can tell of signing in elsewhere: the way there and back under the content policy."""

from __future__ import annotations

import re
import threading

import pytest
from builders import COACH
from openid_providers import provider
from werkzeug.serving import make_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_browser_gets_to_the_provider_and_back(chromium, real, make_app):
    real.tell("coach", email=COACH, email_verified=True)
    home = f"http://127.0.0.1:{real.port}"
    app = make_app(base_url=home, providers=(provider(real.asked),))
    server = make_server("127.0.0.1", real.port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = chromium.new_context()
    # The provider's own pages ask for a font from outside.
    context.route(re.compile("^https:"), lambda route: route.abort())
    complaints: list[str] = []
    try:
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
        page.goto(f"{home}/calendar")
        page.get_by_role("button", name="Sign in with Linden").click()
        page.get_by_placeholder("Enter any login").fill("coach")
        page.get_by_placeholder("and password").fill("any")
        page.get_by_role("button", name="Sign-in").click()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url(f"{home}/calendar")
        assert page.get_by_role("link", name="Clara Lind").is_visible()
    finally:
        context.close()
        server.shutdown()
        server.server_close()
        thread.join()
    assert complaints == []
