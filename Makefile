# `make` lists what can be done. All of it happens in .venv: nothing else on the machine changes.

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

run: .venv/.has-test ## serve the demo on http://127.0.0.1:8000 (sample patients, no authentication, stop with Ctrl-C)
	@.venv/bin/kir serve --demo

test: .venv/.has-test ## run every test
	.venv/bin/python -m pytest -n auto --dist loadfile

lint: .venv/.has-lint ## check style, types, imports, and the rules
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/pyright
	.venv/bin/lint-imports --no-logo
	.venv/bin/kir check

lock: ## choose the newest versions that pyproject.toml allows, and pin them in uv.lock (needs uv)
	uv lock --upgrade --default-index https://pypi.org/simple

clean: ## remove .venv and everything that was generated
	rm -rf .venv .setup.log build dist .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.has-test: pyproject.toml uv.lock scripts/setup.sh
	@scripts/setup.sh test

.venv/.has-lint: pyproject.toml uv.lock scripts/setup.sh
	@scripts/setup.sh test lint

.PHONY: help run test lint lock clean
