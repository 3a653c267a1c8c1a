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

# The kernels with all that sanitizers look at: a copy of the checkout, whose kernels are built for them alone.
SANITIZED := build/sanitized
CHECKS := -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
# What Python itself does not give back is no leak of ours; numpy's largest claims are refused, not reported.
WATCHED = LD_PRELOAD="$$($(CC) -print-file-name=libasan.so) $$($(CC) -print-file-name=libubsan.so)" \
	ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 PYTHONMALLOC=malloc
SECONDS ?= 60

.PHONY: search serve test browser sanitize fuzz lint format clean

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

sanitize: $(VENV)/.test
	rm -rf $(SANITIZED) && mkdir -p $(SANITIZED)
	cp -r benchmarks dateline docs indexer search seeds tests setup.cfg *.md $(SANITIZED)/
	rm -f $(SANITIZED)/indexer/format/kernels/*.so
	$(CC) -shared -fPIC -ffp-contract=off $(CHECKS) -DPy_LIMITED_API=0x030B0000 \
		-DDATELINE_VERSION='"'"$$(sed -n 's/^version = //p' setup.cfg)"'"' \
		-I"$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))')" \
		indexer/format/kernels/*.c -o $(SANITIZED)/indexer/format/kernels/_kernels.abi3.so
	cd $(SANITIZED) && $(WATCHED) $(CURDIR)/$(BIN)/python -m benchmarks.torture.kernels --seconds $(SECONDS)
	cd $(SANITIZED) && $(WATCHED) $(CURDIR)/$(BIN)/python -m pytest -p no:cacheprovider tests/indexer/format/kernels \
		tests/indexer/format/storage tests/search/test_kernel_parity.py tests/search/arrays
	cd $(SANITIZED) && $(WATCHED) $(CURDIR)/$(BIN)/python -m benchmarks.torture.damage --flips 300 --cuts 60 \
		--others 30 --absurd 100

# Guided fuzzing of the kernels with clang's libFuzzer, which says why where there is none.
fuzz: $(VENV)/.test
	$(BIN)/python -m benchmarks.torture.fuzzing --seconds $(SECONDS)

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
