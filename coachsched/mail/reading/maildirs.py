"""Reading a Maildir: new messages from new/, put away into cur/ once they are taken in, never deleted."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from coachsched.mail.reading.letters import LARGEST


def new_messages(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each message in new/, oldest first; of what is too large only the beginning."""
    folder = path / "new"
    names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    for name in sorted(name for name in names if not name.startswith(".")):
        # Another reader may have put it away meanwhile.
        with contextlib.suppress(FileNotFoundError, IsADirectoryError), (folder / name).open("rb") as file:
            yield name, file.read(LARGEST + 1)


def put_away(path: Path, name: str, answered: bool) -> None:
    """Move a message into cur/: as read where it counted, else as unread, for a person to look at."""
    (path / "cur").mkdir(exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        os.rename(path / "new" / name, path / "cur" / f"{name.partition(':')[0]}:2,{'S' * answered}")
