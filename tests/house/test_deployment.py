"""The sample files of docs/deploy fit each other, the settings that exist and the commands there are."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from coachsched import create_app
from coachsched.cli.serve import THREADS
from coachsched.settings import read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
PROGRAM = "/srv/coachsched"
PAGE = (ROOT / "docs" / "deployment.md").read_text()
UNITS = sorted(DEPLOY.glob("*.service"))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(read_settings({"COACHSCHED_DATA_DIR": str(tmp_path_factory.mktemp("deploy"))}))


def unit(path: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read(path)
    return parser["Service"]


def commands() -> list[list[str]]:
    """What the units and the page call, up to the first option or value."""
    text = PAGE + "".join(path.read_text() for path in UNITS)
    found = re.findall(
        r"(?:flask --app app|-u coachsched coachsched|`coachsched|`flask) ((?:[a-z][a-z-]*\b ?)+)", text
    )
    return [words.split() for words in found]


def test_every_command_exists(app: Flask):
    assert len(commands()) > 8
    for words in commands():
        group = app.cli
        for word in words:
            assert word in group.commands, words
            group = group.commands[word]  # type: ignore[assignment]
            if not hasattr(group, "commands"):
                break


def test_every_setting_is_one():
    known = set(
        re.findall(r'environ\.get\("(COACHSCHED_\w+)"', (ROOT / "coachsched" / "settings.py").read_text())
    )
    source = (ROOT / "coachsched" / "settings.py").read_text()
    known |= {f"COACHSCHED_{name}" for name in re.findall(r'_(?:switch|limit)\("(\w+)"', source)}
    named = set(re.findall(r"COACHSCHED_\w+", PAGE + (DEPLOY / "env").read_text()))
    assert named
    assert named <= known


def test_the_sample_settings_start(tmp_path: Path):
    lines = (DEPLOY / "env").read_text().replace("# COACHSCHED_", "COACHSCHED_").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    settings = read_settings(
        {name: value.strip("'") for name, value in given.items()} | {"COACHSCHED_DATA_DIR": str(tmp_path)}
    )
    assert settings.secure
    assert not settings.demo
    assert all(re.fullmatch(r"'[^']*'", value) for value in given.values()), "a shell reads them too"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_units_agree(path: Path):
    found = unit(path)
    assert found["User"] == "coachsched"
    assert found["WorkingDirectory"] == PROGRAM
    assert found["EnvironmentFile"] == "/etc/coachsched/env"
    assert f"COACHSCHED_DATA_DIR='/var/lib/{found['StateDirectory']}'" in (DEPLOY / "env").read_text()
    assert f"{PROGRAM}/.venv/bin/" in found["ExecStart"]
    program = re.search(rf"{PROGRAM}/\.venv/bin/(\w+)", found["ExecStart"])
    assert program
    assert program[1] in ("flask", "granian")
    for named in ("NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp"):
        assert found[named] in ("yes", "strict")


def test_the_web_runs_as_flask_serve_runs_it():
    command = unit(DEPLOY / "coachsched-web.service")["ExecStart"]
    assert "--no-access-log" in command
    assert f"--blocking-threads {THREADS} " in command
    assert command.endswith(" app:app")


def test_the_proxies_reach_it_hand_the_host_on_and_log_no_address():
    port = re.search(r"--port (\d+)", unit(DEPLOY / "coachsched-web.service")["ExecStart"])
    assert port
    nginx, caddy = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "Caddyfile").read_text()
    assert f"proxy_pass http://127.0.0.1:{port[1]};" in nginx
    assert f"reverse_proxy 127.0.0.1:{port[1]}" in caddy
    assert "proxy_set_header Host $host;" in nginx
    assert nginx.count("access_log off;") == nginx.count("\nserver {")
    assert "crit;" in nginx
    assert "exclude http.log.error" in caddy
    host = re.search(r"BASE_URL='https://([^']+)'", (DEPLOY / "env").read_text())
    assert host
    assert f"server_name {host[1]};" in nginx
    assert f"\n{host[1]} {{" in caddy


def test_the_copies_go_where_the_unit_may_write():
    found = unit(DEPLOY / "coachsched-backup.service")
    assert f"{found['ReadWritePaths']}/" in found["ExecStart"]
    assert f"find {found['ReadWritePaths']} " in found["ExecStartPost"]


def test_every_file_is_named_in_the_page():
    for path in DEPLOY.iterdir():
        stem = path.name.rpartition("-")[0] + "-*." + path.suffix[1:] if path.suffix else path.name
        assert path.name in PAGE or stem in PAGE, path.name


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not there")
def test_systemd_understands_the_units():
    done = subprocess.run(
        ["systemd-analyze", "verify", *UNITS, DEPLOY / "coachsched-backup.timer"],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    # The programs are only there where it is installed; the machine's other units say what they like.
    ours = [line for line in done.stderr.splitlines() if "coachsched" in line]
    assert [line for line in ours if "not executable" not in line] == []


def test_the_wrapper_is_a_program():
    path = DEPLOY / "coachsched"
    assert path.stat().st_mode & 0o111
    assert "/etc/coachsched/env" in path.read_text()
