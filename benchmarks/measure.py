"""Figures: ours beside a floor, measured by turns so that a busy machine is unfair to both."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One result. ``ratio`` is ours divided by the floor, in whatever unit both are."""

    name: str
    ours: float
    floor: float
    ratio: float
    unit: str

    def __str__(self) -> str:
        sides = f"{self.ours:10.2f} {self.unit:4} floor {self.floor:10.2f} {self.unit:4}"
        return f"{self.name:22} {sides} ratio {self.ratio:8.2f}"


def figure(name: str, ours: float, floor: float, unit: str) -> Figure:
    return Figure(name, round(ours, 4), round(floor, 4), round(ours / floor, 3), unit)


def by_turns(
    measure_ours: Callable[[], float], measure_floor: Callable[[], float], rounds: int
) -> list[float]:
    """The median of each, measured alternately so many times after one round that does not count."""
    pairs = [(measure_ours(), measure_floor()) for _ in range(rounds + 1)][1:]
    return [median(side) for side in zip(*pairs, strict=True)]


def compare_ms(name: str, ours: Work, floor: Work, rounds: int = 15, repeat: int = 1) -> Figure:
    """Milliseconds a call of each, ``repeat`` calls being timed together."""
    found = by_turns(lambda: _milliseconds(ours, repeat), lambda: _milliseconds(floor, repeat), rounds)
    return figure(name, *found, unit="ms")


def _milliseconds(work: Work, repeat: int) -> float:
    start = perf_counter()
    for _ in range(repeat):
        work()
    return (perf_counter() - start) * 1000 / repeat


def write(figures: list[Figure], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")
