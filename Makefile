# Everything is installed into folders of this checkout; nothing on the machine is changed.
UV := .uv/bin/uv
PYTHON := .venv/bin/python
NLU_PYTHON := nlu/.venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(UV): requirements-uv.lock
	python3.11 -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

# One environment serves running and testing; a server may install requirements.lock alone.
.venv/installed: requirements-dev.lock pyproject.toml | $(UV)
	$(UV) venv --quiet --allow-existing --python .uv/bin/python .venv
	$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(PYTHON) requirements-dev.lock
	@echo "$(CURDIR)" > "$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/tanggap.pth"
	@printf '#!%s\nfrom tanggap.main import main\nmain()\n' "$(CURDIR)/$(PYTHON)" > .venv/bin/tanggap && chmod +x .venv/bin/tanggap
	@touch $@

nlu/.venv/installed: nlu/requirements.lock nlu/pyproject.toml | $(UV)
	cd nlu && ../$(UV) venv --quiet --allow-existing --python ../.uv/bin/python .venv
	cd nlu && ../$(UV) pip sync --quiet --require-hashes --compile-bytecode --python .venv requirements.lock
	cp nlu/standin/standin.pth nlu/.venv/lib/python3.11/site-packages/nlu-standin.pth
	@touch $@

.PHONY: install
install: .venv/installed nlu/.venv/installed ## install the locked packages

.PHONY: run
run: install ## install, train, create the database and serve http://127.0.0.1:8000
	.venv/bin/tanggap run

.PHONY: test
test: install ## install what the tests need and run them
	$(PYTHON) -m pytest --numprocesses auto --dist worksteal
	$(NLU_PYTHON) -m pytest -c tests/nlu/components/pytest.ini tests/nlu/components

.PHONY: test-real
test-real: install ## run the tests against real counterpart servers (Debian packages: see .ci/run)
	$(PYTHON) -m pytest tests/real --override-ini addopts="-q --strict-markers -p no:cacheprovider" -m real
	$(MAKE) transcripts

.PHONY: transcripts
transcripts: install ## play the conversations of tests/transcripts with the trained understanding (trains it first)
	$(PYTHON) -m pytest tests/transcripts --override-ini addopts="-q --strict-markers -p no:cacheprovider"

.PHONY: fuzz
fuzz: install ## atheris on every parser, a fixed number of runs each (slow; what it finds lies in var/fuzz)
	$(UV) pip install --quiet --require-hashes --python $(PYTHON) -r requirements-fuzz.lock
	$(PYTHON) -m tests.fuzz

.PHONY: bench
bench: install ## measure speed, as ratios within one run
	$(PYTHON) -m benchmarks.location
	$(PYTHON) -m benchmarks.hostile
	$(PYTHON) -m benchmarks.tickets
	$(NLU_PYTHON) -m benchmarks.nlu

.PHONY: sure
sure: install ## format, lint, types, import rules and tests
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(MAKE) test

.audit/bin/pip-audit: requirements-audit.lock | $(UV)
	$(UV) venv --quiet --allow-existing --python .uv/bin/python .audit
	$(UV) pip sync --quiet --require-hashes --python .audit requirements-audit.lock
	@touch $@

.PHONY: audit
audit: .audit/bin/pip-audit ## ask what is known against the locked packages
	.ci/audit

.PHONY: tidy
tidy: .venv/installed ## format the code and mend what ruff can mend
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

.PHONY: lock
lock: | $(UV) ## compile the lock files again
	$(UV) pip compile $(LOCK) pyproject.toml -o requirements.lock
	$(UV) pip compile $(LOCK) --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	$(UV) pip compile $(LOCK) --group audit -o requirements-audit.lock
	$(UV) pip compile $(LOCK) --group fuzz -o requirements-fuzz.lock
	cd nlu && ../$(UV) pip compile $(LOCK) pyproject.toml -o requirements.lock
	cd nlu && ../$(UV) pip compile $(LOCK) --group compare pyproject.toml -o requirements-compare.lock
LOCK := --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11
