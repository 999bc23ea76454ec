"""`flask serve`: one command from an empty folder to a school that answers, and a quiet end."""

from __future__ import annotations

import os
import subprocess
import sys
from http.client import HTTPConnection

import pytest

from tests.race.servers import PATIENCE, ROOT, free_port, wait_until_healthy

pytestmark = pytest.mark.slow


@pytest.fixture
def start(tmp_path):
    ours = {"COACHSCHED_DEMO": "1", "COACHSCHED_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}

    def serve(*options: str) -> subprocess.Popen[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("COACHSCHED_")} | ours
        command = [sys.executable, "-m", "flask", "--app", "app", "serve", *options]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=env, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)

    return serve


def test_an_empty_folder_becomes_a_demo_school_and_ends_when_told(start):
    port = free_port()
    server = start("--port", str(port))
    wait_until_healthy(server, port)
    server.terminate()
    said, complaints = server.communicate(timeout=PATIENCE)
    assert f"http://127.0.0.1:{port}" in said
    assert "coach" in said
    assert "password is demo" in said
    assert complaints == ""


def test_no_address_is_logged_since_a_feeds_address_is_its_key(start, monkeypatch):
    monkeypatch.setenv("GRANIAN_LOG_ACCESS_ENABLED", "true")
    port = free_port()
    server = start("--port", str(port))
    wait_until_healthy(server, port)
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/feeds/a-secret-of-somebody.ics")
    assert connection.getresponse().status == 404
    server.terminate()
    assert "a-secret-of-somebody" not in "".join(server.communicate(timeout=PATIENCE))


def test_a_port_in_use_is_told_and_nothing_is_started(start):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = start("--port", str(taken.getsockname()[1]))
        _, complaints = server.communicate(timeout=PATIENCE)
    assert server.returncode == 1
    assert "PORT=5001 make run" in complaints
    assert "Traceback" not in complaints


def test_the_demo_is_served_to_this_machine_only(start):
    server = start("--host", "0.0.0.0")
    _, complaints = server.communicate(timeout=PATIENCE)
    assert server.returncode == 1
    assert "DEMO=0" in complaints
