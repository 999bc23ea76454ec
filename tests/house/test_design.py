"""The style sheets keep to the language of docs/design.md: its colours, sizes of text and one unit."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "coachsched" / "static"
TOKENS = re.sub(r"/\*.*?\*/", "", (STATIC / "tokens.css").read_text(), flags=re.DOTALL)
SHEETS = sorted(path for path in STATIC.glob("*.css") if path.name != "tokens.css")
# Widths at which a page changes its form are no sizes of anything.
NO_SIZES = re.compile(r"/\*.*?\*/|@media[^{]*", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|: (?:white|black)\b", re.IGNORECASE)
HAIRLINES = {1, 2, 3}
HALF_A_UNIT = 4
STEPS = {"--text-small", "--text", "--text-section", "--text-page"}
SCHEMES = {"light": TOKENS.split("@media")[0], "dark": TOKENS.split("@media")[1]}
READ = [
    *product(("--ink", "--soft"), ("--paper", "--card", "--rest", "--accent-soft", "--held-soft")),
    *product(("--accent", "--accent-deep"), ("--paper", "--card", "--accent-soft")),
    *product(("--held",), ("--paper", "--card", "--held-soft")),
    *product(("--bad",), ("--paper", "--card", "--bad-soft")),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-deep"),
]
DRAWN = list(product(("--edge", "--accent", "--held", "--bad"), ("--paper", "--card")))


def test_the_language_is_there_to_be_kept():
    assert len(SHEETS) > 3
    assert all(f"{step}:" in TOKENS for step in STEPS)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_are_named_in_one_file(sheet: Path):
    assert COLOUR.findall(_rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_text_has_the_sizes_of_the_scale(sheet: Path):
    sizes = set(re.findall(r"font-size: ([^;}]+?)\s*[;}]", _rules(sheet)))
    assert sizes <= {f"var({step})" for step in STEPS} | {"inherit"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_lengths_are_halves_of_the_unit_or_hairlines(sheet: Path):
    lengths = {float(found) for found in re.findall(r"([\d.]+)px", _rules(sheet))}
    assert {length for length in lengths if length % HALF_A_UNIT and length not in HAIRLINES} == set()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_read_and_what_is_drawn_can_be_seen(scheme: str):
    """WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for shapes and edges of fields (1.4.11)."""
    colours = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6})", SCHEMES[scheme]))
    found = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in READ + DRAWN}
    assert {pair for pair in READ if found[pair] < 4.5} == set()
    assert {pair for pair in DRAWN if found[pair] < 3} == set()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21, of two colours ``#rrggbb`` or ``#rgb``."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rules(sheet: Path) -> str:
    return NO_SIZES.sub("", sheet.read_text())
