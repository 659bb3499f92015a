"""Sentences → Facts: each number with its subject, role, period and scope, and the parts that sentences tie to totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.confirming import Said
from extractors.dating import (
    SUMMED_UP,
    dated_by_name,
    of_several_years,
    of_the_bracket,
    of_the_heading,
    over_years,
    period_of,
)
from extractors.linking import Link
from extractors.mentions import Mention, find_mentions, sentence_span
from extractors.names import name_of
from extractors.pairs import limits_of_the_whole, numbers_before, numbers_behind, with_their_pairs
from extractors.passages import Context, Passage, under_headings
from extractors.plain import Plain, plain
from extractors.respectively import again, in_turn, respectively
from extractors.roles.order import role_of
from extractors.roles.said import QUOTED, Before
from extractors.subjects import Subject
from extractors.sums.breakdowns import tie
from extractors.sums.naming import with_own_names
from extractors.sums.ties import Tied
from schemas.fact import Breakdown, Fact, Period, Role, Scope
from schemas.quantity import Bound, Kind, Quantity
from schemas.words import comparable, load_words

_TOLD = 24  # characters of the words before own money: they name it as its author did (年中追加, 全年预算)
_BEHIND = 24  # characters behind a number that may tell its role
_AROUND = 20  # characters about a number, which may confirm what it is
_NEXT = 4  # numbers on either side that may be a number's target or result
_CLASS_OF = re.compile("(?!的|占|达|完成|实现|有|共|为|是|支出|按)[一-鿿]{2,12}")
_DONE = re.compile("完成|实际|实现|达到?$|做到|建成|办结|保持|稳定|维持|连续")
_NORM = re.compile("国家|法定|国标|行标|部颁|行业")  # 高于国家规定的70%: a norm, not the row's target
_NORMS = 6  # characters behind a number that may say so
_AIMED = re.compile("目标|指标|计划|任务|预期|力争|确保|要求|[应须需]")
_COUNTY = re.compile(
    "(?:其中)?[:：，,]?(?P<county>[一-鿿]{1,4}?"
    "(?:(?<![全各本我每两个贫])县|(?<![小园景地片库林灾牧山街校社城辖郊湖新全各市本我灌])区|(?<![城乡各全集])镇|(?<![城各全下返])乡(?![镇村级])|街道))"
    "(?![级域内属城划管区]|[一-鿿]{0,2}个)"
)
_PORTION = re.compile(
    "第[一二三四五六]批|[两三四]批|春节|国庆|五一|端午|清明|中秋|元旦|暑期|寒假|假期|假日|黄金周|汛期|(?<!12)(?<!十二)月[底末]"
)

_CHANGE_ROW = re.compile("(?:增长|下降|减少|提高|降低|上升|增加|节约|压缩)(?:率|幅度?|比例)|增速|增幅|降幅")
_PRICE_ROW = re.compile("价|成本|费用|物业费|经费|年限")
_AGAINST_A_RULE = re.compile("的[一-鿿]{0,6}(?:线|标准|要求|规定|限[值额价])")
_BY_NORM = re.compile("标准|^按|[补奖]")
_NOT_OF_A_ROW = frozenset({Role.BASE, Role.GROWTH, Role.RANK, Role.WEIGHT, Role.SCORE})
_RESULTS = (Role.ACTUAL, Role.EXECUTED)
_AGAINST_A_STANDARD = re.compile(
    "(?:[低高优]于|[多少]于|超过|突破|[未不]超|控制在|合同|概算|限价|控制价)[^，。；]*(?:标准|单价|限[价额]|定额)?[^，。；]{0,6}$"
)
# 未完成的0.6公里, 剩余12户: what is missing in the row's figure. 平均每名服务722名: what falls to each.
_LEFT_OVER = re.compile(
    "未(?:能)?(?:完成|实施|建成|建|开工|竣工|改造|治理|安装|发放|达标)的$|(?:剩余|尚余|其余|余下)的?$|(?:还有|还剩|尚有)$"
)
_OF_EACH = re.compile("平均|[人户亩村校班日月]均|每(?![年月日天周季])")
_OURS = re.compile("[我本][省市州盟县区旗镇乡局院校]")
_HELD = (Bound.AT_MOST, Bound.LESS_THAN, Bound.AT_LEAST, Bound.MORE_THAN)
_EXACT = frozenset(Role) - {Role.ACTUAL, Role.TARGET, Role.GROWTH, Role.BASE, Role.RANK, Role.RATE}


def read_prose(passage: Passage, context: Context) -> tuple[list[Fact], list[Breakdown]]:
    """Every quantity of ``passage`` as a Fact, and the sums its sentences state."""
    uniform = plain(passage.text)
    mentions = of_the_heading(find_mentions(uniform, year=context.year), passage.titles, context.year)
    mentions = of_the_bracket(mentions, uniform.text)
    facts: list[Fact] = []
    subjects: list[Subject] = []
    previous: Subject | None = None
    turns = in_turn(uniform.text, mentions, context.year)
    for at, period in turns.items():
        mentions[at] = replace(mentions[at], period=period, stated=True, here=True)
    named = respectively(uniform.text, mentions)
    last: Before | None = None
    headings = under_headings(passage, uniform.text)
    for at, mention in enumerate(mentions):
        while len(headings) > 1 and headings[1][0] <= mention.start:
            headings.pop(0)
        passage = headings[0][1]
        if at and mentions[at - 1].sentence != mention.sentence:
            previous = last = None
        words = _words(uniform, mention, last)
        if at in named:
            mention = mention if at in turns else dated_by_name(mention, named[at], context.year)
            subject = context.subjects.called(named[at])
        elif (pair := again(uniform.text, mentions, at)) is not None:
            subject = subjects[pair]
        elif at in turns and at - 1 in turns and not mention.left.strip("和与及"):
            subject = subjects[at - 1]
        else:
            named_whole = _with_its_class(uniform.text, mentions, at)
            subject = context.subjects.subject(
                named_whole, previous, words.lead, _beside(mentions, subjects, at)
            )
        if last is not None:
            last = replace(last, between=uniform.text[last.mention.end : mention.start])
        fact = _fact(mention, subject, passage, words, context, last, _figures_beside(mentions, at))
        last = Before(mention, fact.role, fact.indicator.startswith("budget:"))
        facts.append(fact)
        subjects.append(subject)
        if subject.text and not (subject.elliptic and previous is not None):
            previous = subject
    facts = _seen_together(facts, mentions, context.year)
    ties = [*tie(uniform.text, mentions)]
    facts = limits_of_the_whole(with_own_names(facts, mentions, ties), mentions, ties)
    return facts, [_breakdown(each, facts) for each in ties]


def _with_its_class(text: str, mentions: Sequence[Mention], at: int) -> Mention:
    """单价100万元以上设备9台套: the limit before is part of the name of what is counted."""
    mention, before = mentions[at], mentions[at - 1] if at else None
    if before is None or mention.quantity.kind not in (Kind.COUNT, Kind.MONEY):
        return mention
    between = text[before.end : mention.start]
    limit = before.quantity.raw.rstrip()[-1:] in "上下内" and before.quantity.bound in _HELD
    if not limit or not _CLASS_OF.fullmatch(between):
        return mention
    return replace(mention, left=before.left + text[before.start : mention.start])


def _beside(mentions: Sequence[Mention], subjects: Sequence[Subject], at: int) -> Subject | None:
    """The subject of the nearest number before in the sentence that counts in the same unit: 均超过计划(228场次、122个)."""
    mention = mentions[at]
    for before in reversed(numbers_before(mentions, at)):
        if subjects[before].text and comparable(mentions[before].quantity.unit, mention.quantity.unit):
            return subjects[before]
    return None


@dataclass(frozen=True, slots=True)
class _Words:
    """A number's sentence, ``begin:end`` of the plain text, and the words in it from the number before to its own clause."""

    text: Plain
    begin: int
    end: int
    lead: str


def _words(text: Plain, mention: Mention, last: Before | None) -> _Words:
    begin, end = sentence_span(text.text, mention.start)
    since = last.mention.end if last is not None else begin
    return _Words(text, begin, end, text.text[since : mention.start].removesuffix(mention.left))


def _figures_beside(mentions: Sequence[Mention], at: int) -> list[Quantity]:
    """The figures next to ``mentions[at]`` in its sentence: its target, or its result."""
    near = mentions[max(0, at - _NEXT) : at + _NEXT + 1]
    return [
        each.quantity for each in near if each.sentence == mentions[at].sentence and each is not mentions[at]
    ]


def _said(
    mention: Mention, subject: Subject, role: Role, around: str, beside: Sequence[Quantity], year: int | None
) -> Said:
    """What the form may be asked about a number. One without a name of its own is known by its value only."""
    quantity = mention.quantity
    nameless = subject.inherited
    candidates, around = ((), "") if nameless else (subject.candidates, around)
    if role is Role.TARGET:
        columns = ("target",) if _AIMED.search(mention.left) else ("target", "actual")
        return Said(candidates, quantity, columns, around, beside)
    period = mention.period
    other = year is not None and period is not None and not period.covers(Period.day(date(year, 12, 31)))
    if role in _NOT_OF_A_ROW or other:
        return Said(candidates, quantity, () if nameless else ("actual",), around)
    if _DONE.search(mention.left) or _NORM.search(mention.left + mention.right[:_NORMS]):
        return Said(candidates, quantity, ("actual",), around, beside)
    return Said(candidates, quantity, ("actual", "target"), around, beside)


def _seen_together(facts: list[Fact], mentions: list[Mention], year: int | None) -> list[Fact]:
    """The roles that only the numbers beside a number tell: the year before's figure, the limit that a result follows."""
    seen = list(facts)
    for at, (fact, mention) in enumerate(zip(facts, mentions, strict=True)):
        if fact.role is Role.GROWTH and not mention.here:
            before = [facts[each] for each in numbers_before(mentions, at)]
            if _of_a_year_before(fact, before, year):
                seen[at] = replace(fact, period=Period.year(year or 0))  # 2024年20人，2023年16人，增长25%
            continue
        unit = fact.quantity.unit
        if fact.role is Role.BASE and fact.period is None:
            bases = [
                facts[each].period for each in numbers_before(mentions, at) if facts[each].role is Role.BASE
            ]
            told = next((period for period in reversed(bases) if period is not None), None)
            seen[at] = replace(fact, period=told)  # 会议由上年的20次增至21次，培训由122人增至153人
            continue
        if fact.role in _RESULTS and mention.here:
            around = (*numbers_before(mentions, at), *numbers_behind(mentions, at))
            alike = [facts[each] for each in around if comparable(facts[each].quantity.unit, unit)]
            if _of_a_year_before(fact, alike, year):
                seen[at] = replace(fact, role=Role.BASE, indicator="", why="", exact=False)
                continue
        if fact.role in (Role.ACTUAL, Role.STANDARD) and fact.quantity.bound in _HELD:
            later = (facts[each] for each in numbers_behind(mentions, at))
            result = next((each for each in later if comparable(each.quantity.unit, unit)), None)
            if result is not None and result.subject.startswith("实际"):
                seen[at] = replace(fact, role=Role.TARGET)  # 单价控制在1350元以内，实际1288元
    return with_their_pairs(seen, mentions)


def _of_a_year_before(fact: Fact, beside: list[Fact], year: int | None) -> bool:
    """Whether ``fact`` is of a year before and something beside it of the year reported on."""
    if year is None or fact.period is None or not fact.period.is_year or fact.period.last.year >= year:
        return False
    return any(
        (each.role is fact.role or fact.role is Role.GROWTH)
        and each.stated
        and each.period is not None
        and each.period == Period.year(year)
        for each in beside
    )


def _breakdown(tied: Tied, facts: list[Fact]) -> Breakdown:
    return Breakdown(facts[tied.total], tuple(facts[part] for part in tied.parts), tied.exhaustive, tied.cue)


def _fact(
    mention: Mention,
    subject: Subject,
    passage: Passage,
    words: _Words,
    context: Context,
    last: Before | None,
    beside: Sequence[Quantity],
) -> Fact:
    text, begin = words.text.text, words.begin
    start, end = words.text.original(mention.start, mention.end)
    printed_from, printed_to = words.text.original(begin, words.end)
    before, behind = text[begin : mention.start], text[mention.end : mention.end + _BEHIND]
    role, own_money = role_of(mention, subject, passage, context, before, behind, last)
    name = name_of(subject.text)
    sentence = text[begin : words.end]
    elsewhere = _speaks_of_a_part(before, context)
    if own_money and of_several_years(mention, before, text[mention.end : words.end], context.year):
        own_money, elsewhere = False, True
    summed_up = over_years(mention, sentence, context.year)
    around = f"{words.lead[-_AROUND:]}{mention.left}{mention.right[:_AROUND]}"
    area = _area(sentence, mention, begin)
    said = _said(mention, subject, role, around, beside, context.year)
    link = None if own_money or elsewhere else context.names.link(said, area)
    if summed_up and link is not None and not link.confirmed:
        link = None  # 巡护累计46767公里 of one year is the row's very figure
    if link is not None and _is_apart(mention, role, link, context.names.row_name(link.indicator)):
        link = None
    if link is not None and _is_the_row(role, link, mention, context):
        role = Role.ACTUAL
    elif link is not None and link.other:
        role = _the_other(role, link)
    period, stated = period_of(mention, role, own=own_money, year=context.year)
    return Fact(
        subject=mention.left.strip(" .·")[-_TOLD:] if own_money and mention.left else subject.text,
        quantity=mention.quantity,
        role=role,
        anchor=passage.anchor.part(start, end, passage.text),
        source=passage.source,
        indicator=f"budget:{role}" if own_money else (link.indicator if link else ""),
        period=period,
        stated=stated,
        scope=Scope(area, passage.section),
        core="" if subject.inherited or elsewhere or _by_order(mention) else name.core,
        traits=name.traits | ({"stock"} if SUMMED_UP.search(mention.left) else set()),
        exact=role in _EXACT or mention.quantity.raw.endswith("整"),
        sentence=passage.text[printed_from:printed_to],
        why="项目本身的资金" if own_money else (link.why if link else ""),
        likely=link is not None and not link.confirmed and (subject.elliptic or not link.named),
    )


def _by_order(mention: Mention) -> bool:
    """Money that a document of its own hands down (以《…（第二批）的通知》下达): another document's is another sum."""
    return mention.quantity.kind is Kind.MONEY and "》" in mention.left


def _is_the_row(role: Role, link: Link, mention: Mention, context: Context) -> bool:
    """每份资料成本, 能耗下降率 are rows of the form: results, neither a price that somebody set nor a change of something."""
    row = context.names.row_name(link.indicator)
    if role is Role.STANDARD:
        if _AGAINST_A_RULE.match(mention.right):
            return False  # 低于10%的警戒线
        return bool(row) and (link.named or (link.confirmed and not link.other and _is_a_price(mention, row)))
    return role is Role.GROWTH and bool(_CHANGE_ROW.search(row))


def _is_apart(mention: Mention, role: Role, link: Link, row: str) -> bool:
    """Whether the words right before the number say that it is not the whole that the row has."""
    if link.confirmed and not link.other:
        return False
    if role is Role.STANDARD and _AGAINST_A_STANDARD.search(mention.left):
        return True
    counted = mention.quantity.kind in (Kind.COUNT, Kind.MEASURE)
    return counted and bool(
        _LEFT_OVER.search(mention.left) or (_OF_EACH.search(mention.left) and not _OF_EACH.search(row))
    )


def _is_a_price(mention: Mention, row: str) -> bool:
    """Whether the form's row is a price or a term that was reached (单价, 运行成本, 使用年限), not a rate of payment."""
    paid = _BY_NORM.search(mention.left) or mention.quantity.bound in _HELD
    return not paid and bool(_PRICE_ROW.search(row))


def _the_other(role: Role, link: Link) -> Role:
    """6437户，比原定6240户多; 目标90%以上，问下来97.3%: which is the result and which the target the form says."""
    if role is Role.ACTUAL or (link.paired and role in (Role.STANDARD, Role.THRESHOLD)):
        return Role.TARGET
    return Role.ACTUAL if link.paired and role is Role.TARGET else role


def _speaks_of_a_part(before: str, context: Context) -> bool:
    """Whether the clauses up to here speak of one county, one batch, one holiday: then the figure is not the whole's."""
    segment = re.split("[；;。]", before)[-1].lstrip("，, ")
    found = _COUNTY.match(segment)
    county = (
        found is not None and found["county"] not in context.project + context.department + context.titles
    )
    return county or bool(_PORTION.search(segment))


def _area(sentence: str, mention: Mention, begin: int) -> str:
    """The area that the number's own clause names, else the first clause behind the last semicolon, else of its sentence."""
    if _OURS.search(mention.left):
        return ""  # 全市建档率92.6%，我区为93.8%
    before = QUOTED.sub("", sentence[: mention.start - begin])
    heads = [re.split("[，,]", part)[0] for part in re.split("[；;]", before)]
    for clause in (QUOTED.sub("", mention.left), heads[-1], heads[0]):
        found = [
            (clause.rfind(area) + len(area), len(area), area) for area in load_words().areas if area in clause
        ]
        if found:
            return max(found)[2]
    return ""
