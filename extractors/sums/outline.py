"""Amounts that the outline ties together: sections 1., 2., 3. of one parent, each with its own amount."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.sums.lists import TOTALS
from extractors.sums.points import points_of
from schemas.document import Document, Paragraph, Section
from schemas.fact import OF_ITEM, Breakdown, Fact, Role, Source
from schemas.quantity import ZERO, Bound, Kind
from schemas.words import comparable, load_words

# Sections that give an account of the whole, not of one item.
_ACCOUNT = re.compile(
    "(?:预算|资金).{0,6}(?:情况|安排|使用|执行|落实)|执行率|自评结论|结论|基本情况|概况|总体情况|三公"
)
# Sections of a report, not items of a project.
_ABOUT = re.compile(
    "情况|分析|概况|资金|预算|支出|执行|绩效|结论|基本|总体|完成|管理|自评|评价|依据|建议|问题|背景|立项|目标|产出|效益|原因|做法|措施|成效|工作|报告|项目|投入|使用|摘要|说明|结果|财务|附件|第.{1,3}部分"
)
_BARE = re.compile("(?:实际|已|共|全部)?(?:支出|支付|执行|到位|拨付|使用|安排)(?:资金|了|数)?")
_LONGEST_TITLE = 20
_SHORTEST_ITEM = 5  # characters of 道路项目
_CLASSES = (  # money of one sort: leads of a class are summed against totals of the same class
    frozenset({Role.EXECUTED}),
    frozenset({Role.BUDGET, Role.BUDGET_FULL, Role.BUDGET_INITIAL}),
    frozenset({Role.ARRIVED}),
)


def with_item_scope(document: Document, facts: Sequence[Fact]) -> tuple[list[Fact], dict[Fact, Fact]]:
    """Own money stated in an item section is the item's money, not the project's.

    Returns the facts and which of them were replaced by which.
    """
    groups = [*_item_groups(document, facts), *_named_projects(document)]
    items = {document.sections[at].path for group in groups for at in group}
    swaps: dict[Fact, Fact] = {}
    out: list[Fact] = []
    for fact in facts:
        item = next(("/".join(path) for path in items if fact.scope.section[: len(path)] == path), None)
        own = fact.indicator.startswith("budget:")
        item = item or ((_point(document, fact) or _titled(document, fact)) if own else "")
        if item and own:
            swapped = replace(fact, indicator="", core="", why=f"{item} {OF_ITEM}")
            swaps[fact] = swapped
            out.append(swapped)
        else:
            out.append(fact)
    return out, swaps


def _point(document: Document, fact: Fact) -> str:
    """The 二是 or （2） that the fact stands behind in its own paragraph, empty where there is none."""
    block = document.blocks[fact.anchor.block]
    if not isinstance(block, Paragraph):
        return ""
    headed = any(
        section.first == fact.anchor.block for section in document.sections
    )  # “（二）执行率情况。项目预算…”
    points = points_of(block.text)
    at = bisect_right(points, fact.anchor.start, key=lambda point: point.end())
    last = points[at - 1] if at else None
    return "" if last is None or (headed and not last.start()) else last.group().strip("，,、。；; ")


def _titled(document: Document, fact: Fact) -> str:
    """The section that is named after an item (仓房气密性改造), where the fact says no more than 支出; else empty."""
    section = next((each for each in reversed(document.sections) if each.path == fact.scope.section), None)
    if section is None or not _BARE.fullmatch(fact.subject) or _ABOUT.search(section.title):
        return ""
    return f"{section.label}{section.title}"[:_LONGEST_TITLE]


def section_breakdowns(document: Document, facts: Sequence[Fact], *, reported: bool) -> Iterator[Breakdown]:
    """The amounts of sibling sections as parts of the total that their parent or the document states.

    ``reported`` says that a 自评表 came with it: then items that nothing announces still are the project's spending.
    """
    for group in _item_groups(document, facts):
        leads = [_lead(document.sections[at], facts) for at in group]
        parts = [lead for lead in leads if lead is not None]
        complete = len(parts) == len(group)
        total = _total(document, document.sections[group[0]], parts, facts, reported=reported and complete)
        if total is not None:
            opened = _opens_list(document, document.sections[group[0]])
            yield Breakdown(
                total, tuple(parts), complete or (True if opened and len(parts) > 2 else None), "分项"
            )


def _item_groups(document: Document, facts: Sequence[Fact]) -> list[list[int]]:
    """Sibling sections of which at least two, and more than half, begin with money of their own."""
    children: dict[int | None, list[int]] = {}
    for at, section in enumerate(document.sections):
        children.setdefault(section.parent, []).append(at)
    groups = []
    for parent, members in children.items():
        if parent is None:  # a report that is nothing but its items: 一、校舍维修 二、教师培训
            members = [at for at in members if not _is_about(document.sections[at].title)]
        if any(_ACCOUNT.search(document.sections[at].title) for at in members):
            continue
        with_money = [at for at in members if _lead(document.sections[at], facts) is not None]
        if len(with_money) >= 2 and 2 * len(with_money) > len(members):
            groups.append(members)
    return groups


def _named_projects(document: Document) -> list[list[int]]:
    """Sibling sections that are each called after a project: 一、校舍维修项目, 二、教师培训项目."""
    children: dict[int | None, list[int]] = {}
    for at, section in enumerate(document.sections):
        if section.title.endswith("项目") and not _is_about(section.title):
            children.setdefault(section.parent, []).append(at)
    return [members for members in children.values() if len(members) > 1]


def _is_about(title: str) -> bool:
    """Whether a heading is one of a report (二、项目绩效情况) and not the name of an item (二、农村道路项目)."""
    item = title.removesuffix("项目") if len(title) > _SHORTEST_ITEM else title
    return _ABOUT.search(item) is not None


def _lead(section: Section, facts: Sequence[Fact]) -> Fact | None:
    """The first money of the section's own first paragraph, if it is said of the item itself."""
    inside = [
        fact
        for fact in facts
        if fact.source is Source.PROSE
        and section.first <= fact.anchor.block <= section.last
        and fact.scope.section == section.path
    ]
    if not inside or inside[0].quantity.kind is not Kind.MONEY:
        inside = [fact for fact in inside if fact.quantity.kind is Kind.MONEY][:1]
    if not inside:
        return None
    first = inside[0]
    generic = first.indicator.startswith("budget:") or first.of_item
    return first if generic and first.role in TOTALS and first.quantity.bound is Bound.EXACT else None


def _total(
    document: Document, item: Section, parts: Sequence[Fact], facts: Sequence[Fact], *, reported: bool
) -> Fact | None:
    """What the items should add up to: the amount their parent announces, else the project's own of the same sort."""
    if len(parts) < 2:
        return None
    sort = next(group for group in _CLASSES if parts[0].role in group)
    own = [
        fact
        for fact in facts
        if fact.indicator.startswith("budget:")
        and fact.role in sort
        and (fact.period is None or fact.period.is_year)  # 上半年支出529万元 is no total of the year's items
        and fact.quantity.bound is Bound.EXACT
        and comparable(fact.quantity.unit, parts[0].quantity.unit)
    ]
    stated = _stated(document, item, own, reported=reported)
    if stated is None:
        return None
    added = sum((part.quantity.value or ZERO for part in parts), ZERO)
    of_both = [stated, *(fact for fact in own if fact not in parts)]
    return next((fact for fact in of_both if fact.quantity.value == added), stated)  # 年初预算 or 全年预算


def _stated(document: Document, item: Section, own: Sequence[Fact], *, reported: bool) -> Fact | None:
    """The amount that stands before the items as their total: their parent's, else the document's first."""
    if item.parent is None:
        before = [fact for fact in own if fact.anchor.block < item.first]
        return before[0] if before else None
    parent = document.sections[item.parent]
    announced = [
        fact
        for fact in own
        if parent.first <= fact.anchor.block < item.first and fact.scope.section == parent.path
    ]
    if announced:
        return announced[-1]
    if not _opens_list(document, item) and not reported:
        return None
    outside = [
        fact
        for fact in own
        if not parent.first <= fact.anchor.block <= parent.last or fact.anchor.block < item.first
    ]
    return outside[0] if outside else None


def _opens_list(document: Document, item: Section) -> bool:
    """Whether the text right before the first item announces a list (分为以下几类)."""
    first = 0 if item.parent is None else document.sections[item.parent].first
    before = [block for block in document.blocks[first : item.first] if isinstance(block, Paragraph)]
    return bool(before) and bool(load_words().opens_list.search(before[-1].text[-60:]))
