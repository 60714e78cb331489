# The commands a person types. Needs GNU make and Python 3.11 or later; nothing else is taken for granted.
#   make run     start Lägesbild and print its address (PORT=8600 make run for another port)
#   make test    everything that must hold before a change is handed in
#   make check   the quick part of it, while working
#   make thorough  the slow tests in full: 2 000 generated files, 20 killed deliveries, bad files of 300 MB
#   make bench   how fast it is, measured against a stock Streamlit page
#   make reference  let R compute the numbers that the statistics are compared with
#   make audit   look for known vulnerabilities in what is installed; says so where that cannot be asked
#   make lock    after a change in requirements*.in: choose versions again
#   make clean   remove what the commands above made (never data/store)

PYTHON ?= python3
PORT ?= 8501
# One worker has all browser tests and waits for Chromium half of the time: one more than the cores.
WORKERS ?= 3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps
AUDIT := $(VENV)/audit/bin/pip-audit --strict --disable-pip
UV := $(BIN)/python -m uv pip install --quiet --require-hashes --no-deps --python $(BIN)/python

# Where this is set, every start compiles all of Streamlit anew: three seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check thorough reference bench lock clean browser
.DEFAULT_GOAL := run

run: $(VENV)/ready
	@echo "Lägesbild startar på http://127.0.0.1:$(PORT)  (avsluta med Ctrl+C)"
	@exec $(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/ready-for-tests browser
	$(BIN)/python -m pytest -n $(WORKERS)

check: $(VENV)/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m lagesbild catalog check
	$(BIN)/python -m pytest -n 2 -m "not slow" tests/test_architecture.py tests/unit

thorough: $(VENV)/ready-for-tests
	PROV_FILER=2000 PROV_KILLS=20 PROV_LAGAR=200 PROV_BERG=300 PROV_KOMMUNER=100 PROV_SENARE=20 PROV_ALLT=1 \
	    ADRESSER_ALLT=1 MALLAR_ALLT=1 ANFALL_ALLT=1 ANFALL_TABELLER=500 FUZZ_FRAGOR=10000 FUZZ_SIDOR=300 \
	    PROV_HANDELSER=1 \
	    $(BIN)/python -m pytest -n $(WORKERS) tests/property \
	    tests/browser tests/integration/test_bulk.py \
	    tests/integration/test_archive.py tests/integration/test_bad_input.py \
	    tests/integration/test_gate_attacker.py tests/integration/test_gate_noninterference.py \
	    tests/integration/test_event_attacker.py tests/integration/test_frozen.py tests/integration/test_pinned_views.py \
	    tests/integration/test_templates.py \
	    tests/pages/test_fuzzed_addresses.py tests/pages/test_every_page.py tests/pages/test_roles.py

# R as an independent judge. Not part of the tests: they compare with what it wrote.
R_PACKAGES := r-base-core r-cran-epitools r-cran-jsonlite r-cran-mass r-cran-strucchange \
    r-cran-surveillance r-cran-survey r-cran-survival
reference:
	@command -v Rscript >/dev/null || \
	    { echo "R saknas. I Debian: apt-get install --no-install-recommends $(R_PACKAGES)"; exit 1; }
	for script in tests/reference/*.R; do Rscript $$script tests/golden/r || exit 1; done

bench: $(VENV)/ready-for-tests browser
	$(BIN)/python -m tests.bench

# An old package with known vulnerabilities shows whether the database can be reached, and that the look can fail.
audit: $(VENV)/ready-for-audit
	@echo "jinja2==2.4" > $(VENV)/audit/probe.txt
	@if $(AUDIT) --no-deps -r $(VENV)/audit/probe.txt 2>&1 | grep -q "known vulnerabilit"; then \
	    $(AUDIT) --require-hashes -r requirements.txt && $(AUDIT) --require-hashes -r requirements-install.txt; \
	else echo "Databasen över kända sårbarheter går inte att nå härifrån. Ingen granskning är gjord."; fi

lock: $(VENV)/ready
	$(BIN)/python -m pip --disable-pip-version-check install --quiet uv
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --quiet requirements-install.in -o requirements-install.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --quiet requirements.in -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --quiet requirements-dev.in -o requirements-dev.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --quiet requirements-audit.in -o requirements-audit.txt

clean:
	rm -rf $(VENV) artifacts .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An installation is repeated only when the lock file is newer than the last one.
$(VENV)/ready: requirements.txt requirements-install.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Lägesbild behöver Python 3.11 eller senare: PYTHON=python3.11 make run"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installerar det som Lägesbild behöver (en till två minuter första gången) ..."
	@{ $(PIP) -r requirements-install.txt && $(UV) -r requirements.txt; } || $(PIP) -r requirements.txt
	@touch $@

$(VENV)/ready-for-tests: $(VENV)/ready requirements-dev.txt
	@echo "Installerar det som testerna behöver ..."
	@$(UV) -r requirements-dev.txt || $(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/ready-for-audit: $(VENV)/ready requirements-audit.txt
	@test -x $(VENV)/audit/bin/python || $(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps \
	    -r requirements-audit.txt
	@touch $@

# Never a failure: without a browser those tests say that they were skipped, and why.
browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	    command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installerar Chromium ..."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	        --no-install-recommends chromium fonts-dejavu-core >/dev/null; } || \
	        echo "Chromium gick inte att installera: testerna i webbläsare hoppas över."; \
	else echo "Chromium saknas: testerna i webbläsare hoppas över. Installera paketet chromium."; fi
