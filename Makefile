# From a fresh Debian 12 with python3 and make: `make run`, `make test`. `make` alone lists the rest.

# The interpreter that the private environment is made from.
PYTHON ?= python3
python := .venv/bin/python
ready := .venv/.ready
offscreen := QT_QPA_PLATFORM=offscreen
main_job := $(offscreen) $(python) -m pytest -p no:randomly -s tests/journeys/test_main_job.py -k sqlite

# Certificates of the system, so that a proxy that opens TLS is no obstacle; never another Python.
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
# Modules are compiled once, whatever the caller's environment says: the tests start many programs.
export PYTHONDONTWRITEBYTECODE :=

.NOTPARALLEL:
.PHONY: help run test stress promises lint check bench screenshots guide-pictures requirements installer try-deb release-fixture clean packages-python packages-run packages-test

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: packages-run $(ready) ## start ClinicDesk; without a display, play its main job
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	@echo "No display: playing the main job offscreen; sheets and pictures go to demo-output/."
	CLINICDESK_DEMO_OUTPUT=demo-output $(main_job)
else
	$(python) -m ui
endif

test: packages-test $(ready) ## run every test, on SQLite and PostgreSQL
	$(offscreen) $(python) -m pytest -n 3 --dist worksteal

stress: packages-test $(ready) ## the promises at their larger size; SEED=n repeats a run
	$(offscreen) $(python) -m pytest -m promise --stress --timeout 1800 -rP $(if $(SEED),--seed $(SEED)) tests

promises: packages-test $(ready) ## write docs/promises.md from the tests and their last results
	$(offscreen) $(python) -m tests.promised

lint: $(ready) ## ruff, mypy --strict on the core, import contracts
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	.venv/bin/lint-imports

check: lint test ## lint and test: green before anything lands

bench: packages-test $(ready) ## measure what has a target, on clinics of up to 250,000 patients
	$(offscreen) $(python) -m bench $(SUBJECT)

screenshots: packages-run $(ready) ## paint every screen of every journey into screenshots/
	CLINICDESK_DEMO_OUTPUT=screenshots $(offscreen) $(python) -m pytest -p no:randomly -q tests/journeys -k "not postgresql"

guide-pictures: screenshots ## take the guide's pictures from the screenshots
	$(python) -m tests.guide_pictures screenshots

compile := $(python) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make requirements" --quiet

requirements: $(ready) ## pin the dependencies again; UPGRADE=--upgrade takes the newest
	$(compile) $(UPGRADE) pyproject.toml -o requirements/app.txt
	$(compile) $(UPGRADE) pyproject.toml --extra dev -c requirements/app.txt -o requirements/dev.txt
	$(compile) $(UPGRADE) pyproject.toml --extra ship -c requirements/dev.txt -o requirements/ship.txt
	echo uv | $(compile) $(UPGRADE) - -o requirements/uv.txt

installer: packages-test $(ready) ## freeze the program, play its main job frozen, pack a .deb on Debian
	tools/freeze
	@if command -v dpkg-deb >/dev/null; then tools/deb; fi

try-deb: ## as root: install that .deb on a bare Debian 12, start it, remove it
	tools/try-deb

release-fixture: packages-test $(ready) ## store this release's databases for the tests of every later one
	$(python) -m tests.migrations.stored

clean: ## remove all that these targets made
	rm -rf .venv build dist demo-output screenshots .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find clinicdesk ui migrations tests bench -name __pycache__ -prune -exec rm -rf {} +

packages-python packages-run packages-test: packages-%:
	@PYTHON=$(PYTHON) tools/system-packages $*

$(ready): requirements/uv.txt requirements/dev.txt pyproject.toml tools/bootstrap | packages-python
	@PYTHON=$(PYTHON) tools/bootstrap
	@touch $@
