"""Sentences that a page break cut in two, put together again where only the text can tell.

The PDF reader has margins and indents to go by (`extractors.page.paragraphs`); here there are only words.
"""

from __future__ import annotations

import re

from extractors.labels import ENDS_SENTENCE, find_label, reads_as_heading

_CLOSING = "”’」』》）)】〕\"'"
_SHORTEST_CUT = 16  # characters; a line of a report holds about 25, a cut paragraph most of one
_ENUMERATES = re.compile(r"[一二三四五六七八九十]{1,3}是")
_SIGNS = re.compile(
    r"(?:(?:填报|报送|评价)?单位|部门|日期|联系人|填表人|备注|注|附|说明|项目名称)\s{0,2}[:：]|(?:备注|注)\d?[:：.]"
)
_TITLE = re.compile(r"(?:报告|自评表|总结|方案)$")
_DATE = re.compile(r"\s*\d{4}\s{0,2}年\s{0,2}\d{1,2}\s{0,2}月(?:\s{0,2}\d{1,2}\s{0,2}日)?\s*$")


def ends_sentence(text: str) -> bool:
    """True when ``text`` comes to its end: a stop, or a stop inside closing quotes.

    >>> ends_sentence("报告如下："), ends_sentence("（详见附件。）"), ends_sentence("市科技局")
    (True, True, False)
    """
    bare = text.rstrip().rstrip(_CLOSING)
    return bool(bare) and bare[-1] in ENDS_SENTENCE


def goes_on(before: str, after: str) -> bool:
    """Whether paragraph ``after`` is the rest of the sentence that ``before`` left open.

    >>> goes_on("制定了管理办法，进一步规范科研项目和资金管理，落实", "项目监督管理责任。")
    True
    >>> goes_on("由市科技局和市财政局按职责分工管理。市科技局", "（二）预算资金基本情况")
    False
    """
    before, after = before.strip(), after.strip()
    if not before or not after or ends_sentence(before) or len(before) < _SHORTEST_CUT:
        return False
    if reads_as_heading(before) or find_label(after) is not None:
        return False
    if any(pattern.match(after) for pattern in (_ENUMERATES, _SIGNS, _DATE)) or _DATE.match(before):
        return False
    if _TITLE.search(before):
        return False
    if before[-1] in "，、,（“《" or after[0] in "，。、；：）”》,":
        return True
    # Two unpunctuated lines are a list or a title; a cut sentence comes to its end in what follows.
    return ends_sentence(after)
