"""XDC908 与上年报告雷同。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.copied import squeezed
from pipeline.judging.wording import number, rounded
from pipeline.rulebook import Case, rule
from pipeline.two_years import two_years
from schemas.document import Paragraph
from schemas.finding import Evidence, Finding, Outcome, Severity

_SHORT = 20  # characters; a shorter paragraph is a heading or a date
_ENOUGH = 300  # characters in all; less is no report
_SHOWN = 3  # paragraphs quoted


@rule(
    "XDC908",
    "与上年报告雷同",
    severity=Severity.INFO,
    basis="财预〔2020〕10号：绩效自评应当反映当年的实际情况",
    covers=("C14",),
    by=("department", "project"),
)
def unchanged_report(group: Case) -> Iterator[Finding]:
    """今年的自评报告不应当逐字照抄上年。

    除年份外逐字相同的段落按字数超过 unchanged_text 的，提示一次，请核实。项目概况、政策依据年年相同是正常的，
    占不到这么多。

    为什么：一字不改的报告，说的是去年的事。

    一致    只有项目概况与上年相同
    请核实  只把2023年改成了2024年
    不适用  没有给出上年的核对结果，或者上年结果里没有正文
    """
    for case, last in two_years(group):
        old = {_but_years(block.text): block for block in _paragraphs(last)}
        for document in case.documents:
            now = [block for block in document.paragraphs() if len(block.text) >= _SHORT]
            length = sum(len(_but_years(block.text)) for block in now)
            same = [block for block in now if _but_years(block.text) in old]
            copied = sum(len(_but_years(block.text)) for block in same)
            if not old or length < _ENOUGH:
                continue
            quoted = [each for block in same[:_SHOWN] for each in (block, old[_but_years(block.text)])]
            evidence = tuple(
                Evidence("text", block.anchor.part(0, len(block.text), block.text)) for block in quoted
            )
            share = number(rounded(Decimal(100 * copied) / length))
            if copied <= length * case.thresholds.unchanged_text:
                yield Finding(Outcome.AGREES, "全文", f"与上年报告相同的占{share}%", evidence)
                continue
            yield Finding(
                Outcome.REVIEW,
                "全文",
                f"正文 {length} 字，除年份外与上年报告（{last.documents[0].path}）逐字相同的有 {copied} 字，占 {share}%",
                evidence,
                f"{copied}/{length}*100={share}",
                suggestion="请按当年的实际情况重新撰写",
            )


def _but_years(text: str) -> str:
    return re.sub(r"(?<!\d)20\d\d(?!\d)", "0000", squeezed(text))


def _paragraphs(case: Case) -> Iterator[Paragraph]:
    for document in case.documents:
        yield from (block for block in document.paragraphs() if len(block.text) >= _SHORT)
