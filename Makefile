# What can be done with this checkout. Each target prepares what it needs; a second run reuses it.

PYTHON ?= python3
STORE  ?= var
HOST   ?= 127.0.0.1
PORT   ?= 7860

BIN      := .venv/bin
PIP      := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
SAMPLES  := $(wildcard corpus/documents/*.txt)
WORKERS  ?= 2
FAILING  := $(shell find eval/cases -name 'known_failures.jsonl' -size +0)

.DEFAULT_GOAL := help
.PHONY: help install run test lint bench eval docs clean

help:
	@echo "make run      install, index the sample disclosures, serve the page at http://$(HOST):$(PORT)"
	@echo "make test     install what the tests need and run them all"
	@echo "make install  only the environment: .venv/bin/mingzhang"
	@echo "make lint     style, types and the direction of imports"
	@echo "make bench    speed, as ratios within one run"
	@echo "make eval     grade the shipped question sets; fails on a wrong number"
	@echo "make docs     write docs/cli.md anew from the commands, and the pictures of docs/screenshots"
	@echo "make clean    remove the environment and the index"

install: .venv/.installed

# Compiled at once, so that no question waits for it where Python may not write here or is told not to.
# torch first and exactly: other versions may bring along gigabytes of GPU libraries. setuptools comes with it, so that
# the last step needs no second download of build tools.
.venv/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Mingzhang needs Python 3.11 or later; name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot create .venv; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing into .venv (a few minutes the first time) ..."
	@$(PIP) "torch==2.13.0"
	@$(PIP) --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q app.py assistant corpus eval index
	@touch $@

.venv/.testing: .venv/.installed
	@$(PIP) --no-build-isolation --editable ".[test,ocr]"
	@touch $@

run: install
	@$(BIN)/mingzhang build $(SAMPLES) --store $(STORE)
	@exec $(BIN)/mingzhang serve --store $(STORE) --host $(HOST) --port $(PORT)

test: .venv/.testing
	@sh .ci/browser
	@sh .ci/proxy
	@sh .ci/promptfoo
	@$(BIN)/python -m pytest -n $(WORKERS)

lint: .venv/.testing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/.testing
	@$(BIN)/python -m benchmarks.run

# The gate: no wrong number in any set; the known failures are declared as such, shown, and not gated. Then the README's headline numbers.
eval: .venv/.testing
	@$(BIN)/mingzhang build $(SAMPLES) --store $(STORE)
	@$(BIN)/mingzhang eval --store $(STORE) --max-wrong 0 --out $(STORE)-eval --quiet $(filter-out $(FAILING),$(wildcard eval/cases/*.jsonl)) $(addprefix --known ,$(FAILING))
	@$(BIN)/python -m eval.headline README.md docs/headline.json $(STORE)

docs: .venv/.testing
	@$(BIN)/python -m tests.cli_reference
	@$(BIN)/python -m tests.screenshots

clean:
	rm -rf .venv $(STORE) $(STORE)-eval .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
