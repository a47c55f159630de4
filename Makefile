# `make demo` and `make test` set everything up by themselves; `make help` lists the rest.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
HOST := $(shell find host models/manifest.toml installers/build_hook.py -name '*.py' -o -name '*.toml' 2>/dev/null)
EXTENSION := $(shell find extension -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print 2>/dev/null)
REPLICAS := $(shell find tests/replicas -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print 2>/dev/null)
NPM := npm --no-audit --no-fund --no-update-notifier --loglevel=error

.PHONY: help setup demo test check bench bench-photo eval-text eval-identity eval-photo eval-mask messages clean
help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

setup: .venv/ready extension/dist/ready tests/replicas/dist/ready ## set up Python, the extension, the practice pages and Chromium
	@installers/linux/chromium.sh

.venv/ready: pyproject.toml constraints.txt models/manifest.toml installers/build_hook.py
	@test -n "$(PYTHON)" || { echo "Primum needs Python 3.11 or newer with venv (on Debian: apt install python3 python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

extension/node_modules/ready: extension/package.json extension/package-lock.json
	@command -v npm >/dev/null || { echo "Primum needs Node with npm to build the extension (on Debian: apt install nodejs npm)." >&2; exit 1; }
	cd extension && $(NPM) ci
	@touch $@

extension/dist/ready: extension/node_modules/ready $(EXTENSION)
	cd extension && npm run --silent build
	@touch $@

tests/replicas/node_modules/ready: tests/replicas/package.json tests/replicas/package-lock.json
	cd tests/replicas && $(NPM) ci
	@touch $@

tests/replicas/dist/ready: tests/replicas/node_modules/ready $(REPLICAS)
	cd tests/replicas && npm run --silent build
	@touch $@

demo: setup ## type, be warned, mask and post on practice pages; screenshots in demo/
	$(BIN)/primum demo

test: setup check ## check the code and run every test
	cd extension && npm run --silent test
	$(BIN)/pytest

check: .venv/ready extension/node_modules/ready ## lint and type-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd extension && npm run --silent check

bench: setup ## print the figures of speed and memory
	$(BIN)/python -m tests.bench.bench

eval-text: .venv/ready ## measure the remark model (needs the public sets) and write its card
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[eval]'
	PYTHONPATH=host:models/text $(BIN)/python models/text/eval_text.py

eval-identity: .venv/ready ## measure the identity rules on a held-out split
	$(BIN)/python models/identity/eval_identity.py --fold 0

PHOTOS ?= ../shared/data/photos
eval-photo: .venv/ready ## measure what is found in photos (PHOTOS=folder)
	$(BIN)/python models/heads/eval_photo.py --photos $(PHOTOS)

eval-mask: .venv/ready ## try to undo the masks
	$(BIN)/python models/heads/eval_mask.py

bench-photo: .venv/ready ## print the figures of the photo check alone
	$(BIN)/python -m tests.bench.bench_photo

messages: .venv/ready ## write the TypeScript messages from the Python ones
	$(BIN)/python -m primum.wire.typescript > extension/src/wire/messages.ts

clean: ## remove what was built
	rm -rf .venv extension/dist extension/node_modules tests/replicas/dist tests/replicas/node_modules demo
