"""What the project stands on is pinned, hashed and named with its version."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "coachsched" / "static" / "vendor"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes(name: str):
    for requirement in _requirements(ROOT / name):
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+ ", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_asked_for_is_pinned(name: str):
    wanted = {_project(line) for line in _lines(ROOT / f"{name}.in") if not line.startswith("-")}
    pinned = {_project(line) for line in _requirements(ROOT / f"{name}.txt")}
    assert wanted <= pinned


def test_vendored_files_carry_their_version_and_licence():
    packages = {path.parent for path in VENDOR.rglob("LICENSE*")}
    for path in VENDOR.rglob("*"):
        if path.is_file():
            assert re.search(r"@\d+\.\d+\.\d+/", path.relative_to(VENDOR).as_posix()), path
            assert packages & set(path.parents), path


def test_pages_use_exactly_what_is_vendored():
    named = set()
    for path in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r"filename='vendor/([^']+)'", path.read_text()))
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert named <= there
    assert {path.partition("@")[0] for path in there if not path.startswith("@")} <= {"htmx.org"}


def test_the_repository_holds_no_secrets_and_no_data():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.splitlines()
    assert [name for name in names if name.endswith((".sqlite", ".pem", ".key", ".env"))] == []
    assert "var/secret_key" not in names


def _requirements(path: Path) -> list[str]:
    """Each requirement with its hashes on one line."""
    joined = "\n".join(_lines(path)).replace("\\\n", "")
    return joined.splitlines()


def _lines(path: Path) -> list[str]:
    lines = (line.split(" #")[0].rstrip() for line in path.read_text().splitlines())
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _project(requirement: str) -> str:
    return re.split(r"[\[=~<>! ]", requirement, maxsplit=1)[0].lower().replace("_", "-")
