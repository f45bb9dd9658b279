# Every target does its own set-up. Quiet when all is well.
#   make test PYTHON=/path/to/python3.13     uses that Python for a new .venv

.DELETE_ON_ERROR:
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell sh tools/pythons.sh | head -n 1 | cut -d ' ' -f 2-)
VENV ?= .venv
JOBS ?= auto

BIN := $(VENV)/bin
COMMAND := $(VENV)/.command
READY := $(VENV)/.ready
RIVALS := $(VENV)/.rivals
JAVA := $(shell command -v java)
# Without Java nothing of Spark is tested, so that not every branch can be.
COVERAGE ?= $(if $(JAVA),--cov)
QUIETLY := sh tools/quietly.sh
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z0-9.%-]*\):.*## /\1  /p' Makefile | awk -F '  ' '{ printf "make %-11s %s\n", $$1, $$2 }'

# One environment, made anew whenever what it must hold has changed: first what the command line needs, then all the rest.
$(COMMAND): pyproject.toml
	@python='$(PYTHON)'; \
	"$${python:-false}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "This needs Python 3.11 or newer, with venv: install one, or say make PYTHON=/path/to/python3" >&2; exit 1; }; \
	echo 'Setting up $(VENV) (once, under a minute) ...' >&2; \
	$(QUIETLY) "$$python" -m venv --clear $(VENV)
	@$(QUIETLY) $(PIP) install --upgrade 'pip>=25.1'
	@$(QUIETLY) $(PIP) install --editable '.[cli]'
	@touch $@

# Spark is large and runs on Java only, so without Java it is left out, and the tests that need it say so.
$(READY): $(COMMAND)
	@echo 'Adding to $(VENV) what tests and checks need (once, a minute or two) ...' >&2
	@$(QUIETLY) $(PIP) install --editable '.[cli,population,report,testing]' --group dev $(if $(JAVA),--group spark)
	@touch $@

# What the library is measured against. One that cannot be had here is missing from the figures, which say so.
$(RIVALS): $(READY)
	@echo 'Adding to $(VENV) what the library is measured against (once) ...' >&2
	@$(PIP) install --quiet --group solvers || true
	@$(PIP) install --quiet --group bench || true
	@touch $@

.PHONY: demo
demo: $(COMMAND) ## screen the profiles in examples/ and show what comes out
	@PATH="$(abspath $(BIN)):$$PATH" sh examples/demo.sh

.PHONY: test
test: $(READY) ## run the whole test suite, with branch coverage
	@$(BIN)/python -m pytest --quiet --numprocesses $(JOBS) --dist worksteal $(COVERAGE)

.PHONY: explore
explore: $(READY) ## search for counterexamples with new random draws; EXAMPLES=20000 for longer
	@HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest --quiet --numprocesses $(JOBS) tests/property

test-3.%: ## run it under one Python, such as test-3.13, without coverage
	@python=$$(sh tools/pythons.sh | sed -n 's/^3\.$* //p'); \
	[ -n "$$python" ] || { echo "Python 3.$* is not installed here." >&2; exit 1; }; \
	$(MAKE) --no-print-directory test COVERAGE= VENV=.venvs/3.$* PYTHON="$$python"

.PHONY: test-all
test-all: ## run it under every installed Python from 3.11 on
	@versions=$$(sh tools/pythons.sh | cut -d ' ' -f 1); failed=''; \
	[ -n "$$versions" ] || { echo "No Python from 3.11 on was found." >&2; exit 1; }; \
	for version in $$versions; do \
		echo "Python $$version:"; \
		$(MAKE) --no-print-directory test-$$version || failed="$$failed $$version"; \
	done; \
	[ -z "$$failed" ] || { echo "The suite fails under Python$$failed." >&2; exit 1; }

.PHONY: lint
lint: $(READY) ## check the code with ruff
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --diff

.PHONY: format
format: $(READY) ## let ruff rewrite what it can
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format --quiet

.PHONY: types
types: $(READY) ## check the types with mypy --strict
	@$(QUIETLY) $(BIN)/mypy

.PHONY: docs
docs: $(READY) ## build the documentation into site/; any warning fails
	@$(QUIETLY) $(BIN)/python tools/make_docs.py
	@$(QUIETLY) $(BIN)/zensical build --clean --strict
	@echo 'The documentation stands in site/index.html'

.PHONY: bench
bench: $(RIVALS) ## print what the library costs on this machine
	@$(BIN)/python benchmarks/core.py
	@$(BIN)/python benchmarks/single.py
	@$(BIN)/python benchmarks/peers.py
	@$(BIN)/python benchmarks/proof.py
	@$(BIN)/python benchmarks/population.py
	@$(BIN)/python benchmarks/files.py

.PHONY: profile
profile: $(READY) ## write PatientProfile anew from rules/vocabulary
	@$(BIN)/python tools/make_patient_profile.py

.PHONY: wheel-test
wheel-test: $(READY) ## build the packages, install them in empty environments, use them there
	@$(BIN)/python -m pytest --quiet --slow tests/packaging

.PHONY: clean
clean: ## remove everything that was made
	@rm -rf .venv .venvs .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* .cache build dist site
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
