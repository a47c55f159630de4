# `make demo` and `make test` set everything up by themselves; `make help` lists the rest.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
HOST := $(shell find host models/manifest.toml installers/build_hook.py -name '*.py' -o -name '*.toml' 2>/dev/null)
EXTENSION := $(shell find extension -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print 2>/dev/null)
REPLICAS := $(shell find tests/replicas -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print 2>/dev/null)
NPM := npm --no-audit --no-fund --no-update-notifier --loglevel=error

.PHONY: help setup demo test test-thrice check store-lint bench bench-peers bench-photo eval-text eval-identity eval-photo eval-mask fuzz-photo screenshots messages fuzz dist zips \
	bundle deb lock sbom try-wheel clean
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

test: setup check store-lint ## check the code and run every test
	@installers/linux/firefox.sh
	cd extension && npm run --silent test
	tests/run.sh

test-thrice: setup ## run the browser tests three times over: none of them may pass by luck
	@installers/linux/firefox.sh
	for round in 1 2 3; do $(BIN)/pytest tests/browser || exit 1; done

check: .venv/ready extension/node_modules/ready ## lint and type-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd extension && npm run --silent check

bench: setup ## measure speed, memory and growth, and write docs/benchmarks.md
	$(BIN)/python -m tests.bench.bench

build/peers/ready: tests/bench/peers/requirements.txt
	$(PYTHON) -m venv build/peers
	build/peers/bin/pip install --quiet --disable-pip-version-check --requirement tests/bench/peers/requirements.txt
	@touch $@

bench-peers: .venv/ready build/peers/ready ## measure beside Presidio, deface and YuNet (YUNET=model file), into the same report
	$(BIN)/python -m tests.bench.peers_bench build/peers/bin/python $(if $(YUNET),--yunet $(YUNET))

eval-text: .venv/ready ## measure the remark model (needs the public sets) and write its card
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[eval]'
	PYTHONPATH=host:models/text $(BIN)/python models/text/eval_text.py

eval-identity: .venv/ready ## measure the identity rules on a held-out split
	PYTHONPATH=host:models/text $(BIN)/python models/identity/eval_identity.py --fold 0

PHOTOS ?= ../shared/data/photos
eval-photo: .venv/ready ## measure what is found in photos and write the cards (PHOTOS=folder, YUNET=model file)
	$(BIN)/python models/heads/eval_photo.py --write --photos $(PHOTOS) $(if $(YUNET),--yunet $(YUNET))

eval-mask: .venv/ready ## try to undo the masks and write the card
	$(BIN)/python models/heads/eval_mask.py --write

fuzz-photo: .venv/ready ## send damaged and hostile photos for ten minutes
	$(BIN)/python -m tests.fuzz.fuzz_photo --seconds 600

bench-photo: .venv/ready ## print the figures of the photo check alone, beside deface where make bench-peers has brought it
	$(BIN)/python -m tests.bench.bench_photo $(if $(wildcard build/peers/bin/deface),--deface build/peers/bin/deface)

screenshots: setup ## pictures of every screen in both languages, in docs/screens/
	$(BIN)/python tests/browser/screens.py

messages: .venv/ready ## write the TypeScript messages and docs/protocol.md from the Python ones
	$(BIN)/python -m primum.wire.typescript > extension/src/wire/messages.ts
	$(BIN)/python -m primum.wire.markdown > docs/protocol.md

fuzz: .venv/ready ## fuzz for long: a million frames, 100,000 texts, 10,000 photos, 1,000 connections, eight hours of typing
	$(BIN)/python -m tests.fuzz

# ---- what is handed out: dist/ ----

build/tools/ready:
	$(PYTHON) -m venv build/tools
	build/tools/bin/pip install --quiet --disable-pip-version-check build==1.6.1 uv==0.13.9 pipx==1.18.4
	@touch $@

dist: build/tools/ready ## build the wheel and the source distribution
	build/tools/bin/pyproject-build --outdir dist .

try-wheel: dist ## install the wheel with uv and with pipx, and ask what came of it
	installers/try-wheel.sh

zips: extension/dist/ready ## build the archives for the stores
	cd extension && npm run --silent package

store-lint: extension/dist/ready ## have Mozilla's linter look at the archive for Firefox; a warning is a fault
	@rm -rf build/store-lint && mkdir -p build/store-lint
	@cd extension && node package.mjs ../build/store-lint >/dev/null
	@$(PYTHON) -m zipfile -e build/store-lint/primum-firefox-[0-9]*.zip build/store-lint/firefox
	npx --yes web-ext@10.7.0 lint --warnings-as-errors --source-dir build/store-lint/firefox

bundle: dist ## build dist/primum, a folder with Python and the models inside (PyInstaller)
	$(PYTHON) -m venv --clear build/bundle
	build/bundle/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement installers/requirements.lock
	build/bundle/bin/pip install --quiet --disable-pip-version-check --no-deps dist/primum-*.whl
	build/bundle/bin/pip install --quiet --disable-pip-version-check pyinstaller==6.22.3
	build/bundle/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller installers/primum.spec

deb: bundle ## build the .deb and the tarball, and try the .deb with dpkg in a root of its own
	installers/linux/build.sh
	@command -v dpkg >/dev/null || { echo "No dpkg here: the .deb was not tried." >&2; exit 0; }; installers/linux/check-deb.sh

lock: build/tools/ready ## write installers/requirements.lock: every dependency of the companion with its hashes
	build/tools/bin/uv pip compile pyproject.toml --constraints constraints.txt --quiet --generate-hashes --universal \
		--python-version 3.11 --no-emit-index-url --no-header --no-annotate --output-file installers/requirements.lock

sbom: .venv/ready ## write dist/primum.cdx.json, what Primum is made of (CycloneDX)
	@mkdir -p dist
	$(BIN)/python installers/sbom.py > dist/primum.cdx.json

clean: ## remove what was built
	rm -rf .venv extension/dist extension/node_modules tests/replicas/dist tests/replicas/node_modules demo build dist
