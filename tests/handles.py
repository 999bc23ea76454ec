"""What tests hold in their hands besides the application: its clock and its commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from click.testing import Result
from flask import Flask

MakeApp = Callable[..., Flask]
Run = Callable[..., Result]


@dataclass
class Clock:
    """Moves the one clock of an application."""

    app: Flask

    def set(self, now: datetime) -> None:
        self.app.config["SETTINGS"] = replace(self.app.config["SETTINGS"], now=now)

    def forward(self, **by: float) -> None:
        self.set(self.app.config["SETTINGS"].now + timedelta(**by))


def run_in(app: Flask) -> Run:
    """Runs commands of `flask` in this process; ``code`` is the exit code they must have."""

    def run(*args: object, code: int = 0) -> Result:
        result = app.test_cli_runner().invoke(args=[str(arg) for arg in args])
        assert result.exit_code == code, (result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run
