# make audit DIR=submissions/ [OUT=out/]   核对一个目录里的全部材料（首次运行会自动准备环境）
#                                          STRICT=1：有不一致或未读全时以非零退出；BUREAU=文件：本局的界限
#                                          LAST=上年的OUT：与上年结果核对；REFERENCE=表格：与财政部门掌握的数核对
# make ocr                                 安装文字识别：此后扫描件和图片也能读取（约 300 MB，不另下载模型）
# make test                                run the tests
# make check                               everything CI runs: lint types contracts test
# make lint types contracts                one of them
# make accept                              rewrite tests/expected from what the program says now; read the diff
# make catalogue                           rewrite pipeline/rules/README.md: what reviewers look at, and which rule decides it
# make accuracy                            how well it reads and judges, on labelled reports; writes its tables into README.md
# make gains BASE=commit                   numbers gained and lost against an older commit, with examples
# make mutation [RULES="SUM101 …"]         break every rule, one place at a time: do its cases notice?
# make bench                               how fast it reads and judges
# make bench-reading [QUICK=1]             reading beside other libraries, in an environment of its own
# make bench-quantities [FILE=…]           numbers found a second, beside other libraries
# make lock                                pin newer versions of everything
DIR ?= submissions/
OUT ?= out/
PYTHON ?= python3
VENV := .venv
GOUJI := $(VENV)/bin/gouji
DEV := $(VENV)/dev.stamp
OCR := $(VENV)/ocr.stamp

.PHONY: accuracy catalogue gains audit ocr test check lint types contracts accept mutation bench bench-reading bench-quantities lock help
.DEFAULT_GOAL := help

$(GOUJI): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本（make PYTHON=python3.12 …）"; exit 2; }
	@echo "正在准备运行环境（仅首次，约需几分钟）…"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# --no-deps: the lock is complete, and leaves out a second OpenCV on purpose.
$(OCR): $(GOUJI) requirements-ocr.lock
	@echo "正在安装文字识别（仅首次）…"
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-ocr.lock
	@touch $@

$(DEV): $(GOUJI) $(OCR) requirements-dev.lock
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Findings (exit 1) and files not fully read (exit 3) are said in the summary, not by make; STRICT=1 hands them on.
audit: $(GOUJI)
	@$(GOUJI) audit "$(DIR)" -o "$(OUT)" $(if $(BUREAU),--bureau "$(BUREAU)") $(if $(LAST),--base "$(LAST)") \
		$(if $(REFERENCE),--reference "$(REFERENCE)") || { s=$$?; [ -z "$(STRICT)" ] && { [ $$s -eq 1 ] || [ $$s -eq 3 ]; } || exit $$s; }

ocr: $(OCR)

test: $(DEV)
	@.ci/system
	$(VENV)/bin/pytest -q

check: lint types contracts test

lint: $(DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(DEV)
	$(VENV)/bin/mypy

contracts: $(DEV)
	PYTHONPATH=. $(VENV)/bin/lint-imports

accept: $(DEV)
	$(VENV)/bin/pytest -q tests/test_samples.py --accept
	git --no-pager diff --stat tests/expected

catalogue: $(GOUJI)
	@$(GOUJI) rules --catalogue > .catalogue && mv .catalogue pipeline/rules/README.md

accuracy: $(DEV)
	$(VENV)/bin/python -m tests.bench.extraction --readme
	$(VENV)/bin/python -m tests.bench.accuracy --count 150 --seed 2025 --readme
	$(VENV)/bin/python -m tests.bench.findings --count 60 --seed 2025 --readme

gains: $(DEV)
	@$(VENV)/bin/python -m tests.bench.gains $(BASE)

mutation: $(DEV)
	@$(VENV)/bin/python -m tests.bench.mutation --lines $(RULES)

bench: $(DEV)
	$(VENV)/bin/python tests/bench/bench.py $(if $(filter file,$(origin DIR)),,"$(DIR)")
	$(VENV)/bin/python -m tests.bench.engine $(if $(filter file,$(origin DIR)),,"$(DIR)") || true

# Never the environment of the program: some of what is measured may not be given on with it.
BENCH := .venv-bench
$(BENCH)/bench.stamp: requirements.lock requirements-bench.lock
	@$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BENCH)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

bench-reading: $(BENCH)/bench.stamp
	@$(BENCH)/bin/python -m tests.bench.reading $(if $(QUICK),--quick) $(if $(filter file,$(origin DIR)),,--reference "$(DIR)")

bench-quantities: $(BENCH)/bench.stamp
	@$(BENCH)/bin/python tests/bench/quantities.py $(if $(FILE),"$(FILE)")

COMPILE := $(VENV)/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock: $(DEV)
	$(COMPILE) -o requirements.lock pyproject.toml
	$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(filter-out --allow-unsafe,$(COMPILE)) --extra ocr --unsafe-package opencv-python -c requirements.lock \
		-o requirements-ocr.lock pyproject.toml requirements-ocr.in
	$(COMPILE) -c requirements.lock -o requirements-bench.lock requirements-bench.in

help:
	@sed -n 's/^# //p' Makefile | sed -n '1,/^make lock/p'
