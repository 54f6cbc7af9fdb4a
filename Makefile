# Two commands do all set-up on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SHARED ?= ../shared
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint format eval train docs bench lock clean

demo: $(STAMP)  ## code the sample reports and say where the page is
	@rm -rf demo-out && mkdir -p demo-out
	@$(BIN)/claimwire code examples/reports/*.json --readings demo-out/readings.jsonl --db demo-out/claims.db --tables demo-out/tables --page demo-out/claims.html
	@echo "Open demo-out/claims.html in a browser: every claim shows the words that say so."

test: $(STAMP)  ## run the tests
	$(BIN)/python -m pytest -q

lint: $(STAMP)  ## formatting, lint rules, types, rules of import
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(STAMP)  ## measure on the public corpora and compare with the floors
	$(BIN)/claimwire evaluate all --data $(SHARED)/data --floors evaluation/floors.json

train: $(STAMP)  ## train the model again from the data beside the project (two CPU cores, under two hours)
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install -q -r requirements/train.txt
	.venv-train/bin/python training/train.py --data $(SHARED)/data
	$(BIN)/python -m training.combine
	$(BIN)/python -m training.dating $(SHARED)/data/claims/train.jsonl
	$(BIN)/python -m training.place_reports
	$(BIN)/python -m training.places
	$(BIN)/python -m training.ordinary

docs: $(STAMP)  ## build the documentation into site/
	$(BIN)/pip install -q --require-hashes -r requirements/docs.txt
	$(BIN)/python docs/generate.py
	$(BIN)/mkdocs build --strict

bench: $(STAMP)  ## speed and memory, see benchmarks/README.md
	$(BIN)/python benchmarks/speed.py

lock: $(STAMP)  ## resolve the pinned requirements again
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --group dev -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --group docs -o requirements/docs.txt

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "claimwire needs Python 3.11 or later; say which with PYTHON=..., e.g. make demo PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@echo "building the default gazetteer, once"; $(BIN)/python -c 'from claimwire.resolve.gazetteer import default_file; default_file()'
	@touch $@

clean:
	rm -rf $(VENV) demo-out site dist .mypy_cache .ruff_cache
