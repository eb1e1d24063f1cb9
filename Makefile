# make demo and make test do everything, set-up included; make help lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SUPPLY := build/supply/.ready
SHARED ?= ../shared
# Resolving to the lowest versions is what uv can do and pip cannot.
UV := $(or $(shell command -v uv),build/uv/bin/uv)
# Those that ask pages of other origins, browsers and agents need newer versions of what they come with.
LOWEST ?= tests --ignore tests/browser --ignore tests/server/test_fuzz.py --ignore tests/server/test_mcp.py --ignore tests/test_packaging.py --ignore tests/test_docs.py
PYTEST_OPTIONS ?= -q -n auto --maxprocesses 8

.PHONY: help demo test lint format accuracy bench docs screenshots lowest licences sbom audit build clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## build a graph from the sample documents, check it and ask it three questions
	@$(BIN)/mandategraph demo
	@echo; echo "Here mandategraph is $(BIN)/mandategraph: $(BIN)/mandategraph serve demo-graph"

test: lint ## run every check: ruff, mypy, pytest
	$(BIN)/python -m pytest $(PYTEST_OPTIONS)

lint: $(READY) ## run ruff and mypy
	$(BIN)/ruff check
	$(BIN)/mypy

format: $(READY) ## let ruff mend what it can
	$(BIN)/ruff check --fix

accuracy: $(READY) ## measure precision and recall on the annotated documents beside the checkout
	@test -d "$(SHARED)/gold" || { echo "make accuracy: no annotated documents in $(SHARED)/gold; name their folder with make accuracy SHARED=FOLDER" >&2; exit 2; }
	$(BIN)/python -m benchmarks.accuracy "$(SHARED)"

bench: $(READY) ## measure speed; make bench BENCH=--full for all sizes, which takes long
	$(BIN)/python -m benchmarks.speed $(BENCH)

docs: $(READY) ## write docs/vocabulary.md and docs/api.md anew and check that all documentation agrees with the program
	$(BIN)/python tools/from_ontology.py
	$(BIN)/python tools/make_api.py
	$(BIN)/python -m pytest -q tests/test_docs.py

screenshots: $(READY) ## photograph the pages into docs/screenshots with a browser
	$(BIN)/python -m benchmarks.screenshots

lowest: $(filter build/%,$(UV)) ## run tests with the lowest versions that pyproject.toml allows, in build/lowest
	$(UV) venv --quiet --clear --python ">=3.11,<3.12" build/lowest
	$(UV) pip compile --quiet --resolution lowest-direct --no-deps --python-version 3.11 --output-file build/lowest.txt pyproject.toml
	$(UV) pip install --quiet --python build/lowest/bin/python --constraint build/lowest.txt --reinstall-package mandategraph . --group tests
	build/lowest/bin/python -m pytest -c /dev/null --rootdir . --import-mode=importlib $(PYTEST_OPTIONS) $(LOWEST)

licences: $(SUPPLY) ## list the licence of each package that the program needs
	build/supply/bin/pip-licenses --python=build/runtime/bin/python --with-urls --format=markdown

sbom: $(SUPPLY) ## write the bill of materials of the program into sbom.json (CycloneDX)
	build/supply/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml --output-file sbom.json build/runtime/bin/python

# What could not be asked about is a failure, too: an audit that looked at nothing has found nothing.
audit: $(SUPPLY) ## ask a public list for known weaknesses of the packages (needs network)
	build/runtime/bin/python -m pip freeze --disable-pip-version-check --exclude mandategraph > build/runtime.txt
	build/supply/bin/pip-audit --strict --no-deps --disable-pip --requirement build/runtime.txt

build: $(READY) ## make the wheel and the source archive in dist/
	$(BIN)/hatchling build

clean: ## remove all that make has made
	rm -rf $(VENV) build dist demo-graph .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The program with what it needs and nothing else, and the tools that look at it.
$(SUPPLY): pyproject.toml $(READY)
	$(BIN)/python -m venv --clear build/runtime
	build/runtime/bin/python -m pip install -qq --disable-pip-version-check .
	$(BIN)/python -m venv --clear build/supply
	build/supply/bin/python -m pip install -qq --disable-pip-version-check --upgrade "pip>=25.1"
	build/supply/bin/python -m pip install -qq --disable-pip-version-check --group supply
	touch $@

build/uv/bin/uv: $(READY)
	$(BIN)/python -m venv --clear build/uv
	build/uv/bin/python -m pip install -qq --disable-pip-version-check uv

# Set-up: once, and again when pyproject.toml changes. uv where there is one, else the venv and pip of Python.
$(READY): pyproject.toml
	@set -e; \
	if command -v uv >/dev/null 2>&1; then \
	  echo "setting up $(VENV) with uv"; \
	  $(BIN)/python -c "" 2>/dev/null || uv venv --quiet --clear --seed --python ">=3.11" $(VENV); \
	  uv pip install --quiet --python $(BIN)/python --editable . --group dev; \
	else \
	  if ! $(BIN)/python -c "" 2>/dev/null; then \
	    for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	      if "$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then found=$$python; break; fi; \
	    done; \
	    if [ -z "$$found" ]; then \
	      echo "mandategraph needs Python 3.11 or later; python3 is $$(python3 --version 2>&1 || true). Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; \
	      exit 2; \
	    fi; \
	    echo "setting up $(VENV) with $$found ($$("$$found" --version))"; \
	    "$$found" -m venv --clear $(VENV) || { \
	      echo "Python's venv module is not complete; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }; \
	  fi; \
	  $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade >/dev/null; \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade "pip>=25.1"; \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --editable . --group dev; \
	fi; \
	touch $@
