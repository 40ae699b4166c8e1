# What a developer does with this checkout. `make` alone lists it.

PYTHON ?= python3
PORT ?= 8088
# How many tests run side by side.
WORKERS ?= 2
VENV := .venv
IN := $(VENV)/bin/python
READY := $(VENV)/.ready
BENCH := build/bench

.DEFAULT_GOAL := help
.PHONY: help setup learnt compiled browser try test lint format bench chaos locale gallery

help:  ## list what there is
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

setup: $(READY) learnt compiled browser  ## make .venv with everything in it, and a browser for the tests

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'Python 3.11 or newer is needed: sudo apt install python3, or make PYTHON=python3.12 setup' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'Python has no venv here: sudo apt install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(IN) -m pip install --quiet --require-hashes -r requirements.txt
	@# setuptools warns at length of every editable installation.
	PYTHONWARNINGS=ignore $(IN) -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# How people ask for the shipped answers: half a minute's work where they have changed, else none.
learnt: $(READY)
	@$(IN) -c 'from bot.answers import kept; kept.learn_ahead()'

# Compiled beside the source, so that a start does not wait for it, also where Python may not write there.
compiled: $(READY)
	@$(IN) -m compileall -q bot storage

# The page of phones is tested in a real browser. Where apt may not install one, a line says what is missing.
browser: $(READY)
	@$(IN) -m tests.browser.packages

try: $(READY) learnt compiled  ## see the bot without a token: a page of phones (PORT=8088)
	$(IN) -m bot try --port $(PORT)

test: setup  ## run every test, with branch coverage
	$(IN) -m pytest --durations=40 -n $(WORKERS) --dist worksteal --cov --cov-branch --cov-fail-under=95

lint: $(READY)  ## look over style and types
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format: $(READY)  ## lay the source out
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(READY) compiled $(BENCH)/.ready  ## measure against bare python-telegram-bot and others
	$(IN) -m tests.benchmarks

# aiogram brings an aiohttp of its own choice, so the others have a place of their own.
$(BENCH)/.ready: requirements-bench.txt | $(READY)
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --require-hashes -r requirements-bench.txt
	@touch $@

chaos: $(READY)  ## kill the running bot 200 times
	KILLS=200 $(IN) -m pytest tests/journeys/test_kills.py

locale: $(READY)  ## bring the catalogues in step with the source
	$(IN) -c 'from bot import catalogues; catalogues.update()'

gallery: $(READY)  ## write build/gallery.html: every message in four languages
	@mkdir -p build
	$(IN) -m bot gallery build/gallery.html
