"""Each language has every sentence of the source, with its blanks, and what is read is what was written."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from coachsched import languages

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "coachsched" / "languages"
BLANK = re.compile(r"%\((\w+)\)[sd]")
METHODS = {
    "coachsched": [("**.py", "python")],
    "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")],
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "phrase": None, "phrases": (1, 2)}
# American English is English with other dates.
TRANSLATED = [code for code in languages.OFFERED if not code.startswith("en")]


def catalogue(code: str) -> Catalog:
    with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code)


@pytest.fixture(scope="session")
def source() -> Catalog:
    """Every sentence that is marked in the source."""
    found = Catalog()
    for folder, methods in METHODS.items():
        options = {pattern: {"trimmed": "true"} for pattern, _ in methods}
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, methods, options, KEYWORDS):
            found.add(message)
    return found


def forms(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def test_every_sentence_stands_where_it_is_said():
    # What is handed over by a name is not taken out, and so never translated.
    by_name = re.compile(r"(?<!def )\bphrases?\(\s*(?![\s\"'])[^\n]*")
    found = {
        str(path.relative_to(ROOT)): by_name.findall(path.read_text(encoding="utf-8"))
        for path in (ROOT / "coachsched").rglob("*.py")
    }
    assert {path: calls for path, calls in found.items() if calls} == {}


# What only commands say, in English.
OF_COMMANDS = ("cli/", "services/backups.py", "services/demo/", "services/listing.py")


def test_every_fault_that_a_page_can_show_is_a_phrase():
    plain = {}
    for path in (ROOT / "coachsched").rglob("*.py"):
        name = str(path.relative_to(ROOT / "coachsched"))
        # "Problem(place, what, remedy)", and the errors that are shown as they are.
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"(?:NotFound|Forbidden|Conflict)Error\(\s*f?\"[^\"]* [^\"]*\"", text)
        found += re.findall(r"\bProblem\([^()]*, f?\"[^\"]* [^\"]*\"", text)
        if found and not name.startswith(OF_COMMANDS):
            plain[name] = found
    assert plain == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_left_in_english(source: Catalog, code: str):
    ours = catalogue(code)
    missing = [one.id for one in source if one.id and not _said(ours, one.id)]
    assert missing == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_kept_that_nobody_says(source: Catalog, code: str):
    assert [one.id for one in catalogue(code) if one.id and one.id not in source] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_blanks_are_those_of_the_sentence(code: str):
    lost = {}
    for one in catalogue(code):
        wanted = set(BLANK.findall(" ".join(forms(one.id))))
        for text in forms(one.string):
            # A number may be written out in the sentence for one.
            if one.id and not wanted - {"n", "num"} <= set(BLANK.findall(text)) <= wanted:
                lost[one.id] = text
    assert lost == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_sentence_is_in_doubt(code: str):
    assert [one.id for one in catalogue(code) if one.id and one.fuzzy] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_read_is_what_was_written(code: str):
    with (FOLDER / code / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        read = _sentences(read_mo(file))
    assert read == _sentences(read_mo(_made(catalogue(code))))


def _sentences(ours: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {forms(one.id): forms(one.string) for one in ours if one.id}


def _made(ours: Catalog) -> BytesIO:
    made = BytesIO()
    write_mo(made, ours)
    made.seek(0)
    return made


def _said(ours: Catalog, message: str | tuple[str, ...]) -> bool:
    found = ours.get(message)
    return found is not None and all(forms(found.string)) and not found.fuzzy
