"""Every setting of an installation, read from COACHSCHED_* and checked at start (design 10)."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from coachsched.core.errors import InputError, Problem, UserError
from coachsched.core.openid import Provider
from coachsched.importers.people import is_email
from coachsched.mail.reading.boxes import inbox
from coachsched.mail.transports import open_transport
from coachsched.provider_settings import read_providers

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32
DATABASES = ("sqlite", "postgresql")
FEWEST_CHARACTERS = 8


@dataclass(frozen=True)
class Settings:
    """One installation. ``now`` is set only where the clock stands still (demo and tests).

    ``mail_plus`` says whether the mailbox takes plus addresses; ``authserv_id`` names the mail server whose
    Authentication-Results are believed (RFC 8601), none where there is no such server.
    ``data_keys`` seal what is encrypted in the database: the first seals, all of them open, and so does what
    is made of ``secret_key``, which seals where there are none.
    ``mail_per_hour`` is how many messages the mail provider takes, None where it sets no limit.
    ``providers`` are where people can sign in besides, in the order of their buttons.
    """

    database_url: str
    data_dir: Path
    secret_key: str = field(repr=False)
    base_url: str
    mail_url: str
    mail_from: str
    inbox_url: str | None = None
    mail_plus: bool = True
    authserv_id: str | None = None
    mail_per_hour: int | None = None
    demo: bool = False
    now: datetime | None = None
    data_keys: tuple[str, ...] = field(default=(), repr=False)
    providers: tuple[Provider, ...] = ()

    @property
    def secure(self) -> bool:
        """Whether people reach the app over https, which hardens its cookies."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def mailbox_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; raises InputError naming each variable that is wrong."""
    problems: list[Problem] = []
    demo = _switch("DEMO", environ, problems)
    data_dir = Path(environ.get("COACHSCHED_DATA_DIR") or ROOT / "var").absolute()
    base_url = environ.get("COACHSCHED_BASE_URL") or f"http://127.0.0.1:{environ.get('PORT') or 5000}"
    if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).netloc:
        problems.append(_problem("BASE_URL", f"{base_url!r} is no web address.", "Write https://host."))
    mail_from = environ.get("COACHSCHED_MAIL_FROM") or "coachsched@localhost.localdomain"
    if not is_email(mail_from):
        problems.append(_problem("MAIL_FROM", f"{mail_from!r} is no mail address.", "Write name@host."))
    mail_url = environ.get("COACHSCHED_MAIL_URL") or f"maildir:{data_dir / 'mail'}"
    try:
        open_transport(mail_url).close()
    except UserError as error:
        problems.append(_problem("MAIL_URL", str(error), ""))
    inbox_url = environ.get("COACHSCHED_INBOX_URL") or None
    if inbox_url:
        try:
            inbox(inbox_url)
        except UserError as error:
            problems.append(_problem("INBOX_URL", str(error), ""))
    mail_plus = _switch("MAIL_PLUS", environ, problems, default="1")
    mail_per_hour = _limit("MAIL_PER_HOUR", environ, problems)
    now = _instant(environ, demo, problems)
    secret_key = _secret_key(environ, demo, data_dir, problems)
    data_keys = _data_keys(environ, problems)
    providers = read_providers(environ, base_url, problems)
    database_url = _database_url(environ, data_dir, problems)
    if problems:
        raise InputError(problems)
    return Settings(
        database_url=database_url,
        data_dir=data_dir,
        secret_key=secret_key,
        base_url=base_url.rstrip("/"),
        mail_url=mail_url,
        mail_from=mail_from,
        inbox_url=inbox_url,
        mail_plus=mail_plus,
        mail_per_hour=mail_per_hour,
        authserv_id=(environ.get("COACHSCHED_AUTHSERV_ID") or "").strip() or None,
        demo=demo,
        now=now,
        data_keys=data_keys,
        providers=providers,
    )


def _database_url(environ: Mapping[str, str], data_dir: Path, problems: list[Problem]) -> str:
    url = environ.get("COACHSCHED_DATABASE_URL")
    if not url:
        return f"sqlite:///{data_dir / 'coachsched.sqlite'}"
    # Hosting companies still hand out the short form that SQLAlchemy no longer takes.
    url = url.replace("postgres://", "postgresql://", 1)
    try:
        known = make_url(url).get_backend_name() in DATABASES
    except (ArgumentError, ValueError):
        known = False
    if not known:
        # It may hold a password, so it is not said.
        remedy = "Write postgresql://user:password@host/database, or sqlite:////folder/file."
        problems.append(_problem("DATABASE_URL", "it is no address of a database we know.", remedy))
    return url


def _switch(name: str, environ: Mapping[str, str], problems: list[Problem], default: str = "0") -> bool:
    value = environ.get(f"COACHSCHED_{name}", environ.get(name, default)) or default
    if value not in ("0", "1"):
        problems.append(_problem(name, f"{value!r} is neither 1 nor 0.", "Write 1 or 0."))
    return value == "1"


def _limit(name: str, environ: Mapping[str, str], problems: list[Problem]) -> int | None:
    value = environ.get(f"COACHSCHED_{name}") or ""
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 10**9):
        problems.append(_problem(name, f"{value!r} is no number of messages.", "Write one such as 500."))
        return None
    return int(value)


def _instant(environ: Mapping[str, str], demo: bool, problems: list[Problem]) -> datetime | None:
    value = environ.get("COACHSCHED_NOW")
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        remedy = "Write an ISO instant with offset, such as 2027-01-14T09:00+02:00."
        problems.append(_problem("NOW", f"{value!r} is no instant.", remedy))
        return None
    if not demo:
        problems.append(_problem("NOW", "the clock can stand still only in the demo.", "Set DEMO=1."))
    return instant


def _secret_key(environ: Mapping[str, str], demo: bool, data_dir: Path, problems: list[Problem]) -> str:
    key = environ.get("COACHSCHED_SECRET_KEY")
    if not key:
        try:
            return _kept_key(data_dir / "secret_key")
        except OSError as error:
            what = f"{data_dir} cannot be used: {error.strerror}."
            problems.append(_problem("DATA_DIR", what, "Name a folder that may be written to."))
            return ""
    if not demo and len(key) < SHORTEST_KEY:
        remedy = f"Use at least {SHORTEST_KEY} random characters, or leave it out to have one made."
        problems.append(_problem("SECRET_KEY", "it is too short to be a secret.", remedy))
    return key


def _data_keys(environ: Mapping[str, str], problems: list[Problem]) -> tuple[str, ...]:
    """Comma separated; a key itself is never part of what is said of it."""
    value = environ.get("COACHSCHED_DATA_KEYS") or ""
    if not value.strip():
        return ()
    keys = tuple(key.strip() for key in value.split(","))
    for number, key in enumerate(keys, 1):
        if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
            fault = "too simple" if len(key) >= SHORTEST_KEY else "too short" if key else "empty"
            what = f"key {number} of {len(keys)} is {fault}."
            remedy = f"Use at least {SHORTEST_KEY} random characters for each, with commas between them."
            problems.append(_problem("DATA_KEYS", what, remedy))
    if len(set(keys)) < len(keys):
        problems.append(_problem("DATA_KEYS", "a key is there twice.", "Write each of them once."))
    return keys


def _kept_key(path: Path) -> str:
    """The key made at the first start, kept beside the database for every later one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Linked when it is whole: of several processes that start at once, one's key is everybody's.
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        os.unlink(name)
    return path.read_text().strip()


def _problem(name: str, what: str, remedy: str) -> Problem:
    return Problem(f"setting COACHSCHED_{name}", what, remedy)
