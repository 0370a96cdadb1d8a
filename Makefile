# The commands of this project. `make demo` and `make test` are all a fresh clone needs; both make their own
# environment in .venv from requirements.lock.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH_STAMP := .venv-bench/.installed
MUTANTS_STAMP := .venv-mutants/.installed

.PHONY: demo serve test lint fuzz soak mutants bench docs pictures lock clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 14

demo: $(STAMP) ## compute the sample year, write its report to out/, fill the demo group, serve it (DEMO_SERVE=0: do not serve)
	$(RUN)/tanheng demo

serve: $(STAMP) ## serve the web application on your own data
	$(RUN)/tanheng serve

test: $(STAMP) ## style, types, floors and the whole test-suite on SQLite and PostgreSQL
	$(RUN)/python tools/test.py

lint: $(STAMP) ## style, types, floors, templates only
	$(RUN)/python tools/test.py --lint

fuzz: $(STAMP) ## the property tests of the readers with 10 000 examples each
	HYPOTHESIS_PROFILE=fuzz $(RUN)/python -m pytest tests -m fuzz -n 2

soak: $(STAMP) ## kill server, worker and clerks 200 times each on each database, fill the disk, stop the database, and count what is lost or doubled
	$(RUN)/python -m tools.soak --database sqlite
	$(RUN)/python -m tools.soak --database postgresql
	$(RUN)/python -m tools.soak_months --database sqlite
	$(RUN)/python -m tools.soak_months --database postgresql

bench: $(STAMP) $(BENCH_STAMP) ## all benchmarks with their peers; one JSON object a line, and docs/benchmarks.md
	$(RUN)/python -m bench

mutants: $(MUTANTS_STAMP) ## plant 200 small faults in the code, one by one, and count those that the tests find (an hour)
	.venv-mutants/bin/python -m tools.mutants --again

docs: $(STAMP) ## write docs/reference/commands.md anew from the commands' own help
	$(RUN)/python tools/docs.py

pictures: $(STAMP) ## take docs/pictures/ anew with the demo group, in both languages
	$(RUN)/python tools/pictures.py

lock: ## refresh requirements.lock after a change in pyproject.toml
	tools/lock.sh

clean: ## remove what the other targets made, data excepted
	rm -rf $(VENV) .venv-bench .venv-mutants out .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# The environment is made again when the lock or the package's description changed.
$(STAMP): requirements.lock requirements-oracle.lock pyproject.toml
	test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	$(RUN)/python -c 'import sys; sys.exit("Tanheng needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(RUN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	$(RUN)/pip install --disable-pip-version-check --quiet --require-hashes --no-deps -r requirements-oracle.lock
	$(RUN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --no-index -e .
	$(RUN)/python -m compileall -q src
	touch $@

# The peers of the benchmarks bring libraries of their own, so they live apart.
$(BENCH_STAMP): requirements-bench.lock
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --disable-pip-version-check --quiet --require-hashes -r requirements-bench.lock
	touch $@

# The library that plants faults brings libraries of its own too.
$(MUTANTS_STAMP): requirements.lock requirements-oracle.lock requirements-mutants.lock pyproject.toml
	test -x .venv-mutants/bin/python || $(PYTHON) -m venv .venv-mutants
	.venv-mutants/bin/pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	.venv-mutants/bin/pip install --disable-pip-version-check --quiet --require-hashes --no-deps -r requirements-oracle.lock
	.venv-mutants/bin/pip install --disable-pip-version-check --quiet --require-hashes -r requirements-mutants.lock
	.venv-mutants/bin/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --no-index -e .
	touch $@
