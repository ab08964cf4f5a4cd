# `make demo` and `make test` need only python3 and make. Everything that they install goes
# into .venv and .tox; `make clean` removes it.

PYTHON ?= python3
BIN := .venv/bin
TOX = PATH="$$PATH$(INTERPRETERS)" $(BIN)/tox

# pyenv puts only its active interpreters on PATH; tox shall find the others, too.
PYENV_ROOT_FOUND := $(shell pyenv root 2>/dev/null)
empty :=
space := $(empty) $(empty)
INTERPRETERS = $(subst $(space),,$(addprefix :,$(wildcard $(addsuffix /versions/3.*/bin,$(PYENV_ROOT_FOUND)))))

.PHONY: help demo test test-rest test-all definitions coverage growth sync constraints docs \
	changes bench figures mutants clean

help:
	@echo "make demo         see what the package does, on an embedded AWS (no account needed)"
	@echo "make test         run what finds most: lint, types, data, package, one Python"
	@echo "make test-all     run everything that must pass: all Pythons, old and new boto3"
	@echo "make definitions  generate the data files from definitions/ anew"
	@echo "make coverage     say which AWS operations no resource reaches"
	@echo "make docs         build the documentation: build/docs/index.html"
	@echo "make growth       say what AWS has added since, by the newest botocore"
	@echo "make sync         take in the newest boto3 (BOTOCORE=1.44.8: that one)"
	@echo "make constraints  renew the releases of all that the tests install"
	@echo "make changes      print the changelog's next section (VERSION=1.1.0: write it)"
	@echo "make bench        measure speed and memory beside plain boto3"
	@echo "make figures      write the benchmarks' tables into the documentation"
	@echo "make mutants      try small random changes: which does no test notice?"
	@echo "make clean        remove everything these commands made"

demo: .venv/installed-demo
	@$(BIN)/python tools/demo.py

# All else comes from PyPI; a Redis server does not, and CI never goes without.
MISSING = $(if $(shell command -v redis-server 2>/dev/null),,fleet)

# What both run: $(1) is the label of environments in tox.ini. TOXARGS narrows it down:
# make test TOXARGS="-e py311"
define run
	@status=0; rm -f .tox/result.json; \
	TOX_SKIP_ENV="$(MISSING)" $(TOX) run-parallel --parallel-no-spinner \
	--result-json .tox/result.json $(or $(TOXARGS),-m $(1)) || status=$$?; \
	$(BIN)/python tools/verdict.py .tox/result.json $(MISSING); exit $$status
endef

# The few minutes that find most; `make test-rest` is the others.
test: .venv/installed-tox
	@echo "make test: lint, types, data, package, and the tests on one Python."
	$(call run,test)

test-rest: .venv/installed-tox
	@echo "make test-rest: the tests on every Python found, and on old and new boto3."
	$(call run,rest)

# What a contributor need not wait for: which lines `main` reaches, of which a floor is held.
test-all: export COVERED = --cov
test-all: test test-rest

definitions: .venv/installed-tox
	@$(TOX) run -qq -e generator -- generate
	@$(TOX) run -qq -e generator -- derive

coverage: .venv/installed-tox
	@$(TOX) run -qq -e generator -- coverage

docs: .venv/installed-tox
	@$(TOX) run -qq -e docs && echo "Open build/docs/index.html"

growth: .venv/installed-tox
	@$(TOX) run -qq -e growth

sync: .venv/installed-tox
	@$(TOX) run -qq -e sync $(if $(BOTOCORE),-- boto3==$(BOTOCORE) botocore==$(BOTOCORE))
	@$(TOX) run -qq -e constraints

constraints: .venv/installed-tox
	@$(TOX) run -qq -e constraints

changes: .venv/installed-tox
	@$(TOX) run -qq -e changes $(if $(VERSION),-- --version $(VERSION) --yes)

# make mutants MUTANTS="--seed 7 --number 30 --only boto3_extensions/_roles"
mutants: .venv/installed-tox
	@$(TOX) run -qq -e mutants -- $(MUTANTS)

bench: .venv/installed-bench
	@for benchmark in $(filter-out benchmarks/document.py,$(wildcard benchmarks/*.py)); do \
	echo "$$benchmark"; $(BIN)/python $$benchmark || exit 1; done

figures: .venv/installed-bench
	@$(BIN)/python benchmarks/document.py $(NAMES)
	@$(BIN)/python -m tools.pictures

clean:
	rm -rf .venv .tox build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/created:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 10))" || { \
	echo "This needs Python 3.10 or newer; name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { \
	echo "$(PYTHON) cannot make environments: install its venv module"; \
	echo "(on Debian and Ubuntu: apt-get install python3-venv) and try again."; exit 1; }
	@echo "Making an environment in .venv"
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@touch $@

.venv/installed-demo: .venv/created setup.py
	@echo "Installing boto3_extensions and the embedded AWS into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
	--constraint constraints.txt --editable ".[demo]"
	@touch $@

.venv/installed-bench: .venv/installed-demo
	@echo "Installing what the benchmarks compare with into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check arnmatch \
	|| echo "arnmatch cannot be installed here: its column will be missing"
	@touch $@

.venv/installed-tox: .venv/created constraints.txt
	@echo "Installing tox into .venv (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--constraint constraints.txt tox
	@touch $@
