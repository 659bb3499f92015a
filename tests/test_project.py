"""The house itself: names, papers of the rules, doors."""

from __future__ import annotations

import tomllib
from importlib import import_module, metadata
from pathlib import Path

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
    for part in ("为什么：", "\n一致", "\n不适用"):
        assert part in rule.manual, f"{rule.code} 的说明缺少“{part}”"
    assert "\n不一致" in rule.manual or "\n请核实" in rule.manual, f"{rule.code} 没有说什么算不一致"
    assert rule.basis
    assert rule.title


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
