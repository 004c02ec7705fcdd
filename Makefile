# The two commands are `make run` and `make test`. Both set up what they need, once.

UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
BOT := .venv/bin/dispatch-bot
PACKS := $(sort $(dir $(wildcard content/*/pack.toml)))
export PYTHONUTF8 = 1

.PHONY: help run test crash-test format bench docs languages gallery picture clean

help:  ## Show what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: .venv/.ready-to-run  ## Start the bot in the terminal
	@$(BOT) chat

test: .venv/.ready-to-test  ## Run every check: format, lint, types, imports, tests, content, docs
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python docs/generate.py --check
	.venv/bin/python docs/catalogues.py --check
	.venv/bin/python -m pytest -n 2
	@for pack in $(PACKS); do echo "content check $$pack"; $(BOT) content check $$pack || exit 1; done

crash-test: .venv/.ready-to-test  ## Kill, freeze and starve the bot some 250 times, and pass a year of days (five minutes)
	CRASH_KILLS=100 .venv/bin/python -m pytest -n 2 tests/crash

format: .venv/.ready-to-test  ## Mend the format and what lint can mend
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .

docs: .venv/.ready-to-test  ## Write the generated pages anew
	.venv/bin/python docs/generate.py

languages: .venv/.ready-to-test  ## Bring the message catalogues up to date with what the bot says
	.venv/bin/python docs/catalogues.py

gallery: .venv/.ready-to-test  ## Draw how every kind of reply looks on the platforms (needs Chromium)
	.venv/bin/python -m docs.gallery

picture: .venv/.ready-to-test  ## Draw the picture of the README from the real program
	.venv/bin/python -m adapters.terminal.screenshot docs/picture.svg \
	  "/lookup what did Radek say" "/cite form=mla ¶ 6" "/quiz topic=japan kinds=whose-view count=3"

bench: .venv/.ready-to-bench  ## Measure lookup and judging beside their peers
	.venv/bin/python -m benchmarks.lookup
	.venv/bin/python -m benchmarks.judge
	.venv/bin/python -m benchmarks.answers
	.venv/bin/python -m benchmarks.core
	.venv/bin/python -m benchmarks.discord_clicks
	.venv/bin/python -m benchmarks.slack_clicks

clean:  ## Remove what was set up
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/.ready-to-run: pyproject.toml uv.lock | $(UV)
	@echo "Setting up the bot (once, about a minute) …"
	$(UV) sync --frozen --inexact --no-dev --all-extras
	@touch $@

.venv/.ready-to-test: pyproject.toml uv.lock | $(UV)
	@echo "Setting up the bot and its tests (once, about two minutes) …"
	$(UV) sync --frozen --inexact --all-extras
	@touch $@ .venv/.ready-to-run

.venv/.ready-to-bench: .venv/.ready-to-test
	$(UV) sync --frozen --inexact --all-extras --group bench
	@touch $@

.tools/bin/uv:
	@echo "Setting up uv, which installs the rest …"
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
