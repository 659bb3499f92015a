"""The house itself: names, papers of the rules, doors."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module, metadata
from inspect import getmodule, getsource
from pathlib import Path
from unicodedata import east_asian_width

import pytest
import yaml

from extractors.reader import readers
from pipeline import catalogue
from pipeline.report import reports
from pipeline.rulebook import Rule, rulebook
from schemas.errors import SchemaError

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "rules"


@pytest.mark.parametrize("name", ["pipeline", "extractors", "schemas"])
def test_the_three_names_are_ours(name: str) -> None:
    module = import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).parent.parent == ROOT
    owners = metadata.packages_distributions().get(name, [])
    assert set(owners) <= {"gouji"}, f"{name} is also brought by {owners}"


def test_every_package_is_in_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(settings["tool"]["setuptools"]["packages"])
    floors = ("pipeline", "extractors", "schemas")
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for floor in floors
        for path in (ROOT / floor).rglob("__init__.py")
    }
    assert listed == found


def test_the_lock_names_no_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text


def test_every_door_opens() -> None:
    assert readers()
    assert reports()
    assert rulebook()


@pytest.mark.parametrize("rule", rulebook(), ids=lambda rule: rule.code)
def test_every_rule_has_its_papers(rule: Rule) -> None:
    claim, *how, why, examples = rule.manual.split("\n\n")
    assert claim.endswith("。"), "第一段是一句话：应当成立的是什么"
    assert how, "没有说怎样判断"
    assert all(each.endswith("。") for each in how)
    assert why.startswith("为什么：")
    said = [line.split()[0] for line in examples.splitlines()]
    assert said in (["一致", "不一致", "不适用"], ["一致", "请核实", "不适用"])
    assert rule.basis
    assert rule.title


# What a rule may come to besides its own severity, and the word by which its manual tells when.
TOLD = {
    "Outcome.REVIEW": "请核实",
    "Outcome.UNCLEAR": "无法判断",
    "Severity.INFO": "提示",
    "Severity.ERROR,": "错误",
}


@pytest.mark.parametrize("rule", rulebook(), ids=lambda rule: rule.code)
def test_a_manual_is_read_at_the_bureau(rule: Rule) -> None:
    module = getmodule(rule.check)
    assert module is not None
    body = getsource(module).partition(f"def {rule.check.__name__}(")[2]
    for used, word in TOLD.items():
        own = rule.severity.words == word
        assert used not in body or own or word in rule.manual, f"没有说什么时候是{word}"
    latin = set(re.findall("[A-Za-z_]{2,}", rule.manual)) - set(rule.limits) - {"XX", "GDP"}
    codes = {each.code[:3] for each in rulebook()}
    assert latin <= codes, f"说明里有 {latin - codes}"
    wide = [line for line in rule.manual.splitlines() if _columns(line) > 120]
    assert not wide, "一行太长"


def _columns(line: str) -> int:
    """How wide a terminal prints it: Chinese characters take two columns."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in line)


@pytest.mark.parametrize("rule", rulebook(), ids=lambda rule: rule.code)
def test_every_rule_has_cases_that_speak_and_cases_that_stay_silent(rule: Rule) -> None:
    path = CASES / f"{rule.code}.yaml"
    assert path.is_file(), f"缺少 tests/rules/{rule.code}.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    outcomes = {case.get("outcome") for name, case in content.items() if name != "rule"}
    assert outcomes & {"不一致", "请核实"}, "没有一个案例应当报出问题"
    assert outcomes & {"一致", "无法判断", None}, "没有一个案例应当不报"


def test_no_cases_without_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} <= {rule.code for rule in rulebook()}


def test_the_catalogue_of_rules_is_fresh() -> None:
    """Stale, or a row without a rule and without a word why: `make catalogue` tells, and rewrites it."""
    written = (ROOT / "pipeline" / "rules" / "README.md").read_text(encoding="utf-8")
    assert written == "\n".join(catalogue.lines()) + "\n", "make catalogue 重新生成"


def test_a_row_that_nobody_decides_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "rows", lambda: {"Z99": catalogue.Row("Z99", "资金", "没有人看的一行")})
    monkeypatch.setattr(catalogue, "rulebook", list)
    with pytest.raises(SchemaError, match="Z99"):
        list(catalogue.lines())
