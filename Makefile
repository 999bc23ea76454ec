# install: the environment in .venv   run: the app on 127.0.0.1:PORT   test   check: lint and types   bench
PYTHON ?= python3
PORT ?= 5000
DEMO ?= 1
BIN := .venv/bin
export PORT

.PHONY: install install-dev run test check format bench

install: .venv/installed

install-dev: .venv/installed-dev

run: install
	COACHSCHED_DEMO=$${COACHSCHED_DEMO:-$(DEMO)} $(BIN)/python -m flask --app app serve

test: install-dev
	$(BIN)/python -m pytest -n auto

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev
	$(BIN)/python -m benchmarks

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coachsched needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@
