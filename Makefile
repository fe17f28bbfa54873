# One environment, made from requirements.lock, serves every target. Needs only Python 3.11 and make.
PYTHON ?= $(shell for p in python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test test-kill test-scale test-cluster lint calibrate lock clean

demo: $(READY)
	$(BIN)/coprod compare community=jinsong_north

test: $(READY)
	$(BIN)/python -m pytest -n 2 -q

# A study killed at twenty random moments and gone on with each time; some minutes.
test-kill: $(READY)
	$(BIN)/python -m pytest -q -s -n 0 tests/heavy/killed_twenty_times.py

# 10,000 cells into one table: seconds and memory; some minutes, on a machine that does little else.
test-scale: $(READY)
	$(BIN)/python -m pytest -q -s -n 0 tests/heavy/ten_thousand_cells.py

# Debian's Slurm on this machine alone, installed when it isn't there; as root.
test-cluster: $(READY)
	tests/cluster/slurm.sh tests/cluster/check.sh

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

calibrate: $(READY)
	$(BIN)/coprod calibrate

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: none found; name it with PYTHON=..." >&2; exit 2; }
	@echo "installing into .venv: a few minutes the first time"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@touch $@

# Pins the newest versions that pyproject.toml allows; pip-compile comes from pip-tools.
lock:
	pip-compile --upgrade --extra dev --allow-unsafe --strip-extras --quiet --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find sim configs experiments tests -name __pycache__ -type d -prune -exec rm -rf {} +
