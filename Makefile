# install: the environment in .venv   run: the app on 127.0.0.1:PORT   test   check: lint and types   bench
PYTHON ?= python3
PORT ?= 5000
DEMO ?= 1
BIN := .venv/bin
export PORT

# screenshots: the pictures of docs/, from a demo school of their own; needs Chromium
.PHONY: install install-dev run test check format bench screenshots translations

install: .venv/installed

install-dev: .venv/installed-dev

run: install
	COACHSCHED_DEMO=$${COACHSCHED_DEMO:-$(DEMO)} $(BIN)/python -m flask --app app serve

test: install-dev
	$(BIN)/python -m pytest -n auto --dist worksteal

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev
	$(BIN)/python -m benchmarks

screenshots: install-dev
	$(BIN)/python -m docs.make_pictures

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coachsched needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

# The words of the source into each language's messages.po, and those into what is read.
translations: install
	$(BIN)/pybabel -q extract -F babel.cfg -k phrase -k phrases:1,2 -c L10N: --no-location --sort-output -o coachsched/languages/messages.pot .
	for language in de es fr; do \
	  $(BIN)/pybabel -q update -i coachsched/languages/messages.pot -d coachsched/languages -l $$language --init-missing --width 110 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; done
	$(BIN)/pybabel -q compile -d coachsched/languages
