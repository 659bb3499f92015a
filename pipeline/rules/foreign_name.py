"""XDC909 照抄的文字里是别的单位的名称。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.copied import beside, left_in, squeezed
from pipeline.rulebook import Case, rule
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity


@rule(
    "XDC909",
    "照抄的文字里是别的单位的名称",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：绩效自评由单位如实开展，对自评结果的真实性和准确性负责",
    covers=("C11",),
    by=("text",),
)
def foreign_name(pair: Case) -> Iterator[Finding]:
    """一段文字与另一个单位的报告逐字相同的，不应当写着那个单位或那个地方的名称。

    只有这两个单位有的段落才看。本单位的名称也在这一段里的，本单位的材料别处也提到那个单位的，
    可能确实是共同的工作，不报。同一个县的两个单位，县名说不出是谁；“县民政局”独自做的，才是抄来的。

    为什么：单位名称都没有改，数字更可能不是自己的。

    一致    （不逐项列出）
    不一致  市民政局的报告写“市教育局对全市学校逐一核查……”，与市教育局的报告逐字相同
    不适用  没有与别的单位逐字相同、写着别的单位名称的段落
    """
    one, other = pair.members
    for mine, theirs in beside(pair):
        text = squeezed(mine.quote)
        if text != squeezed(theirs.quote):
            continue
        for anchor, case, twin, owner in ((mine, one, theirs, other), (theirs, other, mine, one)):
            name = left_in(text, case, owner)
            if name:
                yield _differs(anchor, twin, name, case, owner)


def _differs(anchor: Anchor, twin: Anchor, name: str, case: Case, owner: Case) -> Finding:
    at = anchor.quote.find(name)
    quoted = anchor.part(at, at + len(name), anchor.quote) if at >= 0 else anchor
    return Finding(
        Outcome.DIFFERS,
        name,
        f"{anchor}写的是“{name}”，本单位是{case.department}；这一段与{owner.department}《{twin.path}》{twin}逐字相同",
        (Evidence("text", quoted), Evidence("text", twin)),
        suggestion="请改为本单位的名称，并核实这一段的数字是不是本项目的",
        cause=f"{quoted.path} {quoted.block} {name}",
    )
