"""XDC902 与别的单位文字雷同。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.copied import beside, figures, left_in, likeness, squeezed, telling
from pipeline.rulebook import Case, rule
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity

_ALIKE = 0.9  # share of 5-grams: a word or two may have been changed
_SHOWN = 3  # passages quoted
_FIGURES = 3  # of three digits and more, that no chance makes equal


@rule(
    "XDC902",
    "与别的单位文字雷同",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评由单位如实开展，对自评结果的真实性和准确性负责",
    covers=("C11",),
    by=("text",),
)
def copied_text(pair: Case) -> Iterator[Finding]:
    """两个单位的报告里，不应当有连数字一起相同的大段文字。

    段落不少于 copied_length 字，只有这两个单位有（三个以上单位都有的是套话、模板、法规），文字九成以上相同，
    数字全部相同才算。其中有三个以上三位以上的数（引用文件的段落不计）、合计不少于 copied_text 字的请核实；
    少一些的，或者没有这样的数而合计不少于 copied_without_figures 字的，只作提示。
    一对单位只报一次，列出前三段；写着别的单位名称的另由 XDC909 报告。

    为什么：照抄来的报告，说的是别人的项目。

    一致    （不逐项列出）
    请核实  两个单位的报告都写“发放补贴612.5万元，惠及1537户……”，一字不差
    不适用  没有只与另一个单位相同的大段文字
    """
    passages = [found for texts in beside(pair) if (found := _copied(*texts, pair))]
    numbers = [each for each in passages if telling(squeezed(each[0].quote))]
    length = sum(len(squeezed(one.quote)) for one, _ in passages)
    limits = pair.thresholds
    if not numbers and Decimal(length) < limits.copied_without_figures:
        return
    shared = {figure for one, _ in numbers for figure in telling(squeezed(one.quote))}
    much = len(shared) >= _FIGURES and Decimal(length) >= limits.copied_text
    shown = (numbers or passages)[:_SHOWN]
    one, other = shown[0]
    who = pair.members[1].department
    yield Finding(
        Outcome.REVIEW,
        "文字雷同",
        f"与{who}《{other.path}》有 {len(passages)} 段文字雷同，共 {length} 字"
        + (f"，其中 {len(numbers)} 段连数字也相同" if numbers else "，没有三位以上的数")
        + f"：{one}与 {other}",
        tuple(Evidence("text", anchor) for found in shown for anchor in found),
        severity=None if much else Severity.INFO,
        suggestion="请两个单位分别核实文字和数字是不是本单位、本项目的",
    )


def _copied(one: Anchor, other: Anchor, pair: Case) -> tuple[Anchor, Anchor] | None:
    """The two texts where they are one; those in which a foreign name was left are told by XDC909."""
    mine, theirs = squeezed(one.quote), squeezed(other.quote)
    first, second = pair.members
    if mine == theirs and (left_in(mine, first, second) or left_in(mine, second, first)):
        return None
    same = mine == theirs or (figures(mine) == figures(theirs) and likeness(mine, theirs) >= _ALIKE)
    return (one, other) if same else None
