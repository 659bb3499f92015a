"""The catalogue of rules: what a reviewer looks at, and which rule decides it or why none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from pipeline.rulebook import Rule, rulebook
from schemas.errors import SchemaError

FILE = "schemas/catalogue.yaml"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that reviewers look at. ``note`` says who decides it where no rule does, or what a rule leaves open."""

    id: str
    family: str
    title: str
    note: str = ""


@cache
def rows() -> dict[str, Row]:
    """Every row of the catalogue by its id, in the order of the file."""
    content = yaml.safe_load((files("schemas") / "catalogue.yaml").read_text(encoding="utf-8"))
    return {
        key: Row(key, family, **entry)
        for family, entries in content.items()
        for key, entry in entries.items()
    }


def lines() -> Iterator[str]:
    """The catalogue as Markdown.

    Raises:
        SchemaError: a rule names a row that is not there, or nobody says anything of a row.
    """
    rules = rulebook()
    deciding = _deciding(rules)
    yield "# 规则目录"
    yield ""
    yield "由 `make catalogue` 从规则文件和 `schemas/catalogue.yaml` 生成，不要手改。"
    yield f"{len(rules)} 条规则；每条怎么判断，看 `gouji explain 编号`。"
    yield ""
    yield "## 审核人员看什么，由哪条规则核对"
    for family in dict.fromkeys(row.family for row in rows().values()):
        yield from ("", f"### {family}", "", "| 编号 | 看什么 | 规则 | 说明 |", "|--|--|--|--|")
        for row in rows().values():
            if row.family == family:
                codes = "、".join(rule.code for rule in deciding[row.id]) or "—"
                yield f"| {row.id} | {row.title} | {codes} | {row.note} |"
    yield ""
    yield "## 全部规则"
    yield ""
    yield "级别是这条规则说得最重的；需要人判断的、差额在取舍之内的，说得轻一些。"
    yield ""
    yield "| 规则 | 级别 | 名称 | 核对什么 | 目录 |"
    yield "|--|--|--|--|--|"
    for rule in rules:
        covers = "、".join(rule.covers) or "—"
        yield f"| {rule.code} | {rule.severity.words} | {rule.title} | {rule.claim} | {covers} |"


def _deciding(rules: list[Rule]) -> dict[str, list[Rule]]:
    """The rules that decide each row."""
    deciding: dict[str, list[Rule]] = {key: [] for key in rows()}
    for rule in rules:
        for key in rule.covers:
            if key not in deciding:
                raise SchemaError(FILE, f"没有 {key} 这一行，而规则 {rule.code} 写着 covers=“{key}”")
            deciding[key].append(rule)
    for key, row in rows().items():
        if not deciding[key] and not row.note:
            raise SchemaError(FILE, f"{key} 没有规则核对，也没有 note 说明由谁判断、为什么")
    return deciding
