"""Limits are data: a bureau's file overrides single keys, and says in Chinese what is wrong with itself."""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal
from inspect import getmodule, getsource
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.audit import Options, audit_directory
from pipeline.rulebook import Rule, rulebook
from schemas.errors import SchemaError
from schemas.finding import Outcome
from schemas.thresholds import Thresholds, bureau_thresholds, load_thresholds, told

FORM = """2024年度电商培训项目绩效自评报告

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|--|--|--|--|--|--|--|--|
| 产出指标 | 数量指标 | 培训学员 | 100人 | 145人 | 50 | 50 |  |
| 效益指标 | 社会效益指标 | 新增网店 | 200家 | 210家 | 50 | 50 |  |
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "本局.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_bureau_overrides_single_keys(tmp_path: Path) -> None:
    limits = bureau_thresholds(
        written(
            tmp_path,
            "# 本局\nover_target: 150%\nscore_caps: {60%: 69, 80%: 89}\nqualitative: [80%, 50%]\n",
        )
    )
    default = load_thresholds()
    assert limits.over_target == Decimal("1.5")
    assert limits.score_caps == ((Decimal("0.6"), Decimal(69)), (Decimal("0.8"), Decimal(89)))
    assert limits.qualitative == (Decimal("0.8"), Decimal("0.5"))
    same = [key for key in default.written() if key not in ("over_target", "score_caps", "qualitative")]
    assert all(getattr(limits, key) == getattr(default, key) for key in same)


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("over_target: 很多", "over_target", "“很多”.*100% 到 10000% 的百分数"),
        ("over_target: 90%", "over_target", "100% 到"),
        ("budget_moved: true", "budget_moved", "百分数"),
        ("few_over: 20%", "few_over", "0 到 1000 的数"),
        ("over_targets: 150%", "over_targets", "没有这一项界限，是不是 over_target"),
        ("grades: {优: 80, 良: 90}", "grades", "从高到低"),
        ("grades: {}", "grades", "从高到低"),
        ("score_caps: {60%: 89, 80%: 69}", "score_caps", "执行率越低"),
        ("score_caps: 89", "score_caps", "执行率越低"),
        ("qualitative: [50%, 80%]", "qualitative", "从高到低"),
        ("weight_schemes: {产出: 50}", "weight_schemes", "几套对照"),
        ("weight_schemes: [{产出: 很多}]", "weight_schemes", "几套对照"),
        ("over_target: 150%\nfar_over_target: 120%", "over_target", "不能大于 far_over_target"),
        ("over_target：150%", "", "一行一个“键: 值”"),
        ("over_target: 150%\n  budget_moved: 20%", "", "第2行不合 YAML 的写法"),
        ("- 1", "", "一行一个"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, key: str, says: str) -> None:
    with pytest.raises(SchemaError) as told_:
        bureau_thresholds(written(tmp_path, text))
    said = str(told_.value)
    assert "本局.yaml" in said
    assert key in said
    assert re.search(says, said), said
    assert "怎么办：" in said


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as told_:
        bureau_thresholds(written(tmp_path, "over_targt: 150%\nbudget_moved: 很多\nover_target: 150%\n"))
    assert "over_targt：没有这一项界限，是不是 over_target；budget_moved：写的是“很多”" in str(told_.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="无法读取"):
        bureau_thresholds(tmp_path / "没有.yaml")
    path = tmp_path / "本局.yaml"
    path.write_bytes("# 本局的界限".encode("gb18030"))
    with pytest.raises(SchemaError, match="UTF-8"):
        bureau_thresholds(path)


def test_the_rules_hear_the_bureau_in_their_own_process(tmp_path: Path) -> None:
    folder = tmp_path / "材料" / "市商务局" / "电商培训"
    folder.mkdir(parents=True)
    (folder / "自评报告.md").write_text(FORM, encoding="utf-8")
    limits = bureau_thresholds(written(tmp_path, "over_target: 150%"))
    for options, expected in (
        (Options(workers=1), [Outcome.REVIEW, Outcome.AGREES]),
        (Options(workers=1, thresholds=limits, bureau="本局.yaml"), [Outcome.AGREES, Outcome.AGREES]),
    ):
        run = audit_directory(tmp_path / "材料", options)
        said = [found.outcome for audit in run.audits for found in audit.findings if found.rule == "TGT701"]
        assert said == expected
        assert run.parameters["bureau"] == options.bureau
        kept = run.parameters["thresholds"]
        assert isinstance(kept, dict)
        assert kept["over_target"] == str(options.thresholds.over_target)


def test_the_command_line_takes_the_file_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = written(tmp_path, "over_target: 很多")
    assert cli.main(["audit", str(tmp_path), "-o", str(tmp_path / "out"), "--bureau", str(wrong)]) == 2
    assert "over_target" in capsys.readouterr().err
    right = written(tmp_path, "over_target: 150%")
    assert cli.main(["explain", "TGT701", "--bureau", str(right)]) == 0
    assert "本局定为 1.5" in capsys.readouterr().out
    assert cli.main(["thresholds"]) == 0
    assert "over_target: 130%" in capsys.readouterr().out


@pytest.mark.parametrize("key", [each.name for each in fields(Thresholds)])
def test_every_limit_is_explained(key: str) -> None:
    assert told(key)


def test_every_limit_is_gone_by_by_some_rule() -> None:
    assert {key for rule in rulebook() for key in rule.limits} == {each.name for each in fields(Thresholds)}


def limits_read(source: str) -> set[str]:
    return set(re.findall(r"(?:thresholds|limits)\.([a-z_]+)", source)) & {
        each.name for each in fields(Thresholds)
    }


@pytest.mark.parametrize("rule", rulebook(), ids=lambda rule: rule.code)
def test_a_manual_names_the_limits_that_its_rule_goes_by(rule: Rule) -> None:
    module = getmodule(rule.check)
    assert module is not None
    own = limits_read(getsource(module))
    own |= {"execution_points"} if "implied_points" in getsource(module) else set()
    assert own <= set(rule.limits)
    rooms = (Path(__file__).parents[1] / "pipeline").glob(
        "*.py"
    )  # what several rules share reads limits for them
    assert set(rule.limits) - own <= {key for room in rooms for key in limits_read(room.read_text("utf-8"))}
