# Everything the project does, from a fresh clone with Python 3.11 or newer, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
export HF_HUB_OFFLINE ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix bench browser sbom audit

help: ## list what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(INSTALLED) ## install everything into .venv

run: $(INSTALLED) ## serve the search page at http://127.0.0.1:8000
	@test -e "$${OWNWORDS_INDEX:-.ownwords}/current" || $(BIN)/ownwords ingest
	@$(BIN)/ownwords serve $(SERVE)

test: check browser ## check the code and run every test
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(INSTALLED) ## lint and type-check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

browser: $(INSTALLED) ## get Chromium for the tests, where there is none
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || $(BIN)/playwright install chromium

fix: $(INSTALLED) ## mend what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

sbom: $(INSTALLED) ## write the bill of materials (CycloneDX) to build/sbom.cdx.json
	@mkdir -p build
	$(BIN)/cyclonedx-py environment $(VENV) --pyproject pyproject.toml --mc-type application --output-reproducible --validate --output-file build/sbom.cdx.json

audit: $(INSTALLED) ## look for known weaknesses in what the lock installs
	@$(BIN)/python scripts/audit.py

bench: $(INSTALLED) ## measure speed and memory
	$(BIN)/python scripts/bench.py

$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Own Words needs Python 3.11 or newer; $(PYTHON) is older. Name one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-compile -r requirements.txt
	@# pip compiles on one core, this on all; some of those files are for newer Pythons only
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
