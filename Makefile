# Each target sets up what it needs by itself and does nothing twice.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
AUDIT := .venv/audit/.ready

ASKING := tests/discord_bot tests/discord_server tests/answering tests/reading tests/query tests/retrieval \
	tests/test_engine.py tests/test_conversation.py tests/test_hostile_questions.py

.PHONY: chat ask index eval discord test lint audit lock bench fuzz soak pictures docs clean
.DEFAULT_GOAL := chat

chat: index ## talk with relbot about what is in corpus/
	@$(BIN)/relbot chat

ask: index ## one answer: make ask Q="When did Kim visit Tirana?"
	@$(BIN)/relbot ask "$(Q)" || test $$? -eq 1

index: $(READY)
	@$(BIN)/relbot index >/dev/null

eval: index ## score the questions about the first source
	@$(BIN)/relbot eval tests/questions/seed.jsonl

discord: index ## run the bot; DISCORD_TOKEN is read from .env
	@$(BIN)/relbot discord

test: $(READY) ## all tests, in two processes at once
	@$(BIN)/pytest $(ASKING) & asking=$$!; $(BIN)/pytest $(addprefix --ignore=,$(ASKING)); rest=$$?; wait $$asking && exit $$rest

lint: $(READY) ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

audit: $(READY) $(AUDIT) ## hold what is installed against its pins and hashes, and ask for known vulnerabilities
	@$(BIN)/python tools/audit.py

lock: $(READY) $(AUDIT) ## write the hashes of what constraints.txt pins into requirements.lock
	@$(BIN)/python tools/audit.py --lock

bench: index ## speed and memory, into docs/benchmarks.md
	@$(BIN)/python benchmarks/speed.py

fuzz: $(READY) ## minutes of mutated sources and questions, guided by coverage; make fuzz SECONDS=600 TARGET=pdf
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[fuzz]'
	@for target in $(or $(TARGET),texts pages markup records archives pdf questions); do \
		PYTHONPATH=tests $(BIN)/python -m fuzz $$target --seconds $(or $(SECONDS),120) || exit; done

soak: $(READY) ## the bot in use for twenty minutes, into docs/soak.png: make soak SECONDS=60
	@$(BIN)/python benchmarks/soak.py --seconds $(or $(SECONDS),1200)

pictures: index ## the pictures in docs/
	@$(BIN)/python tools/terminal_screenshot.py "When did Kim Il Sung visit Tirana?" --out docs/answer.svg
	@$(BIN)/python tools/pdf_screenshots.py corpus/albania-north-korea-relations.txt \
		"https://en.wikipedia.org/api/rest_v1/page/pdf/Albania%E2%80%93North_Korea_relations" \
		"Who received Choe Yong-gon in 1959?"
	@$(BIN)/relbot timeline --png docs/timeline.png

docs: $(READY) ## the generated pages: docs/cli.md and docs/architecture.svg
	@$(BIN)/python tools/cli_reference.py
	@$(BIN)/python tools/architecture_diagram.py

# What has hashes comes first, each file held against its own; then relbot, with torch, which has none (tools/audit.py).
# Compiling all of it to bytecode would double the time; Python compiles what is imported.
$(READY): pyproject.toml constraints.txt requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "relbot needs Python 3.11 or newer; try make PYTHON=python3.12." >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what relbot needs into .venv (some minutes, once) …" >&2
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check --require-hashes --no-deps --requirement requirements.lock
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $@

$(AUDIT): $(READY)
	@test -x .venv/audit/bin/python || $(BIN)/python -m venv .venv/audit
	@.venv/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1 uv==0.13.9
	@touch $@

clean: ## remove the virtual environment and the built index
	rm -rf .venv index/2* index/CURRENT index/.lock index/.verified index/.embedded*
