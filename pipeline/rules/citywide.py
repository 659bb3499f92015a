"""XDC903 同一全市指标各部门说法不一。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.judging.statements import agree, distinct, nearly
from pipeline.judging.wording import named, operand, relation, shown
from pipeline.rulebook import Case, Origin, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.indicator import Schema
from schemas.words import load_words

Said = tuple[str, Sequence[Fact]]  # by whom, what


@rule(
    "XDC903",
    "同一全市指标各部门说法不一",
    severity=Severity.WARNING,
    basis="《统计法》：统计数据以统计机构公布的为准；同一指标各部门应当一致",
    covers=("C18",),
    by=("area", "indicator", "period", "role", "unit"),
)
def citywide(group: Case) -> Iterator[Finding]:
    """全市（全县、全区）的一个指标，同一年度，几个部门都写了的，应当是同一个数。

    只比较一个地方只有一个的数：森林覆盖率、城镇登记失业率等指标，地区生产总值、常住人口等写明“全市”的统计数。
    地方、名称、年度、单位都相同，同是完成值才比较；各县、各项目自己的数从不互相比较。
    给出了财政部门掌握的数的，写明“全市”的各部门都与它比较。只差取整的算一致，其余请核实。

    为什么：同一个城市只有一个森林覆盖率。

    一致    市林业局“全市森林覆盖率62.1%”，市生态环境局“全市森林覆盖率62.1%”
    请核实  市林业局“全市森林覆盖率62.1%”，市生态环境局“全市森林覆盖率61.2%”
    不适用  只有一个部门写了
    """
    bodies: dict[str, list[Fact]] = {}
    for member in group.of(Origin.SUBMITTED):
        bodies.setdefault(member.department, []).extend(member.said(Role.ACTUAL))
    one_of_a_kind = any(_of_a_kind(fact, group.schema) for facts in bodies.values() for fact in facts)
    said: list[Said] = [(body, distinct(facts)) for body, facts in sorted(bodies.items()) if body and facts]
    held = [fact for member in group.of(Origin.BUREAU) for fact in member.said(Role.ACTUAL)]
    if held and said:
        measure: Said = (f"{Origin.BUREAU}{f'（{held[0].why}）' if held[0].why else ''}", held)
    elif len(said) > 1 and one_of_a_kind:
        measure = _most_said(said)
    else:
        return
    for each in said:
        if each is not measure:
            yield _judged(each, measure, group.schema)


def _of_a_kind(fact: Fact, schema: Schema) -> bool:
    """Whether a place has one such figure, whoever states it."""
    known = schema.indicators.get(fact.indicator)
    return fact.core in load_words().statistics or (known is not None and known.citywide)


def _most_said(said: Sequence[Said]) -> Said:
    """The first of those with the value that most departments state."""
    often = Counter(fact.quantity.value for _, facts in said for fact in facts)
    return max(said, key=lambda each: max(often[fact.quantity.value] for fact in each[1]))


def _judged(said: Said, measure: Said, schema: Schema) -> Finding:
    (body, facts), (other, known) = said, measure
    fact, right = facts[0], known[0]
    label = schema.label(fact.indicator) if fact.indicator in schema.indicators else fact.subject
    fits = next((each for each in facts if agree(each, right) or nearly(each, right)), None)
    if fits is not None:
        same = fits.quantity.value == right.quantity.value
        return Finding(
            Outcome.AGREES,
            label,
            f"{body}与{other}一致",
            (Evidence.of(fits, "mention"), Evidence.of(right, "mention")),
            f"{operand(fits.quantity, right.quantity.unit)}={operand(right.quantity)}" if same else "",
            indicator=fact.indicator,
        )
    return Finding(
        Outcome.REVIEW,
        label,
        f"{label}：{body}写 {named(fact)}，{other}是 {shown(right.quantity)}（{right.anchor.path} {right.anchor}）",
        (Evidence.of(fact, "mention"), Evidence.of(right, "mention")),
        relation(fact.quantity, right.quantity),
        expected=None if right.quantity.value is None else right.quantity.value / fact.quantity.unit.factor,
        actual=fact.quantity.number,
        unit=fact.quantity.unit.name,
        indicator=fact.indicator,
        suggestion="请按统计部门公布的数统一；口径、时点不同的请注明",
    )
