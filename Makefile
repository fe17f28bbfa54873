# One environment, made from requirements.lock, serves every target. Needs only Python 3.11 and make.
PYTHON ?= $(shell for p in python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
BENCH := .venv-bench/.ready

.PHONY: demo app test test-baseline test-reference test-browser test-kill test-scale test-cluster \
	test-labs lint calibrate coverage-simulation bench bench-frameworks lock clean

demo: $(READY)
	$(BIN)/coprod compare community=jinsong_north

# A page in the browser; installs what it needs the first time. Isolated builds: one of the packages
# comes as sources only, and what builds it is not the project's.
app: $(READY)
	$(BIN)/python -m pip install --disable-pip-version-check -q -e '.[app]'
	$(BIN)/coprod app

# Compiled first, where sources are new: else the tests' processes would, each for itself and silently.
test: $(READY)
	-$(BIN)/coprod warm-up
	$(BIN)/python -m pytest -n 2 -q

# Every case of the baseline, to the bit; about two minutes. After raising MODEL_VERSION:
# python -m tests.baseline.write
test-baseline: $(READY)
	$(BIN)/python -m tests.baseline.check

# Needs the system's chromium; without it every test is skipped, saying which package it is in.
test-browser: $(READY)
	$(BIN)/python -m pip install --disable-pip-version-check -q -e '.[app,browser]'
	$(BIN)/python -m pytest -q -rs tests/browser

# A study killed at twenty random moments and gone on with each time; some minutes.
test-kill: $(READY)
	$(BIN)/python -m pytest -q -s -n 0 tests/heavy/killed_twenty_times.py

# 10,000 cells into one table: seconds and memory; some minutes, on a machine that does little else.
test-scale: $(READY)
	$(BIN)/python -m pytest -q -s -n 0 tests/heavy/ten_thousand_cells.py

# The same study on all launchers, jobs killed and stopped: with Debian's Slurm on this machine alone,
# installed when it isn't there, and a Ray of its own; as root, some minutes.
test-cluster: $(READY)
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-build-isolation -e '.[slurm,ray]'
	tests/cluster/slurm.sh tests/cluster/check.sh
	tests/cluster/slurm.sh $(BIN)/python -m pytest -q -s -n 0 tests/cluster/launchers.py

# Every lab with other luck and twice the replicates, and every notebook; some minutes.
test-labs: $(READY)
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-build-isolation -e '.[labs]'
	$(BIN)/python -m pytest -q -n 2 tests/heavy/labs_in_full.py

# The model beside a second implementation of the whole week, over every case of the baseline; about
# twenty minutes.
test-reference: $(READY)
	$(BIN)/python -m tests.reference.check

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

calibrate: $(READY)
	$(BIN)/coprod calibrate

# Speed and memory, each figure a ratio measured in one run: see docs/performance.md. Ten to twenty minutes.
bench: $(READY)
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.diffusion

# Other frameworks, to compare with: an environment of their own, apart from the project's.
bench-frameworks: $(BENCH)

$(BENCH): tests/benchmarks/diffusion/requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: none found; name it with PYTHON=..." >&2; exit 2; }
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/python -m pip install --disable-pip-version-check -q --no-deps --only-binary :all: -r $<
	@touch $@

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: none found; name it with PYTHON=..." >&2; exit 2; }
	@echo "installing into .venv: a few minutes the first time"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	-$(BIN)/coprod warm-up
	@touch $@

# Coverage of the intervals, as in docs/statistics.md: about two minutes.
coverage-simulation: $(READY)
	$(BIN)/python -m tests.heavy.interval_coverage

# Pins the newest versions that pyproject.toml allows; pip-compile comes from pip-tools.
lock:
	pip-compile --upgrade --extra dev --allow-unsafe --strip-extras --quiet --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .venv-bench build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find sim configs experiments tests -name __pycache__ -type d -prune -exec rm -rf {} +
