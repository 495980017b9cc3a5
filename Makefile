# The one interface to the project's tasks. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test test-extras test-peers lint format check benchmark benchmark-peers train lock translations clean

# The weights of the trained model are a package of their own, beside the code.
READER := --editable packages/countersight-reader

help:  ## List the recipes
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/demo-ready  ## Run the main job on the bundled briefs and show the result
	$(BIN)/countersight demo --folder demo

test: $(VENV)/test-ready  ## Run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test-extras: $(VENV)/extras-ready  ## Run the tests of the extractor gliner too, which needs torch (1 GB)
	$(BIN)/python -m pytest tests/extract/gliner

test-peers: $(VENV)/peers-ready  ## Run the tests that hold our files against nomenklatura's own code (needs ICU's headers)
	$(BIN)/python -m pytest tests/resolve/test_exchange.py

lint: $(VENV)/test-ready  ## Check format, style, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

check: lint test  ## Everything that a change has to pass

format: $(VENV)/test-ready  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmark: $(VENV)/test-ready  ## Measure the whole road on real news, beside spaCy's stock pipeline
	$(BIN)/python benchmarks/road.py

benchmark-peers: $(VENV)/peers-ready  ## Measure names, screening and origins beside nomenklatura, tantivy, rensa, datasketch and Daft
	$(BIN)/python benchmarks/names.py
	$(BIN)/python benchmarks/origins.py
	$(BIN)/python benchmarks/screening.py

# DATA is the folder of published collections that were annotated, GOLD a file in the gold format; both may be left out.
train: $(VENV)/train-ready  ## Train the model anew into build/training (hours; DATA=folder and GOLD=file add to what it learns from)
	$(BIN)/python -m training.train --out build/training $(if $(DATA),--data $(DATA)) $(if $(GOLD),--gold $(GOLD) --folds 5)
	$(if $(GOLD),$(BIN)/python -m training.choose build/training $(GOLD))
	$(BIN)/python -m training.export build/training/network.pt build/training/package --version 2 $(if $(DATA),--data $(DATA)) \
		$(if $(GOLD),--before build/training/base.pt --settings build/training/settings.json)

lock: $(VENV)/test-ready  ## Pin the newest versions that fit pyproject.toml
	$(INSTALL) uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra postgresql --extra ocds --extra oidc --extra test --extra timestamps --extra validators --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --upgrade --output-file constraints.txt pyproject.toml

# A file's head, with its words and plural forms, is put back as it was: pybabel would respace the one and lose the other.
translations: $(VENV)/test-ready  ## Collect the interface's strings, and put new ones into each language's file
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel.toml --no-location --sort-output -o build/messages.pot .
	for code in es fr ar; do po=src/countersight/web/translations/$$code.po; sed '/^$$/q' $$po >build/$$code.head; \
	$(BIN)/pybabel -q update --no-fuzzy-matching --no-wrap --ignore-pot-creation-date -i build/messages.pot -l $$code -o $$po && \
	sed '1,/^$$/d' $$po >build/$$code.rest && cat build/$$code.head build/$$code.rest >$$po || exit 1; done

clean:  ## Remove what the recipes made
	rm -rf $(VENV) demo dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Countersight needs Python 3.11 or newer; set PYTHON=/path/to/it"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/demo-ready: $(VENV)/made pyproject.toml constraints.txt
	@echo "installing Countersight into $(VENV) (a few minutes the first time)"
	$(INSTALL) $(READER) --editable .
	@touch $@

$(VENV)/train-ready: $(VENV)/made pyproject.toml constraints.txt
	@echo "installing what training needs into $(VENV) (torch among it: 750 MB)"
	$(INSTALL) --editable '.[training]'
	@touch $@

# FollowTheMoney's validator needs ICU's headers and a compiler; without them its tests skip themselves and say so.
$(VENV)/test-ready: $(VENV)/made pyproject.toml constraints.txt
	@echo "installing Countersight and what its tests need into $(VENV) (a few minutes the first time)"
	$(INSTALL) $(READER) --editable '.[ocds,postgresql,test,timestamps]'
	@$(INSTALL) --editable '.[validators]' >$(VENV)/validators.log 2>&1 || echo "FollowTheMoney's validator could not be installed ($(VENV)/validators.log); its tests will be skipped"
	@touch $@

# nomenklatura needs ICU's headers and a compiler.
$(VENV)/peers-ready: $(VENV)/test-ready
	@echo "installing what the benchmarks compare with into $(VENV) (200 MB)"
	$(INSTALL) --editable '.[peers]'
	@touch $@

$(VENV)/extras-ready: $(VENV)/test-ready
	@echo "installing GLiNER2 and torch into $(VENV) (1 GB)"
	$(INSTALL) --editable '.[gliner,test]'
	@touch $@
