"""EXT002 句子没有写完。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.rulebook import Case, rule
from schemas.document import Document, Paragraph
from schemas.finding import Evidence, Finding, Outcome, Severity

_ENDED = re.compile(r"(?:[。！？；：…!?;:.）)】\]》”\"%\d]|元|亩|人次|公里|平方米|个百分点)\s*$")
_STOP = re.compile(r"[。！？!?；;]")
_SIGNED = re.compile(
    r"(?:年\d{1,2}月(?:\d{1,2}日)?|局|委|办|厅|中心|公司|院|校|盖章|联系人.{0,20}|电话.{0,20})\s*$"
)
_PROSE = 20  # characters; shorter paragraphs without a full stop are titles, labels, signatures
_LABELLED = re.compile(r"^[^：:，。]{2,12}[：:]")  # 填报单位：某局，联系人：某某
_LONG = 18  # of one clause without a comma: an item of a list is shorter


@rule(
    "EXT002",
    "句子没有写完",
    severity=Severity.WARNING,
    basis="《党政机关公文格式》（GB/T 9704—2012）；报告内容应当完整",
    covers=("C13",),
)
def unfinished_sentence(case: Case) -> Iterator[Finding]:
    """段落里最后一句没有句号就接下一个标题（或者全文结束）的，多半没有写完。

    标题、签名、日期、单独的“无”和表格说明不算。

    为什么：删改时留下半句话，要说的内容就丢了。

    一致    ……由市级财政预算安排。
    请核实  ……由市级财政预算安排。市教育局（下一行就是标题）
    不适用  没有成段的文字
    """
    ended = 0
    for document in case.documents:
        for paragraph, last, above in _before_headings(document):
            tail = _STOP.split(paragraph.text)[-1].strip()
            if not tail or _ENDED.search(paragraph.text):
                ended += 1
                continue
            has_sentences = len(tail) < len(paragraph.text.strip())
            if not has_sentences and len(paragraph.text) < (_PROSE if "，" in paragraph.text else _LONG):
                continue
            if (last or above) and _SIGNED.search(paragraph.text):
                continue
            if above and ("，" not in paragraph.text or _LABELLED.search(paragraph.text)):
                continue  # title, address, cover
            start = paragraph.text.rfind(tail)
            anchor = paragraph.anchor.part(start, start + len(tail), paragraph.text)
            yield Finding(
                Outcome.REVIEW,
                "正文",
                f"“{tail[-30:]}”（{anchor}）没有写完就" + ("结束了" if last else "接下一个标题"),
                (Evidence("text", anchor),),
                suggestion="请补全这句话",
            )
    if ended:
        yield Finding(Outcome.AGREES, "正文", f"{ended}个段落写完了才接标题")


def _before_headings(document: Document) -> Iterator[tuple[Paragraph, bool, bool]]:
    """Body paragraphs that a heading follows and the last of the document; whether it is the last, and above all headings."""
    headings = {section.first for section in document.sections}
    first = min(headings, default=len(document.blocks))
    for at, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or at in headings or block.footnote or not at:
            continue
        if at + 1 in headings:
            yield block, False, at < first
        elif at + 1 == len(document.blocks):
            yield block, True, at < first
