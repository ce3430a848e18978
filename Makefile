# Everything works from a fresh clone, without an activated environment: each target first makes what it needs.

PYTHON3 ?= python3
VENV := .venv
PYTHON := $(VENV)/bin/python
PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-develop
SOURCES := eureka_py tests conf $(wildcard bench)

# make run ARGS="--port 9000"; make unit ARGS="-k delta"
ARGS ?=
# make test COV=1 also measures coverage and holds it against the limits.
COV ?=
COV_OPTIONS = $(if $(COV),--cov --cov-report=json --cov-report=term)
COV_GATE = $(if $(COV),$(PYTHON) tests/coverage_gate.py)

.DEFAULT_GOAL := help
.PHONY: help install run format lint type unit integration interop test cov check audit bench constraints clean

help: ## Say what each target does.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

install: $(DEV_READY) ## Make .venv with the server and all development tools, in the versions of constraints.txt.

run: $(RUN_READY) ## Serve on 127.0.0.1:8761. ARGS are those of `eureka-py serve`.
	@exec $(VENV)/bin/eureka-py serve $(ARGS)

format: $(DEV_READY) ## Lay out the code, and repair what can be repaired safely.
	$(PYTHON) -m ruff check --fix-only --exit-zero --quiet $(SOURCES)
	$(PYTHON) -m ruff format $(SOURCES)

lint: $(DEV_READY) ## Check style and layout of the code.
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m ruff format --check $(SOURCES)

type: $(DEV_READY) ## Check types.
	$(PYTHON) -m mypy

unit: $(DEV_READY) ## Run the tests that need no socket and no sleep.
	$(PYTHON) -m pytest tests/unit $(ARGS)

integration: $(DEV_READY) ## Run the tests of whole apps and whole processes.
	$(PYTHON) -m pytest tests/integration $(ARGS)

interop: $(DEV_READY) ## Run the tests with real clients; where a language is missing, one line says so.
	$(PYTHON) -m pytest tests/interop $(ARGS)

test: $(DEV_READY) ## Run all tests: unit, integration, interop.
	$(PYTHON) -m pytest $(COV_OPTIONS) $(ARGS)
	@$(COV_GATE)

cov: $(DEV_READY) ## Run unit and integration tests; fail under 95 % of lines or 90 % of branches.
	$(PYTHON) -m pytest tests/unit tests/integration --cov --cov-report=json --cov-report=term $(ARGS)
	@$(PYTHON) tests/coverage_gate.py

check: lint type ## What must pass before a change lands: lint, type, test and cov, each test run once.
	@$(MAKE) --no-print-directory test COV=1

audit: $(DEV_READY) ## Ask for known vulnerabilities of the libraries; one line says so if nobody answers.
	@$(PYTHON) -m tests.audit_gate

bench: $(DEV_READY) ## Measure speed and memory.
	$(PYTHON) -m bench $(ARGS)

constraints: ## Write constraints.txt anew: the newest versions that setup.cfg allows, for every Python.
	$(PYTHON3) -m venv .cache/constraints
	.cache/constraints/bin/pip install --quiet --disable-pip-version-check --upgrade uv
	@echo '# The versions that users, developers and CI get. Written by `make constraints`.' > .cache/constraints.txt
	echo setuptools | .cache/constraints/bin/uv pip compile --quiet --universal --python-version 3.10 --extra dev \
		--no-annotate --no-header setup.cfg - >> .cache/constraints.txt
	mv .cache/constraints.txt constraints.txt

clean: ## Remove .venv, caches and build output.
	rm -rf $(VENV) .cache build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*

$(PYTHON):
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
		|| { echo "Python 3.10 or newer is needed; name one with: make PYTHON3=/path/to/python3 ..."; exit 1; }
	@$(PYTHON3) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is needed (on Debian and Ubuntu: apt-get install python3-venv)"; exit 1; }
	$(PYTHON3) -m venv $(VENV)

# setuptools comes first, in the constrained version, so that building does not fetch another one.
$(RUN_READY): setup.cfg setup.py constraints.txt | $(PYTHON)
	$(PIP_INSTALL) -c constraints.txt setuptools
	$(PIP_INSTALL) -c constraints.txt --use-pep517 --no-build-isolation -e .
	@touch $@

$(DEV_READY): $(RUN_READY)
	$(PIP_INSTALL) -c constraints.txt --use-pep517 --no-build-isolation -e '.[dev]'
	@touch $@
