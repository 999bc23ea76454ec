"""An SMTP server that takes everything, in a process of its own: `python -m benchmarks.sink PORT`."""

from __future__ import annotations

import sys
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "250 OK"


if __name__ == "__main__":
    Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    Event().wait()
