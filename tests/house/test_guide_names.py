"""What a guide sets between asterisks stands so on the pages: a button that is renamed is renamed there too.

Other people's buttons, and what is only emphasized, stand between underscores; words that open a paragraph as
its title end with a stop or colon inside the asterisks.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from coachsched.core.options import words

ROOT = Path(__file__).parents[2]
# For developers; and the comparison of clicks, which quotes many programs and is measured by walking.
OTHERS = {
    "adding-a-format.md", "benchmarks.md", "code.md", "dependencies.md", "design.md", "how-early.md",
    "languages.md", "clicks.md", "clicks-elsewhere.md",
}  # fmt: skip
GUIDES = [
    ROOT / "README.md",
    *(one for one in sorted((ROOT / "docs").glob("*.md")) if one.name not in OTHERS),
]
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
NAME = re.compile(r"(?<![\w*\\])(\*{1,2})(?=[^\s*])([^*]+?)(?<=[^\s*])\1(?![\w*])")
ANCHOR = re.compile(r"<a [^>]*>(.*?)</a>")
ENDS = " .,:;…?›‹"


def plain(text: str) -> str:
    """With the words that schools begin with, dots for other blanks, and without the signs at its ends."""
    usual = re.sub(r"%\((\w+)\)s", lambda blank: str(words({}).get(blank[1], "…")), text)
    return " ".join(re.sub(r"<[^>]+>", "", usual).split()).strip(ENDS)


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Every sentence of the pages, the links inside them, and what stands before a colon or a blank."""
    with (ROOT / "coachsched/languages/de/LC_MESSAGES/messages.po").open("rb") as file:
        whole = [
            one for entry in read_po(file) for one in ([entry.id] if isinstance(entry.id, str) else entry.id)
        ]
    links = [link for one in whole for link in ANCHOR.findall(one)]
    leads = [re.split(r":| \(", one)[0] for one in whole]
    return {plain(one) for one in (*whole, *links, *leads)} - {""}


def names(text: str) -> list[str]:
    """What stands between asterisks, each step of "Calendar → Bells" by itself."""
    prose = CODE.sub("", text)
    # A link that is set in bold leads to a document; in a text link the name is part of the sentence.
    prose = re.sub(r"\*\*\[[^\]]*\]\([^)]*\)\*\*", "", prose)
    prose = LINK.sub(r"\1", prose)
    found = (" ".join(name.split()) for _, name in NAME.findall(prose))
    return [step.strip() for name in found if not name.endswith((".", ":")) for step in name.split("→")]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_every_name_of_the_pages_is_theirs(path: Path, said: set[str]):
    assert [name for name in names(path.read_text()) if plain(name) not in said] == []


def test_a_name_that_is_not_there_is_noticed(said: set[str]):
    assert names("Press **Bells → Burn it down**, *then* `**code**`. **A title.**") == [
        "Bells",
        "Burn it down",
        "then",
    ]
    assert {plain("Find times"), plain("Type the bells in"), plain("Turn it round")} <= said
    assert plain("Burn it down") not in said
