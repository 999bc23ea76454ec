"""Sizes, words and templates of the project's own files."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
FOLDERS = ("coachsched", "templates", "tests", "benchmarks", "docs", ".ci")
LONGEST, LONGEST_TEST = 300, 420
LOADED = re.compile(r"""(?:src|srcset|href|action|data|poster)\s*=\s*["']([^"']*)""")
OUTSIDE = re.compile(r"(?i)\s*(https?:)?//")
INLINE = re.compile(r"(?i)<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']")
LOADING = re.compile(r"""(?i)(@import|url\(|from\s|import\(|fetch\()\s*["']?\s*(https?:)?//""")


def ours(*endings: str) -> list[Path]:
    """Our own files, those of others and the migrations left out."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in endings]
    others = {"vendor", "node_modules", "versions"}
    return sorted(path for path in found if path.is_file() and others.isdisjoint(path.parts))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


CODE = ours(".py", ".html", ".css", ".js")
# In two pieces, so that this file does not hold the words it looks for.
UNFINISHED = re.compile("TO" + r"DO\b|FIX" + r"ME\b|X" + r"XX\b|\bissue " + r"#?\d|NotImplemented" + "Error")


def test_no_file_is_two_things():
    too_long = []
    for path in CODE:
        # A noun may have more to hold it to account than it has code.
        longest = LONGEST_TEST if "tests" in path.relative_to(ROOT).parts else LONGEST
        too_long += [name(path)] if len(path.read_text().splitlines()) > longest else []
    assert too_long == []


def test_nothing_is_left_for_later():
    for path in [*CODE, *ours(".md", ".txt", ".toml", ".yml")]:
        assert UNFINISHED.findall(path.read_text()) == [], path


def test_templates_parse_and_use_what_they_import():
    for path in TEMPLATES:
        tree = Environment(extensions=["jinja2.ext.do", "jinja2.ext.i18n"]).parse(path.read_text())
        imported = {
            entry if isinstance(entry, str) else entry[1]
            for node in tree.find_all(nodes.FromImport)
            for entry in node.names
        }
        imported |= {node.target for node in tree.find_all(nodes.Import)}
        used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        assert imported - used == set(), path


def test_pages_load_nothing_from_outside_and_hold_no_script_or_style():
    for path in TEMPLATES:
        text = path.read_text()
        # A mail has to say whole addresses, and no mail program reads a style sheet of ours.
        if path.suffix == ".html" and path.parent.name != "mail":
            assert [one for one in LOADED.findall(text) if OUTSIDE.match(one)] == [], path
            assert not INLINE.search(text), path
        assert "|safe" not in text.replace(" ", ""), path


def test_styles_and_scripts_load_nothing_from_outside():
    for path in ours(".css", ".js"):
        assert not LOADING.search(path.read_text()), path


def test_every_template_somebody_names_is_there():
    named = set()
    pattern = r"""["'](_?[a-z_]+(?:/[a-z_]+)*\.(?:html|txt))["']"""
    for path in [*(ROOT / "coachsched").rglob("*.py"), *TEMPLATES]:
        named |= set(re.findall(pattern, path.read_text()))
    there = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES}
    assert named - there == set()
