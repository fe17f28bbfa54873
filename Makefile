# Each target is make.py's, which does the work and needs only Python 3.11 to 3.14: python make.py lists them.
PYTHON ?= $(or $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && echo $$p && break; done),python3)

TARGETS := demo app test lint style types words test-baseline test-reference test-browser test-kill \
	test-attack test-scale test-cluster test-pythons test-wheel test-labs wheel wheelhouse docs explore calibrate coverage-simulation bench bench-frameworks lock clean

.PHONY: $(TARGETS)
$(TARGETS):
	@$(PYTHON) make.py $@
