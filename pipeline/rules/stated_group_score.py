"""SCO609 正文各部分得分与自评表不一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.judging.between import Texts
from pipeline.judging.other_scores import has_other_scores
from pipeline.judging.rows_of_form import budget_points, sums_by_level1
from pipeline.judging.wording import named, number, operand, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form
from schemas.quantity import Kind
from schemas.relation import Relation

_EXECUTION = "执行"
_GROUP = re.compile(f"(?:预算)?{_EXECUTION}|产出|成本|效益|满意度")
_OTHERS_SCORES = re.compile("评价得分|复核|第三方|重点评价|抽评|上年|去年|权重|设置")
_OF_A_ROW = re.compile("数量|质量|时效|社会|经济|生态|可持续|指标[^（(]*(?:完成|未)")
_TAKEN_OFF = re.compile("扣(?:了|减|除|分)*$")
_SURVEYED = "满意度"
_POINTS = re.compile("满意度(?:指标|部分|类|得分?|自评)|分[、，]满意度$")
_THEN = re.compile(
    r"(?:率|指标|部分|类|方面|情况)*(?:[（(]?(?:满分|分值|权重)?[\d.]+分[）)]?[，,、：:]?)?(?:自评|实际|实得|得分?|为|是|[:：，,（(])*"
)
# 其中产出50分、效益30分、满意度10分，自评得分98分: the total behind a list of weights.
_LAST_WEIGHT = re.compile(r"分、[^，,、\d]{0,12}[\d.]+分[，,]")
_FULL_MARKS = re.compile(r"(?:满分|分值|权重|[（(])([\d.]*\d)分")
_BESIDE = re.compile(
    "[，,、]?(?:自评|实际|实得|评定|最终)*(?:得分?|评分|自评)?(?:为|是|了)?[:：]?|[（(](?:满分|分值|权重)(?:为|是)?[:：]?"
)
_STOP = re.compile("[。；]")
_REACH = 24  # characters from the name of a group to its score
# 执行率84.94%，本指标满分10分，得8.49分: the one that the sentence speaks of. 执行 alone is an indicator and a group.
_THIS_ONE = re.compile(
    r"(?:[本该此](?:项|指标)+|此?权重|分值|满分|按[^，。；\d]{0,10})[^，。；\d%]{0,6}(?:[\d.]+分[，,、])?[^，。；\d]{0,8}得分?(?:为|是)?$"
)


@rule(
    "SCO609",
    "正文各部分得分与自评表不一致",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：自评报告与自评表结论应当一致",
)
def stated_group_score(case: Case) -> Iterator[Finding]:
    """正文写的预算执行、产出、成本、效益、满意度各部分得分，应当等于自评表里这一部分各指标得分之和。

    得分与自评表相同而写的满分不同的，也不一致。只看写明是得分的；满分、分值、扣分、别的单位评的分不算。
    自评表没有这一部分的，不核对。
    正文另有一套评价指标体系（有决策、过程的得分）的，不核对。

    为什么：改了表里一个指标的得分，常常忘了改报告里这一部分的合计。

    一致    正文“产出指标39.8分”，自评表产出指标各项得分之和39.8
    不一致  正文“产出指标93.8分”，自评表产出指标各项得分之和39.8
    不适用  正文没有写各部分得分，或者没有自评表，或者一次交来几张自评表
    """
    scored = [sums for form in case.forms if (sums := _sums(form))]
    if len(scored) != 1 or has_other_scores(case):
        return
    sums = scored[0]
    full = {found.group(): weight for name, weight in _weights(case) if (found := _GROUP.match(name))}
    for fact, group, of in _stated(case):
        said, total = fact.quantity.value, sums.get(group)
        if of is not None and group in full and of.quantity.value != full[group]:
            if total is not None and said == total[0]:  # its score is the form's, its full marks are not
                yield _of_too_many(of, group, full[group])
            continue  # 产出满分30分 where the form gives it 40: the score of another system
        if total is None or said is None:
            continue
        value, evidence = total
        cited = (Evidence.of(fact, "mention"), *evidence)
        name = "预算执行" if group == _EXECUTION else group
        relations = (Relation.total(range(1, len(cited)), 0, rounded=False),)
        if said == value:
            yield Finding(
                Outcome.AGREES,
                name,
                "正文与自评表一致",
                cited,
                f"{operand(fact.quantity)}={number(value)}",
                unit="分",
                relations=relations,
            )
            continue
        sign = "<" if said < value else ">"
        yield Finding(
            Outcome.DIFFERS,
            name,
            f"{name}得分：正文 {named(fact)}，自评表这一部分各项得分之和为 {number(value)}分",
            cited,
            f"{operand(fact.quantity)}{sign}{number(value)}",
            expected=value,
            actual=fact.quantity.number,
            unit="分",
            relations=relations,
            suggestion="请统一正文和自评表的得分",
        )


def _of_too_many(of: Fact, group: str, weight: Decimal) -> Finding:
    sign = "<" if (of.quantity.value or weight) < weight else ">"
    return Finding(
        Outcome.DIFFERS,
        group,
        f"{group}满分：正文 {shown(of.quantity)}（{of.anchor}），自评表这一部分各项分值之和为 {number(weight)}分",
        (Evidence.of(of, "weight"),),
        f"{operand(of.quantity)}{sign}{number(weight)}",
        expected=weight,
        actual=of.quantity.number,
        unit="分",
        suggestion="请统一正文和自评表的分值",
    )


def _sums(form: Form) -> Mapping[str, tuple[Decimal, tuple[Evidence, ...]]]:
    """What the form gives each group, with the cells it is made of; nothing where a score is missing."""
    found: dict[str, tuple[Decimal, tuple[Evidence, ...]]] = {}
    _, own = budget_points(form)
    if own is not None and own.quantity is not None and own.quantity.value is not None:
        found[_EXECUTION] = (own.quantity.value, (Evidence.of_cell(own, "score"),))
    for name, value in sums_by_level1(form, "score"):
        group = _GROUP.match(name)
        if group is None or group.group() in found:
            continue
        rows = [row for row in form.indicators if row.level1 == name]
        cells = tuple(Evidence.of_cell(row.cells["score"], "score") for row in rows)
        found[group.group()] = (value, cells)
    return found


def _weights(case: Case) -> Iterator[tuple[str, Decimal]]:
    for form in case.forms:
        yield from sums_by_level1(form, "weight")


def _stated(case: Case) -> Iterator[tuple[Fact, str, Fact | None]]:
    """The scores that the text gives to one group each, with the full marks printed beside them."""
    texts = Texts(case)
    last: Fact | None = None
    said = [fact for fact in case.facts if fact.source is Source.PROSE and fact.quantity.kind is Kind.SCORE]
    for at, fact in enumerate(said):
        if fact.role is not Role.SCORE:
            continue
        place = (fact.anchor.path, fact.anchor.block)
        begin = last.anchor.end if last and (last.anchor.path, last.anchor.block) == place else 0
        last = fact
        before = texts.of_paragraph(fact)[max(begin, fact.anchor.start - _REACH) : fact.anchor.start]
        before = _STOP.split(before)[-1]
        groups = [
            each
            for each in _GROUP.finditer(before)
            if _THEN.fullmatch(before, each.end())
            and not _LAST_WEIGHT.match(before, max(0, each.start() - 2))
        ]
        if not groups and _THIS_ONE.search(before) and _is_of_execution(fact):
            yield fact, _EXECUTION, None
            continue
        other = _OTHERS_SCORES.search(fact.sentence) or _OF_A_ROW.search(before) or _TAKEN_OFF.search(before)
        if len(groups) == 1 and not other:
            word = groups[0].group()
            if word == _SURVEYED and not _POINTS.search(before):
                continue  # 满意度88.6分 is what people answered
            yield fact, _EXECUTION if word.endswith(_EXECUTION) else word, _full_marks(at, said, texts)


def _full_marks(at: int, said: Sequence[Fact], texts: Texts) -> Fact | None:
    """The full marks that stand right before or behind ``said[at]``: 满分50分，得分48分; 48分（满分50分）."""
    score = said[at]
    for full, between in (
        (said[at - 1], texts.between(said[at - 1], score) if at else None),
        (said[at + 1], texts.between(score, said[at + 1])) if at + 1 < len(said) else (score, None),
    ):
        if between is not None and full.role is Role.WEIGHT and _BESIDE.fullmatch(between):
            return full
    return None


def _is_of_execution(fact: Fact) -> bool:
    """Whether the sentence up to the score speaks of the 执行率 and of no other part."""
    spoken = fact.sentence[: max(0, fact.sentence.rfind(fact.quantity.raw))]
    return "执行率" in spoken and all(each.endswith(_EXECUTION) for each in _GROUP.findall(spoken))
