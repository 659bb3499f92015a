"""Whether the text gives the scores of somebody's own evaluation system beside the form's."""

from __future__ import annotations

import re

from pipeline.rulebook import Case

# 决策（20分）, 项目决策共扣2.3分: no form of ours has such a part.
_OTHER_PARTS = re.compile(
    r"(?:决策|过程)(?:类|部分|方面|指标)*(?:[（(]|满分|分值|权重|共?扣|得分?|自评)?[^。；，、]{0,4}?\d+(?:\.\d+)?分|评价指标体系"
)


def has_other_scores(case: Case) -> bool:
    """Whether 决策 and 过程 are scored in the text and not in the form: its 产出 and 效益 are not the form's either."""
    if any(row.level1.startswith(("决策", "过程", "投入")) for form in case.forms for row in form.indicators):
        return False
    return any(
        _OTHER_PARTS.search(each.text) for document in case.documents for each in document.paragraphs()
    )
