# Each target makes its own .venv when there is none or pyproject.toml changed.
# Another Python than the first fitting one: make test PYTHON=python3.12
PYTHON ?=
BIN := .venv/bin
READY := .venv/.ready$(if $(PYTHON),-$(notdir $(PYTHON)))

.PHONY: fly test check validate regenerate bench clean

fly: $(READY)
	$(BIN)/cosmodrome fly vostochny-2016

test: $(READY)
	$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

validate: $(READY)
	$(BIN)/cosmodrome validate
	$(BIN)/python -m pytest tests/validation

# Every generated part of README.md and docs/, which takes as long as all published cases.
regenerate: $(READY)
	$(BIN)/python docs/regenerate.py

# One group alone: make bench ONLY=delta-iii
bench: $(READY)
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml .ci/environment
	@.ci/environment $(PYTHON)
	@touch $@
