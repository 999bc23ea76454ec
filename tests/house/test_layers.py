"""The layer table of design 8, read from the imports."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "coachsched"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# What a layer may import of ours and of others; None allows every library from outside.
OURS: dict[str, set[str]] = {
    "core": {"core"},
    "importers": {"importers", "core"},
    "models": {"models", "core"},
    "store": {"store", "models", "core"},
    "mail": {"mail", "core"},
    "solver": {"solver", "core"},
    "languages": {"languages", "core"},
    "services": {"services", "store", "core", "mail", "importers", "solver", "languages"},
    "views": {"views", "forms", "services", "store", "core", "mail", "languages", "extensions"},
    "forms": {"forms", "core"},
    "cli": {"cli", "services", "store", "core", "solver"},
    "migrations": set(),
}
OTHERS: dict[str, set[str] | None] = {
    "core": set(),
    "importers": {"icalendar", "recurring_ical_events", "python_calamine", "defusedxml", "holidays"},
    "models": {"flask_sqlalchemy", "sqlalchemy"},
    "store": {"sqlalchemy", "cryptography"},
    "mail": {"flask", "icalendar", "imap_tools"},
    "solver": {"highspy", "numpy"},
    "languages": {"babel", "flask", "flask_babel"},
    "services": {
        "flask",
        "sqlalchemy",
        "argon2",
        "itsdangerous",
        "icalendar",
        "cryptography",
        "authlib",
        "joserfc",
    },
    "views": None,
    "forms": {"wtforms", "flask_wtf"},
    "cli": {"click", "flask", "flask_migrate", "sqlalchemy"},
    "migrations": {"alembic", "sqlalchemy", "flask"},
}
# From Flask the lower layers take the running app, never the request, a session or a page.
OF_FLASK = {"mail": {"current_app", "render_template"}, "services": {"current_app"}}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}


def layer_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def imports(path: Path) -> list[tuple[str, str]]:
    """Every (module, name) a file imports; relative ones resolved, name empty for a whole module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = ".".join(filter(None, [_parent(path, node.level), node.module]))
            found += [(module, alias.name) for alias in node.names]
    return found


def _parent(path: Path, level: int) -> str:
    parts = path.relative_to(PACKAGE.parent).parts
    return ".".join(parts[: len(parts) - level]) if level else ""


def calls(path: Path) -> list[ast.Attribute]:
    tree = ast.parse(path.read_text())
    return [
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def test_every_folder_of_the_package_has_a_place_in_the_table():
    assert {layer_of(path) for path in SOURCES} - {""} <= set(OURS)


def test_layers_import_only_what_the_table_allows():
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {module} {name}".strip()
        for path in SOURCES
        if layer_of(path) in OURS
        for module, name in imports(path)
        if not _may_import(path, module, name)
    ]
    assert wrong == []


def _may_import(path: Path, module: str, name: str) -> bool:
    layer = layer_of(path)
    top, _, rest = module.partition(".")
    if top == "coachsched":
        return (rest or name).partition(".")[0] in OURS[layer]
    allowed = {"icalendar"} if (layer, path.name) == ("core", "ical.py") else OTHERS[layer]
    return top in sys.stdlib_module_names or allowed is None or top in allowed


def test_lower_layers_know_no_request_and_no_page():
    for path in SOURCES:
        allowed = OF_FLASK.get(layer_of(path))
        taken = {name for module, name in imports(path) if module == "flask"}
        assert allowed is None or taken <= allowed, path


def test_rules_and_readers_have_no_clock():
    for path in SOURCES:
        if layer_of(path) in ("core", "importers"):
            asked = {call.attr for call in calls(path)} & CLOCKS
            modules = {module for module, _ in imports(path)} & {"time", "random", "secrets", "os"}
            assert (asked, modules) == (set(), set()), path


def test_only_the_clock_asks_what_time_it_is():
    for path in SOURCES:
        if layer_of(path) in ("services", "views", "store", "mail") and path.name != "clock.py":
            asked = [call for call in calls(path) if call.attr in {"now", "today", "utcnow"}]
            assert [call for call in asked if ast.unparse(call.value) != "clock"] == [], path


def test_only_the_unit_of_work_commits():
    for path in SOURCES:
        if layer_of(path) != "migrations" and path != PACKAGE / "services" / "unit.py":
            assert "commit" not in {call.attr for call in calls(path)}, path


def test_pages_and_commands_hold_no_session_of_the_database():
    for path in SOURCES:
        if layer_of(path) in ("views", "cli", "mail"):
            taken = set(imports(path))
            assert ("coachsched.store", "session") not in taken, path
            assert not any(name == "db" for _, name in taken), path
