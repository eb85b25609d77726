# `make help` lists what can be made. Tools are taken from .venv if there is one, else from the path.

PYTHON := $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
BIN := $(patsubst ./%,%,$(dir $(PYTHON)))

.DEFAULT_GOAL := help
.PHONY: help test check fmt hunt mishaps bench examples outputs docs

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

test: ## run all tests
	$(PYTHON) -m pytest -q

check: ## check format, lint, types, layers and documents
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy --strict src
	$(BIN)lint-imports --no-logo
	$(PYTHON) -m pytest -q -n 0 tests/repository/test_links.py tests/repository/test_pages.py
	$(PYTHON) -m sphinx -q -W --keep-going -b html docs build/docs

docs: ## build the documents as pages in build/docs; a warning is a mistake
	$(PYTHON) -m sphinx -q -W --keep-going -b html docs build/docs

fmt: ## format code and law, and repair what the linter can repair
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	$(BIN)panarchy fmt examples src/panarchy_rules/library

hunt: ## put a hundred thousand worlds to all theorems; goes on where it was stopped
	nice $(PYTHON) -m tests.support.hunt

bench: ## measure beside the engines in the folder PEERS, and write benchmarks/RESULTS.md
	$(PYTHON) benchmarks/bench.py $(PEERS)

mishaps: ## kill a writer of a register a thousand times, and let a disk run full as often
	PANARCHY_HUNT=1 nice $(PYTHON) -m pytest -q -n 0 tests/units/test_register_storage.py

examples: ## decide all disputes under examples/ again
	$(BIN)panarchy test examples

outputs: ## write the real outputs into the README and the documents
	$(BIN)panarchy help > src/panarchy_rules/cli/overview.txt
	$(PYTHON) -m tests.support.documents
