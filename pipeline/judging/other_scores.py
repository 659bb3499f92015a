"""Scores in the text that are not the department's own: an evaluator's, or those of an evaluation system beside the form's."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.judging.between import Texts
from pipeline.rulebook import Case
from schemas.fact import Fact, Role

_SELF = "自评"
_EVALUATED = re.compile("受[^，。；]{0,20}委托[^。]{0,60}评价")  # whoever writes this is not the department
_BY_OTHERS = re.compile("第三方[^，。；]{0,12}(?:评价|评分|打分)|(?:重点|财政|部门)评价得分|复评|抽评")
# What an evaluation by others scores beside 产出 and 效益; a form of self-evaluation seldom has it.
_WHOLE = re.compile("综合|评价得分|总得?分|最终得分")
_MANAGED = ("决策", "过程")
_OF_AN_EVALUATION = re.compile(f"(?:{'|'.join(_MANAGED)})(?:类|指标|部分|得|\\d)")
_APART = re.compile(
    "(?:[高低]于|[比较])[^，。；\\d]{0,12}自评(?:总?得?分|总分)[^，。；\\d]{0,4}[\\d.]+分?|自评(?:总?得?分|总分)[^，。；\\d]{0,4}[\\d.]+分?(?:相差|相比|[高低]出?)"
)
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


def by_others(case: Case) -> Callable[[Fact], bool]:
    """Tells the scores that an evaluator gave, which may differ from the department's own; the same total is theirs wherever it is said."""
    texts = Texts(case)
    evaluated = {
        document.path
        for document in case.documents
        if any(_EVALUATED.search(text) for text, _ in document.texts())
    }
    parts = {row.level1[:2] for form in case.forms for row in form.indicators}

    def told(fact: Fact) -> bool:
        if _is_own(fact):
            return False
        if fact.anchor.path in evaluated or _APART.search(fact.sentence):
            return True
        text = texts.of(fact)
        managed = parts.isdisjoint(_MANAGED) and _OF_AN_EVALUATION.search(text)
        return bool(managed or _BY_OTHERS.search(text))

    known = {
        fact.quantity.value for fact in case.said(Role.SCORE) if _WHOLE.search(fact.subject) and told(fact)
    }
    return lambda fact: told(fact) or (not _is_own(fact) and fact.quantity.value in known)


def _is_own(fact: Fact) -> bool:
    before = fact.sentence[: fact.sentence.find(fact.quantity.raw)]
    return _SELF in fact.subject or _SELF in before
