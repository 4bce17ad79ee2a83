# 执法 Zhifa. `make demo` shows it, `make test` proves it. See docs/operations.md.
.DEFAULT_GOAL := help
.PHONY: help demo test check format bench lock cluster clean env system-demo system-test
.SUFFIXES:
SHELL := /bin/sh

BIN := .venv/bin
RUN := $(BIN)/python -m
PYTEST := $(RUN) pytest -q -n auto --dist worksteal
STAMP := .venv/.stamp
# What touches no database, or brings databases of both kinds of its own, is tried once.
ONCE := tests/core tests/deadlines tests/docs tests/ports tests/scenarios tests/tooling tests/web/test_gallery.py \
  $(wildcard tests/store/test_journal_*.py) \
  tests/acts/test_acts_bad_rules.py \
  $(addprefix tests/cli/test_,bad_places.py discretion_command.py law_time.py site_rules.py)
export PYTHONUTF8 := 1
# Tests start the program some hundred times: compiling all of it anew took most of the time of each.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo 'make demo    建立演示区并打开（DEMO_ARGS="--no-serve" 只建立并核对数字）'
	@echo 'make test    全部检查与测试，SQLite 与 PostgreSQL 各一遍'
	@echo 'make check   格式、静态检查、类型、分层、规则、文档'
	@echo 'make format  整理代码格式'
	@echo 'make bench   速度测量'
	@echo 'make lock    重新计算 requirements.lock'
	@echo 'make cluster 另装 Spark（统计汇总到集群时才需要）'
	@echo 'make clean   删除本目录里生成的东西（数据目录 var 保留）'

$(STAMP): requirements.lock pyproject.toml tools/environment tools/uv.lock
	@tools/environment

env: $(STAMP)

system-demo:
	@tools/system font
	@tools/fonts

system-test: $(STAMP)
	@tools/system font chromium
	@tools/fonts

demo: $(STAMP) system-demo
	$(BIN)/zhifa demo $(DEMO_ARGS)

test: check system-test
	ZHIFA_TEST_DB=sqlite $(PYTEST)
	ZHIFA_TEST_DB=postgresql $(PYTEST) $(ONCE:%=--ignore=%)

check: $(STAMP)
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	ZHIFA_DATA=.cache/mypy-data $(RUN) mypy
	$(BIN)/lint-imports --no-cache
	if [ -f src/zhifa/cli/rules.py ]; then $(BIN)/zhifa rules check; fi
	$(RUN) pytest -q tests/tooling/test_documents.py $(wildcard tests/docs)

format: $(STAMP)
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

bench: $(STAMP) system-demo
	$(BIN)/zhifa bench $(BENCH_ARGS)

# No address of a package index may stand in the lock files: they are the same wherever they are made.
lock: $(STAMP)
	.uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra postgres --group dev pyproject.toml --output-file requirements.lock
	.uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra cluster --constraint requirements.lock pyproject.toml --output-file requirements-cluster.lock
	echo uv | .uv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate - \
	  --output-file tools/uv.lock

# Spark is 450 MB and wants Java 17: only who needs it adds it. Its own lock, since nobody else is to fetch it.
cluster: $(STAMP)
	.uv/bin/uv pip install --quiet --python .venv --require-hashes -r requirements-cluster.lock
	@java -version >/dev/null 2>&1 || echo '还需要 Java 17：apt-get install openjdk-17-jre-headless'

clean:
	rm -rf .venv .uv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
