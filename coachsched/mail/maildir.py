"""A Maildir folder: letters written into it, and read back for a page that shows them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from coachsched.core.errors import NotFoundError
from coachsched.core.ical import one_line
from coachsched.core.phrases import phrase
from coachsched.mail.delivery import TemporaryFailure, check_envelope


class Maildir:
    """Writes each message into the folder's new/; the same message twice leaves one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def deliver(self, sender: str, recipient: str, message: bytes, message_id: str) -> None:
        """Write the message so that it is there whole and for good, or not at all."""
        check_envelope(sender, recipient)
        name = hashlib.sha256(f"{message_id}\0{recipient}".encode()).hexdigest()[:40]
        try:
            for folder in ("cur", "new", "tmp"):
                (self._path / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _there_already(self._path, name):
                _write_safely(message, self._path / "tmp", self._path / "new" / name)
        except OSError as trouble:
            raise TemporaryFailure(f"{self._path}: {one_line(str(trouble))}") from trouble

    def close(self) -> None:
        """Nothing is kept open."""


def read_maildir(path: Path | str) -> list[tuple[str, bytes]]:
    """Every message of a Maildir folder with its key, newest first; none where there is no folder."""
    dated = []
    for file in _messages(Path(path)):
        with contextlib.suppress(FileNotFoundError):
            dated.append((file.stat().st_mtime_ns, file.name, file.read_bytes()))
    return [(name, message) for _, name, message in sorted(dated, reverse=True)]


def read_message(path: Path | str, key: str) -> bytes:
    """One message by its key from read_maildir; NotFoundError for any other key."""
    for folder in ("new", "cur"):
        with contextlib.suppress(FileNotFoundError):
            if _KEY.fullmatch(key):
                return (Path(path) / folder / key).read_bytes()
    raise NotFoundError(phrase("There is no such message."))


_KEY = re.compile(r"[A-Za-z0-9_=+,:-][A-Za-z0-9_=+,:.-]{0,254}")


def _there_already(path: Path, name: str) -> bool:
    return (path / "new" / name).exists() or any((path / "cur").glob(f"{name}*"))


def _write_safely(message: bytes, workshop: Path, target: Path) -> None:
    handle, draft = tempfile.mkstemp(dir=workshop)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        os.rename(draft, target)
    except BaseException:
        os.unlink(draft)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _messages(path: Path) -> list[Path]:
    folders = [path / "new", path / "cur"]
    return [
        file
        for folder in folders
        if folder.is_dir()
        for file in folder.iterdir()
        if _KEY.fullmatch(file.name)
    ]
