# Each target makes the environment it needs; nothing but Python 3.10+ and the package registry is assumed.
# Another Python gets an environment of its own: `make test PYTHON=python3.12` makes .venv-python3.12.
PYTHON ?= python3
VENV ?= .venv$(addprefix -,$(filter-out python3,$(notdir $(PYTHON))))
BIN := $(VENV)/bin
Q ?= drug trafficking
SPEC := setup.cfg pyproject.toml
# The package as it is installed and what uses it, made of links: what a type checker can follow.
HOUSE := $(VENV)/house
TYPED := benchmarks examples tests

.PHONY: search serve test browser lint format clean

search: $(VENV)/.run
	@$(BIN)/dateline index seeds
	@$(BIN)/dateline search '$(subst ','\'',$(Q))'

serve: $(VENV)/.web
	@$(BIN)/dateline index seeds
	@$(BIN)/dateline serve

test: $(VENV)/.test
	$(BIN)/python -m pytest --cov --cov-report=term

# What drives the system's Chromium in tests/browser, which `make test` skips without; it is large (50 MB).
browser: $(VENV)/.browser

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf $(HOUSE) && mkdir -p $(HOUSE)/dateline
	@ln -sfn $(CURDIR)/dateline/* $(CURDIR)/indexer $(CURDIR)/search $(HOUSE)/dateline/
	@ln -sfn $(addprefix $(CURDIR)/,$(TYPED)) $(HOUSE)/
	cd $(HOUSE) && ../bin/mypy --config-file $(CURDIR)/setup.cfg --cache-dir $(CURDIR)/.mypy_cache \
		$(addprefix -p ,dateline $(TYPED))

format: $(VENV)/.lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python $(SPEC)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.web: $(BIN)/python $(SPEC)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[web]'
	@touch $@ $(VENV)/.run

$(VENV)/.test: $(BIN)/python $(SPEC)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/.run $(VENV)/.web

$(VENV)/.browser: $(BIN)/python $(SPEC)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,browser]'
	@touch $@ $(VENV)/.test $(VENV)/.run $(VENV)/.web

$(VENV)/.lint: $(BIN)/python $(SPEC)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'
	@touch $@ $(VENV)/.test $(VENV)/.run

clean:
	rm -rf .venv .venv-* build *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
