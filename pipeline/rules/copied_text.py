"""XDC902 与别的单位文字雷同。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.copied import figures, likeness, squeezed, telling
from pipeline.rulebook import Case, rule
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.thresholds import load_thresholds

_ALIKE = 0.9  # share of 5-grams: a word or two may have been changed
_SHOWN = 3  # passages quoted


@rule(
    "XDC902",
    "与别的单位文字雷同",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评由单位如实开展，对自评结果的真实性和准确性负责",
    by=("text",),
)
def copied_text(pair: Case) -> Iterator[Finding]:
    """两个单位的报告里，不应当有连数字一起相同的大段文字。

    段落去掉空格至少60字，只有这两个单位有（三个以上单位都有的是套话、模板、法规），文字九成以上相同，数字全部相同才算。
    其中有三位以上的数、合计150字以上的是警告；少一些的，或者没有数而合计160字以上的，只作提示。一对单位只报一次，列出前三段。

    为什么：照抄来的报告，说的是别人的项目。

    一致    套用同一模板，数字各是各的
    请核实  两个单位的报告都写“发放补贴612.5万元，惠及1537户……”，一字不差
    不适用  没有别的单位也有的段落
    """
    passages = [found for one, other in _beside(pair) if (found := _copied(one, other))]
    numbers = [each for each in passages if telling(each[0].quote)]
    length = sum(len(squeezed(one.quote)) for one, _ in passages)
    limits = load_thresholds()
    if not numbers and Decimal(length) < limits.copied_without_figures:
        return
    much = numbers and Decimal(length) >= limits.copied_text
    shown = (numbers or passages)[:_SHOWN]
    one, other = shown[0]
    who = pair.members[1].department
    yield Finding(
        Outcome.REVIEW,
        "文字雷同",
        f"与{who}《{other.path}》有 {len(passages)} 段文字雷同，共 {length} 字"
        + (f"，其中 {len(numbers)} 段连数字也相同" if numbers else "，没有数字")
        + f"：{one}与 {other}",
        tuple(Evidence("text", anchor) for found in shown for anchor in found),
        severity=None if much else Severity.INFO,
        suggestion="请两个单位分别核实文字和数字是不是本单位、本项目的",
    )


def _beside(pair: Case) -> list[tuple[Anchor, Anchor]]:
    """Text by text: what the one submission has, what the other has."""
    sides = [
        [
            anchor.part(0, len(text), text)
            for document in member.documents
            for text, anchor in document.texts()
        ]
        for member in pair.members
    ]
    return list(zip(*sides, strict=True))


def _copied(one: Anchor, other: Anchor) -> tuple[Anchor, Anchor] | None:
    mine, theirs = squeezed(one.quote), squeezed(other.quote)
    same = mine == theirs or (figures(mine) == figures(theirs) and likeness(mine, theirs) >= _ALIKE)
    return (one, other) if same else None
