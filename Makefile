# What people type. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help paper test lint check golden validators bench fuzz kills lock wheel clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 13

paper: $(READY) ## Set up, and make the sample study's white paper in outputs/sample
	$(BIN)/whitepaper run sample; status=$$?; [ $$status -lt 2 ]

test: $(READY) ## Set up, and run all tests
	$(BIN)/python -m pytest -n 3 --dist loadfile

lint: $(READY) ## Format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint ## The same, and the quick tests
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

golden: $(READY) ## Accept what the code gives now as the golden files; review the diff
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests

validators: .venv/.validators ## Set up the programs that judge the documents in the tests

bench: .venv/.bench ## Measure speed, memory and accuracy into benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

fuzz: .venv/.bench ## Feed each reader damaged files for ten minutes
	$(BIN)/python -m benchmarks.fuzz all

kills: $(READY) ## Kill runs at 200 random moments, and see that the next run makes them good
	KILLS=200 $(BIN)/python -m pytest -q tests/test_flows_interrupted.py

lock: $(READY) ## Pin the newest dependencies that pyproject.toml allows, with their hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --upgrade --group dev pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --upgrade --group bench --output-file benchmarks/requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --upgrade --group validators --output-file .ci/validators/requirements.lock
	npm install --prefix .ci/validators --package-lock-only --omit-lockfile-registry-resolved \
	  --silent

wheel: $(READY) ## Make the file in dist that others install
	rm -rf build dist
	SOURCE_DATE_EPOCH=315532800 $(BIN)/python -m pip wheel --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --wheel-dir dist .

clean: ## Remove what was set up and kept between runs; inputs and outputs stay
	rm -rf .venv .state build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml .ci/system
	@PYTHON="$(PYTHON)" sh .ci/system
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --editable .
	-@$(BIN)/python -m flows.tracking
	@touch $@

.venv/.bench: $(READY) benchmarks/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  --requirement benchmarks/requirements.lock
	@touch $@

.venv/.validators: $(READY) .ci/validators/requirements.lock .ci/validators/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  --requirement .ci/validators/requirements.lock
	npm install --prefix .ci/validators --no-save --ignore-scripts --no-audit --no-fund --silent
	@touch $@
