"""The real programs for tests that need several processes: Granian with its workers, and the mail worker."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from coachsched import create_app
from coachsched.cli.serve import THREADS
from coachsched.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE = 30
# Starts a process at once from one that has imported everything, where a new program takes a second.
FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["coachsched.cli", "coachsched.views", "psycopg", "tests.race.servers"])


def environment(settings: Settings) -> dict[str, str]:
    """The variables that make another process run with these settings."""
    given = {
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "SECRET_KEY": settings.secret_key,
        "BASE_URL": settings.base_url,
        "MAIL_URL": settings.mail_url,
        "MAIL_FROM": settings.mail_from,
        "INBOX_URL": settings.inbox_url or "",
        "DEMO": "1" if settings.demo else "0",
        "NOW": settings.now.isoformat() if settings.now else "",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("COACHSCHED_")}
    return others | {f"COACHSCHED_{name}": value for name, value in given.items()}


@contextmanager
def granian(
    env: Mapping[str, str],
    workers: int = 3,
    target: str = "app:app",
    port: int = 0,
    threads: int = THREADS,
) -> Iterator[int]:
    """The application served on a (free) port by so many processes, once it answers; then stopped."""
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(workers), "--log-level", "warning"),
        *("--blocking-threads", str(threads), "--workers-kill-timeout", "5", target),
    ]
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        wait_until_healthy(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def mail_worker(env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """`flask worker`; whoever starts it ends it."""
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def forked_worker(settings: Settings) -> ForkServerProcess:
    """The same command in a process that is there at once, for tests that start many."""
    worker = FORK.Process(target=_work, args=[settings])
    worker.start()
    return worker


def _work(settings: Settings) -> None:
    create_app(settings).test_cli_runner().invoke(args=["worker"])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_until_healthy(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it answered"
        if _is_healthy(port):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing healthy on port {port} after {PATIENCE} s")


def _is_healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
