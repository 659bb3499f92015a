"""EXT006 该有的部分没有，或者标题下没有内容。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.judging.wording import abridged
from pipeline.rulebook import Case, rule
from schemas.document import Document, Paragraph, Section
from schemas.finding import Evidence, Finding, Outcome, Severity

# What every outline ends with, by any of the words departments use for it. Headings differ too much from place to place to
# ask for more of them. Source: the outlines of 财预〔2020〕10号, of Hunan, Yunnan and of the reports on transfer payments.
_PARTS = {
    "存在的问题": re.compile(
        "问题|不足|偏差|困难|短板|薄弱|有待|不够|欠缺|滞后|差距|偏离|未能?(?:完成|达到|达标|实现)"
    ),
    "改进措施或建议": re.compile("建议|措施|改进|打算|下一步|整改|今后|下步|完善|意见"),
}
_TOP = 4  # chapters from which on a document is a whole report, not a note beside a form
_WORDS = re.compile(r"[一-鿿]")
_SHOWN = 4


@rule(
    "EXT006",
    "该有的部分没有，或者标题下没有内容",
    severity=Severity.INFO,
    basis="财预〔2020〕10号附件：绩效自评报告提纲",
    covers=("C13",),
)
def sections_present(case: Case) -> Iterator[Finding]:
    """自评报告应当写到存在的问题、改进措施或建议，每个标题下面都应当有内容。

    只看分了四章以上的报告；各地叫法不同，标题、正文里有一处说到（不足、困难、有待、下一步……）就算有。写“无”的算写了。

    为什么：少写一部分，多半是提纲没有填完；写“问题”的一章最常空着。

    一致    写了问题和下一步措施
    请核实  通篇没有写存在的问题；“（二）绩效目标”下面没有内容
    不适用  没有分章的文字
    """
    for document in case.documents:
        top = min((section.level for section in document.sections), default=0)
        chapters = [section for section in document.sections if section.level == top]
        if len(chapters) < _TOP:
            continue
        written = [text for text, _ in document.texts()]
        missing = [name for name, words in _PARTS.items() if not any(words.search(text) for text in written)]
        empty = [section for section in document.sections if _is_empty(section, document)]
        if missing:
            yield _told(document, chapters[-1:], f"通篇没有写{'、'.join(missing)}")
        if empty:
            named = abridged([f"“{section.label}{section.title}”" for section in empty], _SHOWN, "处")
            yield _told(document, empty, f"{named}标题下面没有内容")
        if not missing and not empty:
            yield Finding(Outcome.AGREES, "报告结构", f"{len(chapters)}章都有内容")


def _is_empty(section: Section, document: Document) -> bool:
    """A heading alone in its paragraph with nothing below but the next heading of its rank, or of a higher one."""
    block = document.blocks[section.first]
    if section.first != section.last or not isinstance(block, Paragraph):
        return False
    rest = block.text.replace(section.label, "", 1).replace(section.title, "", 1)
    inner = any(
        other.parent is not None and document.sections[other.parent] is section for other in document.sections
    )
    return not inner and not _WORDS.search(rest) and not _says_something(section.title)


def _says_something(title: str) -> bool:
    """无, or a sentence in the place of a heading."""
    return bool(re.search(r"[，。；：:\d]|无$|没有|暂无", title))


def _told(document: Document, sections: Sequence[Section], message: str) -> Finding:
    anchors = [document.blocks[section.first].anchor for section in sections]
    return Finding(
        Outcome.REVIEW,
        "报告结构",
        f"{message}（{anchors[0]}）" if len(anchors) == 1 else message,
        tuple(Evidence("text", anchor) for anchor in anchors),
        suggestion="请对照提纲补全",
    )
