"""Writes the tables of clicks.md and clicks-elsewhere.md out of clicks.toml: python -m docs.click_tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
MARKS = re.compile(r"(?<=<!-- written -->\n).*?(?=<!-- end -->)", re.DOTALL)
STEP = re.compile(r"(?:(?P<times>\d+) x )?(?P<verb>\w+)(?: (?P<what>.*?))?(?: \[(?P<source>\w+)\])?")
NAMED = re.compile(r"\[(\w+)\]")


class Step(NamedTuple):
    """One act, done so many times; without a source it is reckoned."""

    times: int
    verb: str
    what: str
    source: str

    @property
    def reckoned(self) -> bool:
        # What is typed follows from the example.
        return not self.source and self.verb != "type"


class Sum(NamedTuple):
    """What steps come to: presses, pages that load, characters typed."""

    clicks: int
    pages: int
    characters: int

    def __str__(self) -> str:
        return " / ".join(map(str, self))


def read() -> dict[str, Any]:
    return tomllib.loads((HERE / "clicks.toml").read_text())


def steps(data: dict[str, Any], program: str, written: Sequence[str]) -> Iterator[Step]:
    """Written steps as they are done, pieces and other jobs in full. ValueError: one that cannot be read."""
    for line in written:
        found = STEP.fullmatch(line)
        if not found:
            raise ValueError(f"clicks.toml: no step: {line!r}")
        verb, what = found["verb"], (found["what"] or "").format(**data["example"])
        if verb == "same" and what in jobs(data):
            yield from steps(data, program, jobs(data)[what][program])
        elif verb in data["pieces"]:
            yield from steps(data, program, [one.replace("TEXT", what) for one in data["pieces"][verb]])
        elif verb in ("click", "page", "type"):
            yield Step(int(found["times"] or 1), verb, what, found["source"] or "")
        else:
            raise ValueError(f"clicks.toml: no such verb or job: {line!r}")


def jobs(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in data["job"]}


def total(done: Sequence[Step]) -> Sum:
    pages = sum(step.times for step in done if step.verb == "page")
    clicks = pages + sum(step.times for step in done if step.verb == "click")
    return Sum(clicks, pages, sum(step.times * len(step.what) for step in done if step.verb == "type"))


def cell(data: dict[str, Any], one: dict[str, Any], program: str) -> str:
    """The numbers, with what is to be known of them: at least, in its stead, partly reckoned."""
    done = list(steps(data, program, one[program]))
    text = ("≥ " if program in one.get("least", ()) else "") + str(total(done))
    text = f"no; {text}" if program in one.get("no", ()) else text
    reckoned = program != "here" and any(step.reckoned for step in done)
    return text + (" \\*" if reckoned else "")


def table(data: dict[str, Any]) -> str:
    """A row a job; the fewest clicks in bold, among those that can do it."""
    programs = data["programs"]
    rows = ["| job | " + " | ".join(programs.values()) + " |", "| --- |" + " --: |" * len(programs)]
    for one in data["job"]:
        if one.get("aside"):
            continue
        able = [name for name in programs if name not in one.get("no", ())]
        clicks = {name: total(list(steps(data, name, one[name]))).clicks for name in able}
        fewest = [name for name in able if clicks[name] == min(clicks.values())]
        cells = {name: cell(data, one, name) for name in programs}
        cells |= {name: f"**{cells[name]}**" for name in fewest}
        rows.append(f"| {one['name']}: {one['means']} | " + " | ".join(cells.values()) + " |")
    return "\n".join(rows) + "\n"


def lists(data: dict[str, Any]) -> str:
    """Each job's steps in each program, with their sources."""
    sections = []
    for one in data["job"]:
        told = [_told(data, one, program) for program in data["programs"] if program in one]
        sections.append(f"## {one['name']}\n\n*{one['means']}*\n\n" + "\n".join(told))
    sources = list(enumerate(data["sources"].values(), 1))
    listed = "\n".join(f"{number}. [{title}][{number}]" for number, (title, _) in sources)
    links = "\n".join(f"[{number}]: {url}" for number, (_, url) in sources)
    return "\n\n".join([*sections, "## Sources", listed, links]) + "\n"


def _told(data: dict[str, Any], one: dict[str, Any], program: str) -> str:
    done = list(steps(data, program, one[program]))
    # A source stands behind the last of the steps in a row that it names.
    following = [step.source for step in done[1:]]
    acts = [_act(s, program) + _source(s, after) for s, after in zip_longest(done, following)]
    told = [text for text in ("; ".join(acts), one.get("notes", {}).get(program, "")) if text]
    text = ". ".join(told).removesuffix(".")
    return f"- **{data['programs'][program]}**, {cell(data, one, program)}: {_linked(data, text)}."


def _act(step: Step, program: str) -> str:
    times = f"{step.times} × " if step.times > 1 else ""
    if step.verb == "type":
        return f"{times}type “{step.what}” ({len(step.what)})"
    page = " (page)" if step.verb == "page" else ""
    return f"{times}*{step.what}*{page}" + (" \\*" if step.reckoned and program != "here" else "")


def _source(step: Step, following: str | None) -> str:
    return f" [{step.source}]" if step.source and step.source != following else ""


def _linked(data: dict[str, Any], text: str) -> str:
    """The sources of a text by their numbers."""
    names = list(data["sources"])
    return NAMED.sub(lambda found: f"[{names.index(found[1]) + 1}]", text)


def documents() -> dict[Path, str]:
    """Each document as it should be, by its place."""
    data = read()
    written = {HERE / "clicks.md": table(data), HERE / "clicks-elsewhere.md": lists(data)}
    return {path: _put(path.read_text(), text) for path, text in written.items()}


def _put(document: str, text: str) -> str:
    return MARKS.sub(lambda _: text, document)


def main() -> None:
    for path, text in documents().items():
        path.write_text(text)


if __name__ == "__main__":
    main()
