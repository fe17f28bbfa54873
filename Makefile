# Each target is make.py's, which does the work and needs only Python 3.11: python make.py lists them.
PYTHON ?= $(or $(shell for p in python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done),python3)

TARGETS := demo app test lint style types words test-baseline test-reference test-browser test-kill \
	test-attack test-scale test-cluster test-labs calibrate coverage-simulation bench bench-frameworks lock clean

.PHONY: $(TARGETS)
$(TARGETS):
	@$(PYTHON) make.py $@
