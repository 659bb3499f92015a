"""Which percentages in the text are shares of what, where the whole does not stand right beside its part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from extractors.slips import slip_between, with_number
from pipeline.judging.amounts import size
from pipeline.judging.between import Texts
from pipeline.judging.percentages import Percentage
from pipeline.judging.sums import add_up
from pipeline.rulebook import Case
from schemas.fact import Breakdown, Fact, Role
from schemas.quantity import Bound, Kind

Share = tuple[Fact, Fact, Fact]  # part, whole, rate

COUNTED = (Kind.COUNT, Kind.MEASURE, Kind.MONEY)
_LISTED_SHARE = re.compile(r"[，,（(]?占(?:比)?(?:为)?|[（(]")
_SHARE_OF = re.compile(
    r"[，,]?(?:约|仅|只)?占(?P<name>[^，。；、,;：:\d]{3,10})的(?:比例|比重)?(?:为|是|达到?|约)?"
)
_MOVED = re.compile("(?P<how>追加|核减|调减|调增|压减|核增|追减)(?:的)?(?:幅度|比例)$")
# 两项支出332万元和273万元，分别占总支出1354万元的24.5%、20.1%
_RESPECTIVE = re.compile("#[、和与及]#[，,]?分别占[^，。；#]{0,10}#的#[、和与及]#")
_DONE = re.compile("^[，,]已(?P<verb>[一-鿿]{2})的?部分占$")  # 修缮212座；全县共657座，已修缮部分占32.3%
_SHORTEST = 2  # characters of a name
_REACH = 8  # figures before a rate
# 补助幼儿7813人；全旗在园幼儿8477人，项目覆盖92.17%: of all there are.
_COVERED = re.compile(
    "[，,（(](?:项目|政策|补助|工作|服务|基本|实现|实际)*(?:覆盖|受益|惠及|普及)(?:面|率|比例|范围)?(?:为|达到?|约|是)*"
)
_ALL_OF_THEM = re.compile(
    "(?:全[省市县区旗盟州镇乡域]|辖区|应|共有)[^，。；、]*$|(?:总数|总量|总人数)(?:为|是)?$"
)
_OF_ALL_MONEY = re.compile(
    "[，,（(]?(?:约|仅|只)?占(?:项目|全年|年度|部门|本年|当年|资金|实际)*(?:(?P<spent>总?支出)|(?P<budget>总?预算))(?:总额|总数|数|额|合计)?的?(?:比例|比重)?(?:为|达到?|约|是)*"
)
# 前进区14个、…。前进区占全市的36.89%: a part and its whole by name, behind the list
_BEHIND_LIST = re.compile(
    r"(?:^|[，。；])(?:其中)?(?P<name>[^，。；、,;：:\d]{2,14}?)占(?P<whole>[^，。；、,;：:\d占]{2,10}?)(?:的(?:比例|比重)?)?(?:约?为|是|达到?)?$"
)
_ALL_OVER = re.compile("全[省市县区旗盟州镇乡]")  # as the whole of what is counted
_ALL = re.compile("(?:总|全部)(?:数|数量|量)?|合计|总数|总量|全部|总计")
_SUM_OF = re.compile(
    "(?:项目|年度|全年|本年|资金)?(?:总(?P<a>预算|支出|投资|收入)|(?P<b>预算|支出|投资|收入)(?:总额|总数|总量|资金总额))"
)
_OF_MONEY = re.compile("(?:财政)?(?:补助|配套|专项|安排)*(?:资金|预算|经费|支出|投入)?$")
_NAME = 40  # characters before a rate
_WORDS = 12  # characters before a figure
_FEWEST = 3  # digits of a rate of which a slip tells


def respectively(said: Sequence[Fact], texts: Texts) -> Iterator[Share]:
    """两项支出332万元和273万元，分别占总支出1354万元的24.5%、20.1%."""
    for at in range(len(said) - 4):
        a, b, whole, x, y = said[at : at + 5]
        if not (plain_figures(a, whole, x) and plain_figures(b, whole, y)):
            continue
        if x.quantity.kind is y.quantity.kind is Kind.PERCENT and _RESPECTIVE.fullmatch(
            _joined(texts, *said[at : at + 5])
        ):
            yield from ((a, whole, x), (b, whole, y))


def _joined(texts: Texts, *facts: Fact) -> str:
    """The words between figures of one text, each figure as #; empty where they stand apart."""
    words = [texts.between(one, other) for one, other in pairwise(facts)]
    return "#".join(["", *(each or "" for each in words), ""]) if None not in words else ""


def in_lists(case: Case, said: Sequence[Fact], texts: Texts) -> Iterator[Share]:
    """设备547万元，占20%；培训898万元，占33%；…共计2704万元: shares of what the parts make.

    In brackets, and behind several parts, only where another of them is borne out.
    """
    rates: dict[str, list[Fact]] = {}
    for fact in said:
        if fact.quantity.kind is Kind.PERCENT:
            rates.setdefault(fact.sentence, []).append(fact)
    behind = {fact: rate for fact, rate in pairwise(said) if rate.quantity.kind is Kind.PERCENT}
    for breakdown in case.breakdowns:
        added = add_up([part.quantity for part in breakdown.parts], breakdown.total.quantity)
        if breakdown.total.quantity.kind not in COUNTED or added is None or added.exceeds:
            continue
        shares = [
            (part, breakdown.total, rate)
            for part in breakdown.parts
            if (rate := behind.get(part)) is not None
            and plain_figures(part, breakdown.total, rate)
            and _LISTED_SHARE.fullmatch(texts.between(part, rate) or "")
        ]
        alone = len(breakdown.parts) == 1 and breakdown.cue.startswith("其中")
        if alone or any(map(_holds, shares)):
            yield from shares
        if added.fits:
            yield from _by_their_names(breakdown, rates.get(breakdown.total.sentence, ()), texts)


def _by_their_names(breakdown: Breakdown, rates: Sequence[Fact], texts: Texts) -> Iterator[Share]:
    """其中集中供养328人、分散供养519人，集中供养占38.7%: a share of the whole by the name of a part."""
    for rate in rates:
        for part in breakdown.parts:
            named = re.search(
                f"[，；]{re.escape(part.subject)}占$", texts.before(rate, len(part.subject) + 2)
            )
            if (
                len(part.subject) > 1
                and named
                and part.order < rate.order
                and plain_figures(part, breakdown.total, rate)
            ):
                yield part, breakdown.total, rate


def behind_lists(case: Case, said: Sequence[Fact], texts: Texts) -> Iterator[Share]:
    """预算1250万元，其中省级450万元，市级800万元。市级资金占预算总额的64%: by the names of a part and of the whole.

    Only of the one list that the paragraph has in that unit, and where its parts add up.
    """
    rates: dict[str, list[Fact]] = {}
    for fact in said:
        if fact.quantity.kind is Kind.PERCENT and fact.role is not Role.GROWTH:
            rates.setdefault(str(fact.anchor.block), []).append(fact)
    lists: dict[tuple[str, str], list[Breakdown]] = {}
    for each in case.breakdowns:
        key = str(each.total.anchor.block), each.total.quantity.unit.dimension
        lists.setdefault(key, []).append(each)
    for (block, _), some in lists.items():
        if len(some) != 1 or block not in rates:
            continue
        [breakdown] = some
        whole = breakdown.total
        added = add_up([part.quantity for part in breakdown.parts], whole.quantity)
        if whole.quantity.kind not in COUNTED or added is None or not added.fits:
            continue
        for rate in rates[block]:
            words = texts.before(rate, _NAME)
            part = _part_named(breakdown, words)
            if part is None or part.order > rate.order or not plain_figures(part, whole, rate):
                continue
            if _says_what(words) or _holds_but_a_slip((part, whole, rate)):
                yield part, whole, rate


def _part_named(breakdown: Breakdown, words: str) -> Fact | None:
    """The one part that ``words`` call a share of the whole; None where another whole, or no one part, is named."""
    found = _BEHIND_LIST.search(words)
    if found is None or not _is_whole(breakdown.total, found["whole"]):
        return None
    name, things = found["name"], ""
    if breakdown.total.quantity.kind is Kind.MONEY:
        name = _OF_MONEY.sub("", name)
    elif (counted := re.fullmatch("(.+)的(.+?)(?:数量|个数|数)", name)) is not None:
        name, things = counted.groups()
    if len(name) < _SHORTEST or things not in breakdown.total.subject:
        return None
    named = [part for part in breakdown.parts if _called(part, breakdown.total) == name]
    return named[0] if len(named) == 1 else None


def _says_what(words: str) -> bool:
    """Whether more is said than that a district is so much of all: 前进区占全市的39% may be of its people."""
    return not re.search("占全[省市县区旗盟州镇乡]", words) or re.search("数量?占", words) is not None


def _holds_but_a_slip(share: Share) -> bool:
    rate, due = share[2], Percentage(*share).due
    return _holds(share) or bool(slip_between(rate.quantity, with_number(rate.quantity, due), _FEWEST))


def _called(part: Fact, whole: Fact) -> str:
    """市级 of 预算市级 and of 市级财政资金, parts of 预算."""
    if part.quantity.kind is not Kind.MONEY:
        return part.subject
    return _OF_MONEY.sub("", part.subject.removeprefix(whole.subject))


def _is_whole(whole: Fact, name: str) -> bool:
    if _ALL.fullmatch(name) or name == whole.subject:
        return True
    if whole.quantity.kind is not Kind.MONEY:
        return _ALL_OVER.fullmatch(name) is not None
    found = _SUM_OF.fullmatch(name)
    return found is not None and (found["a"] or found["b"]) in whole.subject


def of_a_name(said: Sequence[Fact], texts: Texts) -> Iterator[Share]:
    """总投资4711万元，累计完成投资3183万元，占总投资的67%: what it is a share of is called by its name."""
    for at in range(2, len(said)):
        before, rate = said[at - 1], said[at]
        if rate.quantity.kind is not Kind.PERCENT or before.sentence != rate.sentence:
            continue
        here = [fact for fact in said[max(0, at - _REACH) : at] if fact.sentence == rate.sentence]
        parts, wholes = _named(here, rate, texts)
        single = len(parts) == 1 and len(wholes) == 1 and parts[0] is not wholes[0]
        if single and plain_figures(parts[0], wholes[0], rate):
            yield parts[0], wholes[0], rate


def covered(said: Sequence[Fact], texts: Texts, parts: Collection[Fact]) -> Iterator[Share]:
    """补助幼儿7813人，其中…；全旗在园幼儿8477人，项目覆盖92.17%: of the only other figure of that unit in the sentence."""
    for at in range(2, len(said)):
        last, rate = said[at - 1], said[at]
        if rate.quantity.kind is not Kind.PERCENT or not _COVERED.fullmatch(texts.between(last, rate) or ""):
            continue
        here = [
            fact
            for fact in said[max(0, at - _REACH) : at]
            if fact.sentence == rate.sentence
            and fact.role is Role.ACTUAL
            and fact not in parts
            and fact.quantity.unit.base == last.quantity.unit.base
        ]
        if len(here) == 2 and plain_figures(*here, rate):
            part, whole = sorted(here, key=lambda fact: fact.quantity.value or 0)
            if _ALL_OF_THEM.search(texts.before(whole, _WORDS)):
                yield part, whole, rate


def of_all_money(case: Case, said: Sequence[Fact], texts: Texts) -> Iterator[Share]:
    """会议支出99.09万元，占总支出的31.75%, where what was spent in all is said elsewhere, as one figure.

    The totals of others may be meant: told where it comes out, is more than all, or where just a slip is between.
    """
    wholes = {
        "spent": _of_the_year(case.said(Role.EXECUTED), "budget:executed"),
        "budget": _of_the_year(case.said(Role.BUDGET_FULL), "budget:budget_full"),
    }
    for part, rate in pairwise(said):
        found = _OF_ALL_MONEY.fullmatch(texts.between(part, rate) or "")
        if found is None or rate.quantity.kind is not Kind.PERCENT or part.quantity.kind is not Kind.MONEY:
            continue
        fair = wholes["spent" if found["spent"] else "budget"]
        if len({fact.quantity.value for fact in fair}) != 1 or not plain_figures(part, fair[0], rate):
            continue
        share = Percentage(part, fair[0], rate)
        due = with_number(rate.quantity, share.due)
        if share.holds or size(rate) > 100 > share.exact or slip_between(rate.quantity, due, _FEWEST):
            yield part, fair[0], rate


def _of_the_year(facts: Iterable[Fact], indicator: str) -> list[Fact]:
    """The project's own money under that name, of the whole year."""
    return [
        fact for fact in facts if fact.indicator == indicator and (fact.period is None or fact.period.is_year)
    ]


def _named(here: Sequence[Fact], rate: Fact, texts: Texts) -> tuple[list[Fact], list[Fact]]:
    """What may be the part and the whole, of the figures before ``rate`` in its sentence."""
    *others, last = here
    then = texts.between(last, rate) or ""
    if (of := _SHARE_OF.fullmatch(then)) is not None:
        return [last], [fact for fact in others if fact.subject == of["name"]]
    if (moved := _MOVED.search(rate.subject)) is not None:  # 年初预算658万元，追加99万元，追加幅度15%
        moves = [f for f in here if f.role is Role.BUDGET_ADJUST and moved["how"] in f.subject]
        return moves, [fact for fact in here if fact.role is Role.BUDGET_INITIAL]
    if (done := _DONE.search(then)) is not None:
        return [f for f in others if f.subject.startswith(done["verb"]) and plain_figures(f, last, rate)], [
            last
        ]
    return [], []


def _holds(share: Share) -> bool:
    return Percentage(*share).holds


def plain_figures(*facts: Fact) -> bool:
    """Exact figures, and the first two of one unit."""
    first, second = facts[:2]
    return (
        all(fact.quantity.bound is Bound.EXACT and fact.quantity.value for fact in facts)
        and first.quantity.kind in COUNTED
        and first.quantity.unit.dimension == second.quantity.unit.dimension
    )
